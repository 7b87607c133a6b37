"""What Celery beat runs for personal data."""

from celery import current_app
from celery.schedules import crontab

from .tasks import retention

current_app.add_periodic_task(crontab(hour=3, minute=30), retention.s(), name="retention")  # by CELERY_TIMEZONE
