"""The Celery application: `celery -A smartcity_portal worker`, and `beat` for the sweep."""

import gc
import os
from importlib import import_module
from pathlib import Path

from celery import Celery, Task, signals
from django.conf import settings
from django.db import close_old_connections

from operations import request_ids, task_logs  # noqa: F401 - what they connect holds for every process

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "smartcity_portal.settings.dev")

app = Celery("smartcity_portal")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.autodiscover_tasks(related_name="cron")

SELDOM = 50_000, 20, 20
"""After how many new objects the collector looks for circles: a task makes many thousands that are in none."""

MAKE_DOCUMENTS = ("assessments.reports.pdf", "assessments.reports.word.rendering")


@signals.worker_init.connect
def load_engines(**_kwargs: object) -> None:
    """Before a worker forks: its processes share them, and the first report need not wait for them."""
    for module in MAKE_DOCUMENTS:
        import_module(module)
    gc.collect()
    gc.freeze()  # what the collector never looks at again it never copies in each process
    gc.set_threshold(*SELDOM)


@signals.task_prerun.connect
@signals.task_postrun.connect
def keep_connections(task: Task, **_kwargs: object) -> None:
    """Open connections are kept for CONN_MAX_AGE and asked whether they live, as they are around each request."""
    if not task.request.is_eager:
        close_old_connections()


@app.on_after_configure.connect
def prepare_broker_folders(sender: Celery, **_kwargs: object) -> None:
    """The file broker of the embedded default wants its folders to be there."""
    if sender.conf.broker_url == "filesystem://":
        for name in ("queue", "control"):
            Path(settings.BROKER_DIR, name).mkdir(parents=True, exist_ok=True)
