"""Who takes part in a province's discussions: role × state × verb → the reason, "" where it is allowed."""

import pytest
from django.utils import timezone

from accounts.roles import PROVINCE_ROLES, Role
from assessments.enums import AssessmentState
from assessments.models import Assessment, Campaign, Comment
from assessments.province_permissions import (
    may_read_discussion,
    why_not_amend_comment,
    why_not_discuss,
    why_not_withdraw_comment,
)
from tests.factories import MembershipFactory, user_as

from .people import WHO, expected, told

pytestmark = pytest.mark.django_db

NOT_THEIRS = "Chỉ người của tỉnh trao đổi về phiếu của tỉnh."
READ_ONLY = "Phiếu đã nộp nên trao đổi chỉ còn để đọc."
NOT_THE_AUTHOR = "Chỉ người viết được rút ý kiến của mình."
DRAFT, SUBMITTED, RETURNED, FINAL = AssessmentState
BY_STATE = {DRAFT: "", SUBMITTED: READ_ONLY, RETURNED: "", FINAL: READ_ONLY}


def assessment_of(province, state=DRAFT):
    return Assessment(province=province, campaign=Campaign(), state=state)


def test_only_people_of_the_province_read(people, home):
    assessment = assessment_of(home)
    assert {who for who in WHO if may_read_discussion(people[who], assessment)} == set(PROVINCE_ROLES)


def test_people_of_the_province_discuss_in_a_draft_and_in_a_returned_assessment(people, home):
    found = told(people, AssessmentState, lambda user, state: why_not_discuss(user, assessment_of(home, state)))
    assert found == expected(PROVINCE_ROLES, NOT_THEIRS, BY_STATE)


def test_nobody_withdraws_what_another_wrote(people, home):
    comment = Comment(code="x", text="y", by=user_as(Role.LEADER, home))

    def ask(user, state):
        return why_not_withdraw_comment(user, assessment_of(home, state), comment)

    by_state = {state: reason or NOT_THE_AUTHOR for state, reason in BY_STATE.items()}
    assert told(people, AssessmentState, ask) == expected(PROVINCE_ROLES, NOT_THEIRS, by_state)


@pytest.mark.parametrize("role", sorted(PROVINCE_ROLES))
def test_author_withdraws_once_while_there_is_discussion(people, home, role):
    comment = Comment(code="x", text="y", by=people[role])
    found = {state: why_not_withdraw_comment(people[role], assessment_of(home, state), comment) for state in BY_STATE}
    assert found == BY_STATE
    comment.withdrawn_at = timezone.now()
    assert why_not_withdraw_comment(people[role], assessment_of(home), comment) == "Ý kiến này đã được rút."


def test_nobody_amends_what_another_wrote(people, home):
    comment = Comment(code="x", text="y", by=user_as(Role.LEADER, home))

    def ask(user, state):
        return why_not_amend_comment(user, assessment_of(home, state), comment, is_answered=False)

    by_state = {state: reason or "Chỉ người viết được sửa ý kiến của mình." for state, reason in BY_STATE.items()}
    assert told(people, AssessmentState, ask) == expected(PROVINCE_ROLES, NOT_THEIRS, by_state)


@pytest.mark.parametrize("role", sorted(PROVINCE_ROLES))
def test_author_amends_until_it_is_answered_or_withdrawn(people, home, role):
    comment, by = Comment(code="x", text="y", by=people[role]), people[role]

    def why(state=DRAFT, *, is_answered=False):
        return why_not_amend_comment(by, assessment_of(home, state), comment, is_answered=is_answered)

    assert {state: why(state) for state in BY_STATE} == BY_STATE
    assert why(is_answered=True) == "Đã có người trả lời nên không sửa được nữa; hãy gửi ý kiến mới."
    comment.withdrawn_at = timezone.now()
    assert why() == "Ý kiến này đã được rút."


def test_seat_in_the_province_does_not_let_the_ministry_in(home):
    reviewer = user_as(Role.REVIEWER)
    MembershipFactory(user=reviewer, body__province=home, role=Role.CONTRIBUTOR)
    assert not may_read_discussion(reviewer, assessment_of(home))
    assert why_not_discuss(reviewer, assessment_of(home)) == NOT_THEIRS
