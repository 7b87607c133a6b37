"""The manager's buttons on a review: making one result final and taking it back."""

import pytest
from django.urls import reverse

from accounts.roles import Role
from assessments.enums import AssessmentState, Purpose
from assessments.models import Assessment
from tests.assessments.review_world import submitted_on_small
from tests.factories import decide_all, reviewer_of, user_as

pytestmark = pytest.mark.django_db


@pytest.fixture
def assessment():
    return submitted_on_small()


@pytest.fixture
def manager(client):
    user = user_as(Role.CAMPAIGN_MANAGER)
    client.force_login(user)
    return user


def post(client, name: str, assessment: Assessment, **data: str) -> list[str]:
    """The messages of the page one is led to."""
    response = client.post(reverse(name, args=[assessment.pk]), data, follow=True)
    assert response.redirect_chain == [(reverse("review", args=[assessment.pk]), 302)]
    assessment.refresh_from_db()
    return [str(message) for message in response.context["messages"]]


@pytest.mark.slow
def test_result_is_made_final_and_taken_back_with_a_reason(client, manager, assessment):
    decide_all(assessment, reviewer_of(assessment))
    said = post(client, "review_finalise", assessment)
    assert said == ["Đã chốt kết quả của phiếu; điểm đã thẩm định đang được tính."]
    assert (assessment.state, assessment.finalised_by) == (AssessmentState.FINAL, manager)
    assert assessment.snapshots.filter(purpose=Purpose.VERIFIED).count() == 1
    said = post(client, "review_reopen", assessment, reason="Nhầm minh chứng")
    assert said == ["Đã mở lại thẩm định; kết quả đã công bố vẫn giữ nguyên cho đến khi đính chính."]
    assert (assessment.state, assessment.finalised_by) == (AssessmentState.SUBMITTED, None)
    assert assessment.events.last().detail == "Nhầm minh chứng"


@pytest.mark.slow
def test_undecided_leaves_are_named_and_nothing_is_final(client, manager, assessment):
    said = post(client, "review_finalise", assessment)
    assert said == [f"Phiếu của {assessment.province} còn 7 câu chưa có kết luận thẩm định."]
    assert assessment.state == AssessmentState.SUBMITTED


@pytest.mark.slow
@pytest.mark.parametrize("reason", ["", "   ", "\0", "\u202e"])
def test_reopening_wants_a_reason(client, manager, assessment, reason):
    decide_all(assessment, reviewer_of(assessment))
    post(client, "review_finalise", assessment)
    assert post(client, "review_reopen", assessment, reason=reason) == ["Mở lại thẩm định cần có lý do."]
    assert assessment.state == AssessmentState.FINAL


@pytest.mark.slow
def test_long_reason_is_cut_to_what_the_log_keeps(client, manager, assessment):
    decide_all(assessment, reviewer_of(assessment))
    post(client, "review_finalise", assessment)
    post(client, "review_reopen", assessment, reason="x" * 5_000)
    assert assessment.events.last().detail == "x" * 280


@pytest.mark.slow
def test_page_offers_a_manager_what_can_be_done(client, manager, assessment):
    url = reverse("review", args=[assessment.pk])
    assert "Chốt kết quả phiếu này" not in client.get(url).content.decode()
    decide_all(assessment, reviewer_of(assessment))
    assert "Chốt kết quả phiếu này" in client.get(url).content.decode()
    post(client, "review_finalise", assessment)
    assert "Mở lại thẩm định…" in client.get(url).content.decode()


@pytest.mark.slow
def test_reviewer_has_no_such_panel(client, assessment):
    reviewer = reviewer_of(assessment)
    decide_all(assessment, reviewer)
    client.force_login(reviewer)
    assert "Kết quả của phiếu" not in client.get(reverse("review", args=[assessment.pk])).content.decode()
    assert post(client, "review_finalise", assessment) == ["Chỉ quản trị đợt được chốt kết quả."]
    assert assessment.state == AssessmentState.SUBMITTED
