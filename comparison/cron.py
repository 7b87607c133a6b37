"""What Celery beat runs for comparisons."""

from celery import current_app
from django.conf import settings

from .tasks import sweep

current_app.add_periodic_task(settings.SWEEP_SECONDS, sweep.s(), name="sweep comparisons")
