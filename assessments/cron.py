"""What Celery beat runs, and how often. The Celery application imports this module wherever tasks are run."""

from celery import current_app
from celery.schedules import crontab
from django.conf import settings

from .actions.scanning import sweep_scans
from .notifications.digest import digest
from .notifications.mailing import deliver
from .tasks import remind, sweep

current_app.add_periodic_task(settings.SWEEP_SECONDS, sweep.s(), name="sweep")
current_app.add_periodic_task(settings.SWEEP_SECONDS, sweep_scans.s(), name="sweep_scans")
current_app.add_periodic_task(settings.SWEEP_SECONDS, deliver.s(), name="deliver")
current_app.add_periodic_task(crontab(hour=7, minute=30), digest.s(), name="digest")
current_app.add_periodic_task(crontab(hour=8, minute=0), remind.s(), name="remind")  # by CELERY_TIMEZONE
