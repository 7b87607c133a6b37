"""Tasks that only the tests' workers know (`celery worker -I tests.operations.slow_tasks`)."""

import time
from pathlib import Path

from celery import shared_task

from operations.request_ids import current


@shared_task(name="tests.slow")
def slow(folder: str, seconds: float) -> None:
    """Says when it begins and when it is done."""
    Path(folder, "begun").write_text(current())
    time.sleep(seconds)
    Path(folder, "done").write_text(current())
