"""People at the same thing at the same moment, through the web server. What the actions do in each order is tested one
by one where they are (tests/assessments/actions/test_*_at_once.py)."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.urls import reverse

from assessments.enums import AssessmentState, Verb
from assessments.models import AnswerRevision

from .acts import CODE, documents, save, scored, submit

pytestmark = pytest.mark.slow


def together(*acts):
    with ThreadPoolExecutor(len(acts)) as pool:
        return [future.result(60) for future in [pool.submit(act) for act in acts]]


@pytest.mark.fault("two editors on one answer")
def test_of_two_editors_one_is_saved_and_the_other_sees_both(coordinator, colleague, complete):
    assessment = complete[0]
    version = assessment.answers.get(code=CODE).version
    found = together(
        lambda: save(coordinator, assessment, "Của đầu mối", version),
        lambda: save(colleague, assessment, "Của đồng nghiệp", version),
    )
    [saved] = [answer for answer in found if answer.status == 200]
    [refused] = [answer for answer in found if answer.status == 409]
    stored = assessment.answers.get(code=CODE)
    assert (stored.version, saved.data["version"]) == (version + 1, version + 1)
    assert stored.note in refused.data["html"]
    assert AnswerRevision.objects.filter(answer=stored).count() == version + 1


@pytest.mark.fault("two submits at once")
def test_of_two_submits_one_counts_and_both_see_the_receipt(coordinator, complete):
    assessment = complete[0]
    found = together(*[lambda: submit(coordinator, assessment)] * 2)
    places = {answer.location for answer in found}
    assert places == {reverse("receipt", args=[assessment.pk]), reverse("check", args=[assessment.pk])}
    assert coordinator.get(reverse("check", args=[assessment.pk])).location == reverse("receipt", args=[assessment.pk])
    [refused] = [answer for answer in found if answer.location == reverse("check", args=[assessment.pk])]
    shown = coordinator.get(reverse("receipt", args=[assessment.pk]), after=refused).text
    assert ("Phiếu đã được nộp" in shown, "Phiếu đã nộp rồi." in shown) == (True, True)
    assert assessment.events.filter(verb=Verb.SUBMIT).count() == 1
    snapshot = assessment.snapshots.get()
    scored(snapshot)
    assert len(documents(snapshot)) == 2


@pytest.mark.fault("submit against autosave")
def test_answer_saved_at_once_with_submission_is_in_it_or_refused(coordinator, colleague, complete):
    assessment = complete[0]
    version = assessment.answers.get(code=CODE).version
    submitted, saved = together(
        lambda: submit(coordinator, assessment), lambda: save(colleague, assessment, "Vừa sửa", version)
    )
    assessment.refresh_from_db()
    note = assessment.snapshots.get().context["answers"][CODE]["note"]
    assert (submitted.status, assessment.state) == (302, AssessmentState.SUBMITTED)
    assert (saved.status == 200) == (note == "Vừa sửa") == (assessment.answers.get(code=CODE).note == "Vừa sửa")
    assert saved.status == 200 or saved.data["errors"] == {"": ["Phiếu đã nộp nên không sửa được nữa."]}
