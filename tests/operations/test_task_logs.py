"""Celery leaves the log to the portal's settings."""

import logging

from celery import signals

from operations.task_logs import keep_settings
from smartcity_portal.celery import app


def test_celery_sets_up_no_log_of_its_own():
    assert keep_settings in [found() for _key, found in signals.setup_logging.receivers]
    before = list(logging.getLogger().handlers)
    app.log.setup(loglevel="WARNING")
    assert logging.getLogger().handlers == before
    assert logging.getLogger("celery").level == logging.WARNING


def test_level_is_that_of_the_command_line():
    keep_settings(loglevel=logging.ERROR)
    assert logging.getLogger("celery").level == logging.ERROR
    keep_settings()
    assert logging.getLogger("celery").level == logging.INFO
