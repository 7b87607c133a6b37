"""PostgreSQL restarted as in a crash while people save."""

import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field

import pytest
from django.urls import reverse

from accounts.roles import Role
from assessments.models import AnswerRevision, Assessment
from tests.assessments.small import open_assessment_on_small
from tests.factories import user_as

from .acts import documents, handed_in, save, scored
from .harness import until
from .people import Person

pytestmark = pytest.mark.slow

CODES = ("A-1.1", "A-1.2", "A-1.3", "B-2")
VALUES = {"A-1.1": "3", "A-1.2": "no", "A-1.3": "b", "B-2": "5"}
KNOWN = {200, 409, 422}
"""What autosave.js takes for an answer; anything else it sends again, the very same."""

SENTENCE = "Cổng tạm thời chưa phục vụ được"


@dataclass
class Editor:
    """Saves one answer over and over like autosave.js: the next only once the one before is known to be saved."""

    person: Person
    assessment: Assessment
    code: str
    acknowledged: list[str] = field(default_factory=list)
    statuses: list[int] = field(default_factory=list)
    untold: list[str] = field(default_factory=list)
    """Answers that autosave.js would not have understood."""

    def run(self, stop: threading.Event) -> None:
        version = 0
        while not stop.is_set():
            note = f"Lần {len(self.acknowledged) + 1}"
            version = self.until_saved(note, version)
            self.acknowledged.append(note)

    def until_saved(self, note: str, version: int) -> int:
        while True:
            answer = save(self.person, self.assessment, note, version, self.code, VALUES[self.code])
            self.statuses.append(answer.status)
            if answer.status in KNOWN:
                assert answer.status == 200, answer.text
                return answer.data["version"]
            if (answer.status, answer.data["state"], answer.headers["Retry-After"]) != (503, "unavailable", "5"):
                self.untold.append(answer.text)
            time.sleep(0.1)


@contextmanager
def writing(person) -> Iterator[list[Editor]]:
    """While several people save; at its end everything that they began is known to be saved, and more came after."""
    assessment = open_assessment_on_small()
    people = [person(user_as(Role.CONTRIBUTOR, assessment.province)) for _code in CODES]
    editors = [Editor(found, assessment, code) for found, code in zip(people, CODES, strict=True)]
    stop = threading.Event()
    with ThreadPoolExecutor(len(editors)) as pool:
        running = [pool.submit(editor.run, stop) for editor in editors]
        try:
            _go_on(editors)
            yield editors
            _go_on(editors)
        finally:
            stop.set()
        for each in running:
            each.result(60)


def _go_on(editors: list[Editor]) -> None:
    """Until each has saved twice more."""
    wanted = [len(editor.acknowledged) + 2 for editor in editors]
    until(
        lambda: all(len(editor.acknowledged) >= count for editor, count in zip(editors, wanted, strict=True)), "saves"
    )


@pytest.mark.fault("PostgreSQL restarted under load")
def test_every_acknowledged_answer_is_there_once_after_a_crash_of_the_database(portal, person, coordinator, complete):
    with writing(person) as editors:
        portal.stop_postgres()
        away = coordinator.get(reverse("overview", args=[complete[0].pk]))
        time.sleep(0.5)
        portal.start_postgres()
    assessment = editors[0].assessment
    assert (away.status, SENTENCE in away.text, away.headers["Cache-Control"]) == (503, True, "no-store")
    assert {status for editor in editors for status in editor.statuses} == {200, 503}
    assert [text for editor in editors for text in editor.untold] == []
    for editor in editors:
        revisions = AnswerRevision.objects.filter(answer__assessment=assessment, answer__code=editor.code)
        assert [found.content["note"] for found in revisions.order_by("version")] == editor.acknowledged
        assert assessment.answers.get(code=editor.code).note == editor.acknowledged[-1]
    snapshot = handed_in(coordinator, complete[0])
    scored(snapshot)
    assert len(documents(snapshot)) == 2
