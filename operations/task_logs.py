"""Celery's processes log as the portal's settings say."""

import logging
from typing import Any

from celery import signals


@signals.setup_logging.connect
def keep_settings(loglevel: int | None = None, **_kwargs: Any) -> None:
    """That somebody listens makes Celery leave the log alone; `--loglevel` still counts for its own lines."""
    logging.getLogger("celery").setLevel(loglevel or logging.INFO)
