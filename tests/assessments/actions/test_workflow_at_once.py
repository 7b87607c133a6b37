"""Submission while others are at work on the same assessment: real threads, real connections, real locks."""

import pytest

from accounts.roles import Role
from assessments.actions import answers, evidence, workflow
from assessments.actions.answers import Content
from assessments.enums import Verb
from assessments.errors import NotAllowed
from assessments.models import Answer, Assessment, ScoreSnapshot, WorkflowEvent
from tests.factories import complete_assessment, user_as

from .together import at_once, one_after_the_other

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

HANDED_IN = "Phiếu đã nộp nên không sửa được nữa."
SUBMITTED_ALREADY = "Phiếu đã nộp rồi."


def submit(by, assessment: Assessment) -> ScoreSnapshot:
    return workflow.submit(by=by, assessment=assessment, declared=True)


def answer_in(snapshot: ScoreSnapshot, code: str) -> dict:
    return next(answer for answer in snapshot.inputs["answers"] if answer["code"] == code)


def test_submit_twice_at_once_lets_one_win():
    assessment, coordinator = complete_assessment()
    colleague = user_as(Role.COORDINATOR, assessment.province)
    found = at_once(lambda: submit(coordinator, assessment), lambda: submit(colleague, assessment))
    won = [result for result in found if isinstance(result, ScoreSnapshot)]
    assert [str(result) for result in found if isinstance(result, NotAllowed)] == [SUBMITTED_ALREADY]
    assert [snapshot.pk for snapshot in won] == [ScoreSnapshot.objects.get().pk]
    assessment.refresh_from_db()
    assert assessment.submitted_by == won[0].created_by
    assert WorkflowEvent.objects.filter(verb=Verb.SUBMIT).count() == 1


def test_answer_saved_just_before_submission_is_in_the_snapshot():
    assessment, coordinator = complete_assessment()
    colleague = user_as(Role.CONTRIBUTOR, assessment.province)
    content = Content("no", note="Vừa sửa")
    saved, snapshot = one_after_the_other(
        lambda: answers.save(
            by=colleague, assessment=assessment, code="ICT-4.6", content=content, expected_version=None
        ),
        lambda: submit(coordinator, assessment),
    )
    assert (saved.choice, answer_in(snapshot, "ICT-4.6")["value"]) == ("no", "no")
    assert snapshot.context["answers"]["ICT-4.6"]["note"] == "Vừa sửa"


def test_answer_saved_just_after_submission_is_refused_and_not_lost_silently():
    assessment, coordinator = complete_assessment()
    colleague = user_as(Role.CONTRIBUTOR, assessment.province)
    content = Content("no", note="Vừa sửa")
    before = Answer.objects.get(code="ICT-4.6")
    snapshot, refused = one_after_the_other(
        lambda: submit(coordinator, assessment),
        lambda: answers.save(
            by=colleague, assessment=assessment, code="ICT-4.6", content=content, expected_version=before.version
        ),
    )
    assert (type(refused), str(refused)) == (NotAllowed, HANDED_IN)
    after = Answer.objects.get(code="ICT-4.6")
    assert (after.choice, after.note, after.version) == (before.choice, before.note, before.version)
    assert answer_in(snapshot, "ICT-4.6")["value"] == before.choice


def test_evidence_added_just_after_submission_is_refused():
    assessment, coordinator = complete_assessment()
    snapshot, refused = one_after_the_other(
        lambda: submit(coordinator, assessment),
        lambda: evidence.add_link(by=coordinator, assessment=assessment, code="ICT-4.6", url="https://a.example/"),
    )
    assert (str(refused), answer_in(snapshot, "ICT-4.6")["evidence"]) == (HANDED_IN, 0)
    assert Answer.objects.get(code="ICT-4.6").evidence.count() == 0


def test_answer_saved_at_once_with_submission_is_in_the_snapshot_or_refused():
    for _turn in range(5):
        snapshot, saved = save_and_submit_at_once()
        row = Answer.objects.get(assessment=snapshot.assessment, code="ICT-4.6")
        assert answer_in(snapshot, "ICT-4.6")["value"] == row.choice
        assert (row.note == "Vừa sửa") == isinstance(saved, Answer)
        assert isinstance(saved, Answer) or str(saved) == HANDED_IN


def save_and_submit_at_once():
    assessment, coordinator = complete_assessment()
    colleague = user_as(Role.CONTRIBUTOR, assessment.province)
    content = Content("no", note="Vừa sửa")
    fields = {"assessment": assessment, "code": "ICT-4.6", "content": content, "expected_version": None}
    return at_once(lambda: submit(coordinator, assessment), lambda: answers.save(by=colleague, **fields))
