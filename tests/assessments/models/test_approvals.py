import pytest
from django.utils import timezone

from assessments.enums import ApprovalDecision, ApprovalStage
from assessments.models import Approval
from tests.assessments.approval_world import drafted

from .refusals import assert_refused

pytestmark = pytest.mark.django_db

WAITING_ONLY = "Chỉ rút bản trình đang chờ duyệt, và cần cả người rút và thời điểm."


@pytest.fixture
def draft():
    return drafted()


def row(draft, **fields) -> Approval:
    return Approval(assessment=draft.assessment, asked_by=draft.coordinator, digest="0" * 64, **fields)


def decided(draft, decision, **fields) -> Approval:
    return row(draft, decision=decision, decided_by=draft.leader, decided_at=timezone.now(), **fields)


def fallen(draft) -> dict:
    return {"superseded_at": timezone.now(), "superseded_by": draft.coordinator, "superseded_codes": "A-1.1"}


def withdrawn(draft) -> dict:
    return {"withdrawn_at": timezone.now(), "withdrawn_by": draft.coordinator}


def test_one_waits_or_is_approved_at_a_time(draft):
    row(draft).save()
    assert_refused(row(draft), "approval_one_at_a_time", "Phiếu này đang có một lần trình duyệt còn hiệu lực.")


def test_what_fell_was_withdrawn_or_returned_stays_beside_it(draft):
    row(draft, **fallen(draft)).save()
    row(draft, **withdrawn(draft)).save()
    decided(draft, ApprovalDecision.RETURNED, reason="Thiếu.").save()
    live = row(draft)
    live.save()
    assert (Approval.objects.count(), Approval.objects.live().get()) == (4, live)


@pytest.mark.parametrize("half", [{"decision": "approved"}, {"decided_at": timezone.now()}])
def test_a_decision_has_its_person_and_moment(draft, half):
    sentence = "Ý kiến của lãnh đạo cần cả người cho ý kiến và thời điểm."
    assert_refused(row(draft, **half), "approval_decided_when_and_by_whom", sentence)


@pytest.mark.parametrize(("decision", "reason"), [("approved", "Thiếu."), ("returned", "")])
def test_a_reason_is_for_giving_back_only(draft, decision, reason):
    sentence = "Trả lại phiếu cần lý do, duyệt thì không."
    assert_refused(decided(draft, decision, reason=reason), "approval_returned_with_a_reason", sentence)


@pytest.mark.parametrize("without", ["superseded_at", "superseded_by", "superseded_codes"])
def test_what_fell_has_when_who_and_which(draft, without):
    fields = {name: value for name, value in fallen(draft).items() if name != without}
    sentence = "Lần trình hết hiệu lực cần thời điểm, người sửa và các câu đã sửa."
    assert_refused(row(draft, **fields), "approval_superseded_when_and_by_whom", sentence)


@pytest.mark.parametrize("without", ["withdrawn_at", "withdrawn_by"])
def test_what_was_withdrawn_has_when_and_who(draft, without):
    fields = {name: value for name, value in withdrawn(draft).items() if name != without}
    assert_refused(row(draft, **fields), "approval_withdrawn_while_it_waits", WAITING_ONLY)


@pytest.mark.parametrize("is_fallen", [True, False])
def test_only_what_waits_is_withdrawn(draft, is_fallen):
    fields = {**withdrawn(draft), **(fallen(draft) if is_fallen else {})}
    found = row(draft, **fields) if is_fallen else decided(draft, "approved", **fields)
    assert_refused(found, "approval_withdrawn_while_it_waits", WAITING_ONLY)


def test_stage_and_name(draft):
    assert row(draft).stage == ApprovalStage.WAITING
    assert decided(draft, "approved").stage == ApprovalStage.APPROVED
    assert decided(draft, "returned", reason="Thiếu.").stage == ApprovalStage.RETURNED
    assert decided(draft, "approved", **fallen(draft)).stage == ApprovalStage.FALLEN
    assert row(draft, **withdrawn(draft)).stage == ApprovalStage.WITHDRAWN
    assert str(row(draft)) == f"{draft.assessment}: đang chờ lãnh đạo duyệt"
