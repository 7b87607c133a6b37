"""What Celery beat runs, and how often."""

from typing import Any

from django.conf import settings

from .tasks import sweep

SCHEDULE: dict[str, dict[str, Any]] = {
    "sweep": {"task": sweep.name, "schedule": settings.SWEEP_SECONDS},
}
