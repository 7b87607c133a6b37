"""Celery tasks: the nightly backup and the removal of files that nothing refers to."""

import logging
from pathlib import Path

from celery import shared_task
from django.conf import settings
from django.db import Error

from .archive import BackupError
from .making import make
from .orphans import remove_orphans

logger = logging.getLogger(__name__)

LONGEST = 6 * 3600


@shared_task(acks_late=False, time_limit=LONGEST, soft_time_limit=LONGEST - 60)
def back_up() -> str:
    """Returns the file's name. Not delivered again when it takes longer than the broker waits; the next night comes."""
    try:
        made = make(Path(settings.BACKUP_DIR), keep=settings.BACKUP_KEEP)
    except (BackupError, OSError, Error) as error:
        logger.error("backup failed: %s", error)
        raise
    for fault in made.faults:
        logger.error("backup %s: %s", made.path.name, fault)
    logger.info("backup made: %s, %d files", made.path.name, len(made.manifest.files))
    return made.path.name


@shared_task(time_limit=LONGEST)
def sweep_files() -> int:
    """Files that nothing refers to for a day; returns how many were deleted."""
    return remove_orphans()
