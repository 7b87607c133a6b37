"""What the pages that people wait for take on the demonstration's data, in this process and on SQLite.

Processor time: nothing is waited for here, and a busy machine tells the same.
"""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from itertools import cycle
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.db import transaction
from django.test import Client
from django.urls import reverse

import guidance.loading
import indicators.loading
from accounts.models import User
from assessments.catalogue import campaign_catalogue, link_faults
from assessments.forms.questions import prefix_of
from assessments.models import Assessment, ScoreSnapshot
from catalogues.versions import store
from comparison.models import Edition
from guidance.models import GuidanceVersion
from indicators.models import IndicatorSetVersion

from .measuring import Figure, at_most, processor_seconds

ROOT = Path(__file__).resolve().parents[1]
READ_MS, SAVE_MS, FORM_MS, COMPARE_MS, MIGRATE_S = 15, 30, 40, 50, 10
CALLS = 25
HOME = "48"


def figures() -> Iterator[Figure]:
    yield from _province()
    yield from _ministry()
    yield at_most("fresh migrate", _migrate(), MIGRATE_S, "s", "processor time, with the start of Django")
    yield at_most(
        "import of both catalogues", 1000 * processor_seconds(_import, 3), None, "ms", "read, checked, stored"
    )


def opened(client: Client, url: str) -> Callable[[], None]:
    def work() -> None:
        response = client.get(url)
        if response.status_code != 200:
            raise RuntimeError(f"{url}: {response.status_code}")

    return work


def signed_in(email: str) -> Client:
    client = Client()
    client.force_login(User.objects.get(email=email))
    return client


def _province() -> Iterator[Figure]:
    client = signed_in("dau-moi@tinh.example")
    draft = Assessment.objects.with_campaign().get(campaign__code="minh-hoa-2", province__code=HOME)
    own = ScoreSnapshot.objects.filter(assessment__campaign__code="minh-hoa-1", assessment__province__code=HOME)
    snapshot = reverse("snapshot", args=[own.latest("created_at").pk])
    yield at_most("score read (a stored scorecard's page)", _ms(opened(client, snapshot)), READ_MS, "ms")
    sections = campaign_catalogue(draft.campaign).sections
    largest = max(sections, key=lambda code: len(sections[code].items))
    for code in ("IOC-6", largest):
        name = f"form page, {len(sections[code].items)} questions ({code})"
        yield at_most(name, _ms(opened(client, reverse("section", args=[draft.pk, code]))), FORM_MS, "ms")
    yield at_most("save of one answer and the live score after it", _ms(_saving(client, draft)), SAVE_MS, "ms")


def _ms(work: Callable[[], object]) -> float:
    return 1000 * processor_seconds(work, CALLS)


def _saving(client: Client, draft: Assessment) -> Callable[[], None]:
    """Autosave as the page does it; every save changes the answer."""
    answer = draft.answers.filter(kind="level", not_applicable=False).order_by("code").first()
    if answer is None:
        raise RuntimeError("the demonstration's draft has no answer by levels")
    options = [option.code for option in campaign_catalogue(draft.campaign).items[answer.code].options]
    values = cycle(options[:2])
    url, prefix = reverse("answer_save", args=[draft.pk, answer.code]), prefix_of(answer.code)

    def work() -> None:
        version = draft.answers.values_list("version", flat=True).get(code=answer.code)
        given = {f"{prefix}-value": next(values), f"{prefix}-version": version}
        response = client.post(url, given, headers={"Accept": "application/json"})
        if response.status_code != 200:
            raise RuntimeError(response.content.decode())

    return work


def _ministry() -> Iterator[Figure]:
    client = signed_in("quan-tri@bo.example")
    url = reverse("comparison:table", args=[Edition.objects.latest("created_at").pk])
    yield at_most("comparison of 34 provinces", _ms(opened(client, url)), COMPARE_MS, "ms")


def _migrate() -> float:
    """Of a child process: all tables of an empty database."""
    with TemporaryDirectory(prefix="smartcity-bench-") as folder:
        before = os.times()
        command = [sys.executable, "manage.py", "migrate", "--verbosity=0"]
        subprocess.run(command, cwd=ROOT, env={**os.environ, "VAR_DIR": folder}, check=True)
        after = os.times()
    return after.children_user + after.children_system - before.children_user - before.children_system


def _import() -> None:
    """As `load_catalogues` does it, under names that are free; nothing stays."""
    found: list[tuple[Any, Any]] = [
        (GuidanceVersion, guidance.loading.read_folder(ROOT / "guidance/data/cv2333/v1")),
        (IndicatorSetVersion, indicators.loading.read_folder(ROOT / "indicators/data/cv3098/v1")),
    ]
    list(link_faults(found[0][1], found[1][1]))
    with transaction.atomic():
        for model, catalogue in found:
            store(model, catalogue.code.replace("v1", "v99"), catalogue)
        transaction.set_rollback(True)
