"""What Celery beat runs, and how often. The Celery application imports this module wherever tasks are run."""

from celery import current_app
from django.conf import settings

from .tasks import sweep

current_app.add_periodic_task(settings.SWEEP_SECONDS, sweep.s(), name="sweep")
