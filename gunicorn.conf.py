"""What gunicorn reads by itself from the folder it is started in; what stands on the command line goes before.

The folder of the metrics must be known before prometheus_client is imported: it chooses then how it keeps its numbers.
"""

import gc
import os
import shutil
import tempfile
from pathlib import Path
from typing import Any

METRICS_FOLDER = Path(os.environ.setdefault("PROMETHEUS_MULTIPROC_DIR", tempfile.mkdtemp(prefix="portal-metrics-")))

from prometheus_client import multiprocess  # noqa: E402

from smartcity_portal import logs  # noqa: E402

preload_app = True
"""Loaded once and then forked: workers share what they do not change, two thirds of their memory."""

timeout = 120
graceful_timeout = 30
"""How long a request may still run after SIGTERM; a supervisor should wait longer before it kills."""

IS_PRODUCTION = os.environ.get("DJANGO_SETTINGS_MODULE", "").endswith(".prod")
logconfig_dict = {
    **logs.configuration(
        form=os.environ.get("LOG_FORMAT", "json" if IS_PRODUCTION else "readable"),
        level=os.environ.get("LOG_LEVEL", "INFO"),
        each=IS_PRODUCTION,
    ),
    "loggers": {
        "gunicorn.error": {"handlers": ["console"], "propagate": False},
        # it would write addresses and query strings; operations.middleware has a line for each request
        "gunicorn.access": {"handlers": [], "level": "CRITICAL", "propagate": False},
    },
}


def when_ready(server: Any) -> None:
    """What the collector never looks at again it never copies in each worker."""
    gc.collect()
    gc.freeze()


def child_exit(server: Any, worker: Any) -> None:
    multiprocess.mark_process_dead(worker.pid)


def on_exit(server: Any) -> None:
    shutil.rmtree(METRICS_FOLDER, ignore_errors=True)
