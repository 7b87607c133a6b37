"""What Celery beat runs for the audit log, and how often."""

from celery import current_app
from celery.schedules import crontab
from django.conf import settings

from .tasks import check, seal

current_app.add_periodic_task(settings.AUDIT_SEAL_SECONDS, seal.s(), name="seal the audit log")
current_app.add_periodic_task(crontab(hour=2, minute=30), check.s(), name="verify the audit log")  # by CELERY_TIMEZONE
