import pytest

from accounts.roles import Role
from assessments.actions import approvals, evidence, workflow
from assessments.actions.answers import Content, load, save
from assessments.enums import ApprovalStage, AssessmentState, Verb
from assessments.errors import NotAllowed, Refusal
from assessments.models import Approval, Assessment
from tests.assessments.approval_world import drafted
from tests.factories import user_as

pytestmark = pytest.mark.django_db

FALLEN = "Phiếu đã được sửa sau khi trình duyệt; hãy trình lại trước khi nộp."


@pytest.fixture
def draft():
    return drafted()


def refusal(act, kind=NotAllowed) -> str:
    with pytest.raises(kind) as refused:
        act()
    return str(refused.value)


def submit(draft):
    return workflow.submit(by=draft.coordinator, assessment=draft.assessment, declared=True)


def verbs(draft) -> list[str]:
    return list(draft.assessment.events.values_list("verb", flat=True))


def test_asked_approved_and_submitted(draft):
    approved = draft.approve(draft.ask())
    submit(draft)
    draft.assessment.refresh_from_db()
    assert draft.assessment.state == AssessmentState.SUBMITTED
    assert verbs(draft) == [Verb.ASK_APPROVAL, Verb.APPROVE, Verb.SUBMIT]
    approved.refresh_from_db()
    assert (approved.stage, approved.asked_by, approved.decided_by, len(approved.digest)) == (
        ApprovalStage.APPROVED,
        draft.coordinator,
        draft.leader,
        64,
    )


def test_submit_waits_for_the_leader(draft):
    assert refusal(lambda: submit(draft)) == "Hãy trình lãnh đạo duyệt trước khi nộp."
    draft.ask()
    assert refusal(lambda: submit(draft)) == "Phiếu đang chờ lãnh đạo duyệt; duyệt xong mới nộp được."
    assert draft.assessment.snapshots.count() == 0


def test_given_back_with_a_reason_and_asked_again(draft):
    returned = draft.give_back(draft.ask(), "  Bổ sung số liệu giao thông. ")
    assert (returned.stage, returned.reason) == (ApprovalStage.RETURNED, "Bổ sung số liệu giao thông.")
    event = draft.assessment.events.get(verb=Verb.GIVE_BACK)
    assert (event.by, event.detail) == (draft.leader, "Bổ sung số liệu giao thông.")
    draft.approve(draft.ask())
    submit(draft)
    assert draft.assessment.approvals.count() == 2


@pytest.mark.parametrize("reason", ["", "  \n"])
def test_giving_back_needs_a_reason(draft, reason):
    asked = draft.ask()
    assert refusal(lambda: draft.give_back(asked, reason), Refusal) == "Hãy ghi lý do trả lại phiếu."
    assert Approval.objects.get().stage == ApprovalStage.WAITING


@pytest.mark.parametrize("is_approved", [True, False])
def test_a_changed_answer_voids_it(draft, is_approved):
    asked = draft.ask()
    if is_approved:
        draft.approve(asked)
    contributor = user_as(Role.CONTRIBUTOR, draft.assessment.province)
    draft.change(contributor)
    asked.refresh_from_db()
    assert (asked.stage, asked.superseded_by, asked.superseded_codes) == (ApprovalStage.FALLEN, contributor, "A-1.2")
    event = draft.assessment.events.get(verb=Verb.VOID_APPROVAL)
    assert (event.by, event.detail) == (contributor, "A-1.2")
    assert refusal(lambda: submit(draft)) == FALLEN


@pytest.mark.slow
def test_evidence_added_or_removed_voids_it(draft):
    draft.approve(draft.ask())
    who = {"by": draft.coordinator, "assessment": draft.assessment, "code": "A-1.1"}
    added = evidence.add_link(**who, url="https://a.example/")
    assert refusal(lambda: submit(draft)) == FALLEN
    draft.approve(draft.ask())
    evidence.remove(**who, evidence=added)
    assert refusal(lambda: submit(draft)) == FALLEN


def test_saving_what_is_there_voids_nothing(draft):
    draft.change()
    draft.approve(draft.ask())
    draft.change()
    load(by=draft.coordinator, assessment=draft.assessment, contents={"A-1.2": Content("yes", note="Vừa sửa.")})
    assert Approval.objects.get().stage == ApprovalStage.APPROVED


