"""What a browser makes of the pages as the demonstration serves them: by gunicorn, with hashed and compressed files."""

import socket
import time
from collections.abc import Iterator

from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from accounts.models import User
from assessments.demonstration.processes import Processes
from assessments.enums import WorkStatus
from assessments.models import Assessment, ReportFile, ScoreSnapshot
from comparison.models import Edition

from .front import first_load
from .lighthouse import audit
from .measuring import Figure

LEAST_SCORE = 95
STARTING_SECONDS = 30


def figures() -> Iterator[Figure]:
    """For the coordinator of the demonstration's home province. The best of two runs: the first warms the server."""
    user = User.objects.get(email="dau-moi@tinh.example")
    client = Client()
    client.force_login(user)
    cookies = {name: morsel.value for name, morsel in client.cookies.items()}
    ReportFile.objects.filter(status=WorkStatus.QUEUED).delete()  # a page that waits for one asks again and again
    call_command("collectstatic", verbosity=0, interactive=False)
    with Processes() as processes:
        port = _free_port()
        processes.start_web(port)
        _wait_for(port)
        yield from first_load(f"http://127.0.0.1:{port}{_pages()['form']}", cookies)
        for name, path in _pages().items():
            url = f"http://127.0.0.1:{port}{path}"
            score = max(audit(url, cookies, ["performance"]).scores["performance"] for _run in range(2))
            yield Figure(f"lighthouse performance, {name}", round(100 * score), LEAST_SCORE, "higher", "score")


def _pages() -> dict[str, str]:
    own = {"province__code": "48"}
    draft = Assessment.objects.get(campaign__code="minh-hoa-2", **own)
    snapshot = ScoreSnapshot.objects.filter(assessment__campaign__code="minh-hoa-1", assessment__province__code="48")
    return {
        "home": reverse("home"),
        "form": reverse("section", args=[draft.pk, "IOC-6"]),
        "scorecard": reverse("snapshot", args=[snapshot.latest("created_at").pk]),
        "compare": reverse("comparison:table", args=[Edition.objects.latest("created_at").pk]),
    }


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(port: int) -> None:
    for _try in range(10 * STARTING_SECONDS):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise RuntimeError("the web server did not start")
