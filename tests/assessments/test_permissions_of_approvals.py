"""Who may ask for the leader's approval, give it, and submit: role × situation × stage → the reason."""

import pytest

from accounts.roles import Role
from assessments.enums import ApprovalStage
from assessments.permissions import why_not_approve, why_not_ask_approval, why_not_submit
from assessments.province_permissions import why_not_withdraw_approval

from .people import expected, told
from .test_permissions import COORDINATOR_ONLY, SITUATIONS, SUBMITTED_ALREADY, TODAY, WHEN, assessment_when

pytestmark = pytest.mark.django_db

NOT_NEEDED, NOT_ASKED, WAITING, APPROVED, RETURNED, FALLEN, WITHDRAWN = ApprovalStage
HANDED_IN = ("submitted", "final", "returned", "returned, too late", "returned without a day")
SUBMIT = {
    NOT_NEEDED: "",
    NOT_ASKED: "Hãy trình lãnh đạo duyệt trước khi nộp.",
    WAITING: "Phiếu đang chờ lãnh đạo duyệt; duyệt xong mới nộp được.",
    APPROVED: "",
    RETURNED: "Lãnh đạo đã trả lại phiếu; hãy hoàn thiện rồi trình lại trước khi nộp.",
    FALLEN: "Phiếu đã được sửa sau khi trình duyệt; hãy trình lại trước khi nộp.",
    WITHDRAWN: "Bản trình duyệt đã được rút; hãy trình lại trước khi nộp.",
}
ASK = {
    NOT_NEEDED: "Tỉnh chưa có tài khoản lãnh đạo nên phiếu nộp được mà không cần trình duyệt.",
    WAITING: "Phiếu đang chờ lãnh đạo duyệt.",
    APPROVED: "Lãnh đạo đã duyệt phiếu.",
}


@pytest.fixture
def situations(home):
    return {situation: assessment_when(situation, home) for situation in SITUATIONS}


def by_date(first: str, then: str, handed_in: str) -> dict[str, str]:
    """`first` before what the dates say, `then` after it."""
    said = {name: first or WHEN[name] or then for name in SITUATIONS}
    return {**said, **dict.fromkeys(HANDED_IN, handed_in)}


@pytest.mark.parametrize("stage", ApprovalStage)
def test_why_not_submit_by_role_situation_and_stage(stage, people, situations):
    found = told(people, situations, lambda user, name: why_not_submit(user, situations[name], TODAY, 0, stage))
    reasons = by_date("", SUBMIT[stage], SUBMITTED_ALREADY)
    assert found == expected({Role.COORDINATOR}, COORDINATOR_ONLY, reasons)


@pytest.mark.parametrize("stage", ApprovalStage)
def test_why_not_ask_approval_by_role_situation_and_stage(stage, people, situations):
    found = told(people, situations, lambda user, name: why_not_ask_approval(user, situations[name], TODAY, 0, stage))
    reasons = by_date(ASK.get(stage, ""), "", "Phiếu đã nộp nên không trình duyệt nữa.")
    refusal = "Chỉ đầu mối của tỉnh được trình lãnh đạo duyệt."
    assert found == expected({Role.COORDINATOR}, refusal, reasons)


@pytest.mark.parametrize("stage", ApprovalStage)
def test_why_not_approve_by_role_situation_and_stage(stage, people, situations):
    found = told(people, situations, lambda user, name: why_not_approve(user, situations[name], TODAY, stage))
    first = "" if stage == WAITING else "Không có bản trình nào đang chờ duyệt."
    reasons = by_date(first, "", "Phiếu đã nộp nên không duyệt hay trả lại nữa.")
    assert found == expected({Role.LEADER}, "Chỉ lãnh đạo của tỉnh được duyệt hoặc trả lại phiếu.", reasons)


@pytest.mark.parametrize("stage", ApprovalStage)
def test_why_not_withdraw_approval_by_role_situation_and_stage(stage, people, situations):
    found = told(people, situations, lambda user, name: why_not_withdraw_approval(user, situations[name], stage))
    why = {WAITING: "", APPROVED: "Lãnh đạo đã duyệt phiếu nên không rút bản trình nữa."}
    reasons = dict.fromkeys(SITUATIONS, why.get(stage, "Không có bản trình nào đang chờ duyệt."))
    reasons |= dict.fromkeys(HANDED_IN, "Phiếu đã nộp nên không rút bản trình duyệt nữa.")
    assert found == expected({Role.COORDINATOR}, "Chỉ đầu mối của tỉnh được rút bản trình duyệt.", reasons)


def test_approval_is_asked_for_what_is_whole_only(people, situations):
    by = people[Role.COORDINATOR]
    expected_reason = "Còn 3 chỗ phải hoàn thành trước khi nộp."
    assert why_not_ask_approval(by, situations["open"], TODAY, 3, NOT_ASKED) == expected_reason