@pytest.mark.slow
def test_what_follows_after_submission_leaves_the_approval_alone(draft):
    draft.approve(draft.ask())
    submit(draft)
    submitted = Assessment.objects.get(pk=draft.assessment.pk)
    assert approvals.void(submitted, ["A-1.2"], draft.coordinator) is False
    assert Approval.objects.get().stage == ApprovalStage.APPROVED


def test_many_changed_codes_are_cut_where_the_column_ends(draft):
    draft.ask()
    assert approvals.void(draft.assessment, [f"A-{number}" for number in range(200)], draft.coordinator) is True
    codes = Approval.objects.get().superseded_codes
    assert (len(codes), codes[-1]) == (300, "…")


@pytest.mark.slow
def test_nobody_approves_what_they_have_not_seen(draft):
    first = draft.ask()
    draft.change()
    assert refusal(lambda: draft.approve(first)) == "Không có bản trình nào đang chờ duyệt."
    second = draft.ask()
    expected = "Phiếu đã được trình lại từ khi trang này mở. Hãy xem lại rồi cho ý kiến."
    assert refusal(lambda: draft.approve(first), Refusal) == expected
    assert draft.approve(second).decided_by == draft.leader


@pytest.mark.slow
def test_withdrawn_before_the_leader_decides_and_asked_again(draft):
    asked = draft.ask()
    withdrawn = draft.withdraw()
    assert (withdrawn.pk, withdrawn.stage, withdrawn.withdrawn_by) == (
        asked.pk,
        ApprovalStage.WITHDRAWN,
        draft.coordinator,
    )
    assert verbs(draft) == [Verb.ASK_APPROVAL, Verb.WITHDRAW_APPROVAL]
    assert refusal(lambda: submit(draft)) == "Bản trình duyệt đã được rút; hãy trình lại trước khi nộp."
    assert refusal(lambda: draft.approve(asked)) == "Không có bản trình nào đang chờ duyệt."
    draft.approve(draft.ask())
    submit(draft)
    assert draft.assessment.approvals.count() == 2


def test_nothing_is_withdrawn_once_the_leader_has_decided(draft):
    approved = draft.approve(draft.ask())
    assert refusal(draft.withdraw) == "Lãnh đạo đã duyệt phiếu nên không rút bản trình nữa."
    approved.refresh_from_db()
    assert (approved.stage, approved.withdrawn_at) == (ApprovalStage.APPROVED, None)


@pytest.mark.slow
def test_what_was_withdrawn_does_not_fall_with_a_change(draft):
    draft.ask()
    draft.withdraw()
    draft.change()
    assert Approval.objects.get().stage == ApprovalStage.WITHDRAWN
    assert Verb.VOID_APPROVAL not in verbs(draft)


def test_only_what_is_whole_is_laid_before_the_leader(draft):
    save(by=draft.coordinator, assessment=draft.assessment, code="B-2", content=Content(), expected_version=None)
    assert refusal(draft.ask) == "Còn 1 chỗ phải hoàn thành trước khi nộp."
    assert (Approval.objects.count(), verbs(draft)) == (0, [])


def test_coordinator_does_not_approve_and_leader_does_not_ask(draft):
    asked = draft.ask()
    expected = "Chỉ lãnh đạo của tỉnh được duyệt hoặc trả lại phiếu."
    swapped = draft._replace(leader=draft.coordinator, coordinator=draft.leader)
    assert refusal(lambda: swapped.approve(asked)) == expected
    assert refusal(lambda: swapped.give_back(asked)) == expected
    assert refusal(swapped.withdraw) == "Chỉ đầu mối của tỉnh được rút bản trình duyệt."
    assert refusal(swapped.ask) == "Chỉ đầu mối của tỉnh được trình lãnh đạo duyệt."


def test_without_a_leader_nothing_is_asked(draft):
    draft.leader.memberships.all().delete()
    expected = "Tỉnh chưa có tài khoản lãnh đạo nên phiếu nộp được mà không cần trình duyệt."
    assert refusal(draft.ask) == expected
    assert submit(draft).assessment == draft.assessment
