"""What Celery beat runs: the removal of files that nothing refers to and, where BACKUP_DIR is set, a nightly backup."""

from celery import Celery, current_app
from celery.schedules import crontab
from django.conf import settings

from .tasks import back_up, sweep_files


def plan(app: Celery) -> None:
    app.add_periodic_task(crontab(hour=3, minute=15), sweep_files.s(), name="sweep files")
    if settings.BACKUP_DIR:
        app.add_periodic_task(
            crontab(hour=settings.BACKUP_HOUR, minute=0), back_up.s().set(queue=settings.BACKUP_QUEUE), name="back up"
        )


plan(current_app)
