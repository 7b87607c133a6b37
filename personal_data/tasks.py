from celery import shared_task
from django.utils import timezone

from .retention import remove_what_is_over


@shared_task
def retention() -> int:
    """Remove what is kept for a limited time; returns how many rows went."""
    return sum(remove_what_is_over(timezone.now()).values())
