"""Pages of a snapshot that was taken when the result was made final."""

from datetime import timedelta

import pytest
from django.urls import reverse

from accounts.roles import Role
from assessments.actions import clarifications, finalising
from assessments.actions.reviews import Judgement
from assessments.enums import ReasonCode, Verdict
from assessments.models import Assessment, ScoreSnapshot
from assessments.tasks import score_now
from tests.assessments.review_world import submitted_on_small
from tests.factories import REJECTED, decide_all, finalised, user_as
from tests.world import kept_report

from .returned import QUESTION, returned

pytestmark = pytest.mark.django_db
ADJUSTED = Judgement(Verdict.ADJUSTED, ReasonCode.WRONG_FIGURE, "Theo niên giám là 5.", "5")


@pytest.fixture
def manager():
    return user_as(Role.CAMPAIGN_MANAGER)


@pytest.fixture
def assessment():
    return submitted_on_small()


@pytest.fixture
def verified(client, assessment, manager):
    """Seen by the province's leader."""
    found = finalised(assessment, manager, other={"A-1.1": REJECTED, "B-2": ADJUSTED})
    client.force_login(user_as(Role.LEADER, assessment.province))
    return ready(found)


def ready(snapshot):
    score_now(snapshot)
    return ScoreSnapshot.objects.get(pk=snapshot.pk)


def show(client, snapshot, **query):
    return client.get(reverse("snapshot", args=[snapshot.pk]), query)


def node(client, snapshot, kind, code):
    return client.get(reverse("node", args=[snapshot.pk, kind, code]))


@pytest.mark.slow
def test_verified_snapshot_opens_as_verified_and_in_any_other_reading_when_asked(client, verified):
    response = show(client, verified)
    assert response.context["reading"] == "verified"
    assert str(verified.verified).replace(".", ",") in response.content.decode()
    assert show(client, verified, reading="claimed").context["reading"] == "claimed"
    assert show(client, verified, reading="nonsense").context["reading"] == "verified"


@pytest.mark.slow
def test_scorecard_lists_what_was_not_accepted_as_it_was(client, verified, manager):
    response = show(client, verified)
    doubts = {code: review.verdict for code, review in response.context["result"].doubts.items()}
    assert doubts == {"A-1.1": "rejected", "B-2": "adjusted"}
    assert len(response.context["corrected"]) == 2
    text = response.content.decode()
    assert "Theo niên giám là 5." in text
    assert manager.full_name not in text
    assert response.context["maker"] == "Bộ"


def test_ministry_sees_who_made_it(client, verified, manager):
    client.force_login(manager)
    assert show(client, verified).context["maker"] == manager.full_name


def test_submission_stays_as_it_was(client, assessment, verified):
    submission = ready(assessment.snapshots.get(purpose="submission"))
    response = show(client, submission, reading="verified")
    assert (response.context["reading"], response.context["corrected"]) == ("claimed", [])
    assert node(client, submission, "question", "A-1.1").context["review"] is None


@pytest.mark.slow
def test_leaf_shows_verdict_reason_and_remark(client, verified):
    response = node(client, verified, "indicator", "B-2")
    review = response.context["review"]
    assert (review.verdict, review.value, review.reason) == ("adjusted", "5", "wrong_figure")
    text = response.content.decode()
    assert "Kết luận thẩm định" in text
    assert "số liệu không khớp nguồn" in text
    assert "Theo niên giám là 5." in text


def test_leaf_shows_the_thread(client, manager):
    sent_back, reviewer = returned()
    coordinator = user_as(Role.COORDINATOR, sent_back.province)
    question = sent_back.clarifications.get()
    clarifications.reply(by=coordinator, assessment=sent_back, pk=question.pk, text="Theo Quyết định 12.")
    clarifications.clarify(by=coordinator, assessment=sent_back)
    decide_all(sent_back, reviewer)
    sent_back.clarifications.update(closed_at=question.sent_at)
    snapshot = ready(finalising.finalise(by=manager, assessment=sent_back))
    client.force_login(coordinator)
    response = node(client, snapshot, "question", "A-1.1")
    assert response.context["thread"] == [{"question": QUESTION, "reply": "Theo Quyết định 12."}]
    text = response.content.decode()
    assert QUESTION in text
    assert "Theo Quyết định 12." in text
    assert reviewer.full_name not in text


def test_branch_has_no_verdict_of_its_own(client, verified):
    assert node(client, verified, "theme", "A").context["review"] is None


@pytest.mark.slow
def test_result_made_again_says_why_and_the_old_one_that_it_was_replaced(client, assessment, verified, manager):
    finalising.reopen(by=manager, assessment=assessment, reason="Có khiếu nại.")
    again = ready(finalising.finalise(by=manager, assessment=assessment))
    text = show(client, again).content.decode()
    assert "Kết quả này được lập lại sau khi mở lại thẩm định. Lý do: Có khiếu nại." in text
    old = show(client, verified)
    assert old.context["newer"] == again
    assert "Bản này đã được thay bằng một kết quả thẩm định mới hơn." in old.content.decode()
    assert show(client, again).context["newer"] is None


@pytest.mark.slow
def test_nobody_of_another_province_sees_it(client, verified):
    client.force_login(user_as(Role.COORDINATOR))
    assert show(client, verified).status_code == 404
    assert node(client, verified, "question", "A-1.1").status_code == 404


@pytest.mark.slow
def test_report_of_a_verified_result_is_named_so(client, assessment, verified):
    report = kept_report(verified)
    response = client.get(reverse("report_file", args=[verified.pk, report.pk]))
    assert response.getvalue()
    assert response["Content-Disposition"].endswith(f'{assessment.campaign.code}-da-tham-dinh.pdf"')


@pytest.mark.slow
def test_verified_pages_ask_few_queries(client, verified, django_assert_max_num_queries):
    for show_page in (show, lambda client, found: node(client, found, "indicator", "B-2")):
        show_page(client, verified)
        with django_assert_max_num_queries(8):
            show_page(client, verified)


def test_newer_result_is_asked_for_only_where_there_can_be_one(client, verified, django_assert_num_queries):
    show(client, verified)
    for last in (verified.created_at, verified.created_at + timedelta(seconds=1)):
        Assessment.objects.filter(pk=verified.assessment_id).update(finalised_at=last)
        with django_assert_num_queries(6 if last == verified.created_at else 7):
            assert show(client, verified).context["newer"] is None
