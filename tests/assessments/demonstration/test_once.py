"""The main job within this process; with a real worker it is tried by `demo --once` in tests/e2e."""

import pytest
from django.core.management import call_command
from django.utils import timezone

from accounts.roles import Role
from assessments.demonstration import once
from assessments.enums import AssessmentState, Verb, WorkStatus
from assessments.errors import Refusal
from assessments.models import Answer, Assessment, ScoreSnapshot, WorkflowEvent
from assessments.queries import filled, missing_questions
from tests.factories import guidance_version, indicator_version, open_assessment, user_as


@pytest.fixture(autouse=True)
def _own_storage(tmp_path, settings):
    settings.MEDIA_ROOT = settings.VAR_DIR = tmp_path


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_run_once_fills_submits_scores_and_reports(eager_tasks):
    call_command("load_provinces", verbosity=0)
    guidance_version(), indicator_version()
    said: list[str] = []
    path = once.run_once(said.append)
    assert path.read_bytes()[:5] == b"%PDF-"
    assessment = Assessment.objects.get(state=AssessmentState.SUBMITTED)
    assert (assessment.province.code, assessment.campaign.is_demonstration) == ("48", True)
    assert WorkflowEvent.objects.get(verb=Verb.APPROVE).by.email == "lanh-dao@tinh.example"
    snapshot = ScoreSnapshot.objects.get()
    shown = f"{snapshot.claimed:.2f}".replace(".", ",")
    assert f"  {'Tự đánh giá':<32}{shown:>8}" in said
    assert said[-1].startswith(f"\nBáo cáo khoảng cách: {path} (")
    assert said[0] == f"{assessment.province}: đã điền {Answer.objects.count()} câu trả lời (dữ liệu minh họa)"
    assert any("do nhóm xây dựng cổng đặt ra, không phải của Bộ" in line for line in said)


@pytest.mark.slow
@pytest.mark.django_db
def test_fill_leaves_a_complete_assessment_through_the_actions():
    assessment = open_assessment()
    by = user_as(Role.COORDINATOR, assessment.province)
    today = timezone.localdate()
    count = once.fill(assessment, by, today)
    assert (missing_questions(filled(assessment, today)), assessment.answers.given().count()) == ([], count)
    verbs = set(WorkflowEvent.objects.values_list("verb", flat=True))
    assert verbs == {Verb.LOAD_ANSWERS, Verb.ADD_EVIDENCE}


def waiting(status: WorkStatus, **fields) -> ScoreSnapshot:
    today = timezone.localdate()
    assessment = open_assessment()
    return ScoreSnapshot.objects.create(
        assessment=assessment, purpose="preview", as_of=today, inputs={}, context={}, status=status, **fields
    )


@pytest.mark.django_db
def test_wait_for_says_what_failed():
    with pytest.raises(Refusal) as refused:
        once.wait_for(waiting(WorkStatus.FAILED, failure="ValueError"))
    assert str(refused.value) == "Tiến trình nền chưa làm xong: không thành công ValueError"


@pytest.mark.django_db
def test_wait_for_gives_up_after_its_patience(monkeypatch):
    monkeypatch.setattr(once, "PATIENCE_SECONDS", 0.05)
    with pytest.raises(Refusal) as refused:
        once.wait_for(waiting(WorkStatus.RUNNING))
    assert str(refused.value) == "Tiến trình nền chưa làm xong: đang xử lý "


def test_wait_for_does_not_wait_for_what_is_ready():
    once.wait_for(ScoreSnapshot(status=WorkStatus.READY))
