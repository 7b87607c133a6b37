from datetime import timedelta

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from accounts.roles import Role
from assessments.actions import clarifications, finalising
from assessments.actions.reviews import decide
from assessments.enums import AssessmentState, CampaignState, Seat
from assessments.models import Assessment, Campaign, Clarification, Decision, ReviewAssignment
from tests.assessments.review_world import CODES, earlier, submitted_on_small
from tests.assessments.small import open_assessment_on_small
from tests.factories import ACCEPTED, REJECTED, asked, assessment_in, decide_all, reviewer_of, user_as

pytestmark = pytest.mark.django_db
SECRET = "Riêng của người thứ hai."


@pytest.fixture
def assessment():
    return submitted_on_small()


@pytest.fixture
def reviewer(assessment, client):
    """Signed in."""
    user = reviewer_of(assessment)
    client.force_login(user)
    return user


def url(assessment, name="review", *args):
    return reverse(name, args=[assessment.pk, *args])


def codes(response):
    return [line.code for _section, lines in response.context["sections"] for line in lines]


def said(response):
    """The messages that the next page shows."""
    return [str(message) for message in get_messages(response.wsgi_request)]


# -- the list ----------------------------------------------------------------------------------------------------------


def test_list_shows_every_leaf_with_its_filters(client, assessment, reviewer):
    response = client.get(url(assessment))
    assert codes(response) == CODES
    assert [(tab["count"], tab["is_current"]) for tab in response.context["filters"]][:2] == [(7, True), (7, False)]
    text = response.content.decode()
    assert url(assessment, "review_leaf", "A-1.1") in text
    assert "Chưa có kết luận" in text


@pytest.mark.parametrize(("chosen", "expected"), [("large", ["A-1.1", "A-1.2"]), ("asked", []), ("\x00", CODES)])
def test_list_is_filtered_by_its_address(client, assessment, reviewer, chosen, expected):
    response = client.get(url(assessment), {"filter": chosen})
    assert codes(response) == expected
    assert ("Không có câu nào trong mục" in response.content.decode()) == (not expected)


def test_province_is_told_who_the_page_is_for_and_strangers_nothing(client, assessment):
    for role in (Role.CONTRIBUTOR, Role.COORDINATOR, Role.LEADER):
        client.force_login(user_as(role, assessment.province))
        response = client.get(url(assessment))
        assert response.status_code == 403
        sentence = "Trang thẩm định dành cho Bộ; tỉnh xem kết luận sau khi kết quả được chốt."
        assert sentence in response.content.decode()
        client.force_login(user_as(role))
        assert client.get(url(assessment)).status_code == 404


def test_draft_says_that_there_is_nothing_to_review(client):
    assessment = open_assessment_on_small()
    client.force_login(reviewer_of(assessment))
    text = client.get(url(assessment)).content.decode()
    assert "Tỉnh chưa nộp phiếu nên chưa thẩm định được." in text
    assert "Các câu cần kết luận sẽ hiện ở đây khi tỉnh nộp phiếu." in text


@pytest.mark.slow
def test_demonstration_is_marked(client, assessment, reviewer):
    pages = [url(assessment), url(assessment, "review_leaf", "A-1.1"), url(assessment, "review_accept")]
    pages.append(url(assessment, "review_differences"))
    for page in pages:
        assert "Dữ liệu minh họa" not in client.get(page).content.decode(), page
    Campaign.objects.update(is_demonstration=True)
    for page in pages:
        assert "Dữ liệu minh họa" in client.get(page).content.decode(), page


def test_readers_and_other_reviewers_get_no_forms(client, assessment):
    decide_all(assessment, reviewer_of(assessment), other={"A-1.1": asked()})
    for role in (Role.AUDITOR, Role.REVIEWER):
        client.force_login(user_as(role))
        for page in (url(assessment), url(assessment, "review_leaf", "A-1.2")):
            text = client.get(page).content.decode()
            assert "data-judgement" not in text
            assert "Báo thẩm định xong" not in text
            assert "Gửi lại để giải trình" not in text


# -- blindness ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def double(assessment):
    """Two reviewers; the second has decided on all but the end, asked, changed their mind, and said a thing."""
    first, second = reviewer_of(assessment, second=True)
    decide_all(assessment, second, Seat.SECOND, finished=False)
    for judgement in (asked(SECRET), type(REJECTED)(REJECTED.verdict, REJECTED.reason, SECRET)):
        decide(by=second, assessment=assessment, code="A-1.1", judgement=judgement, seen=None)
    decide(by=second, assessment=assessment, code="A-1.2", judgement=asked(SECRET), seen=None)
    return first, second


def pages_of(assessment):
    """Every page that could show a decision on A-1.1 or A-1.2."""
    leaves = [url(assessment, "review_leaf", code) for code in ("A-1.1", "A-1.2")]
    lists = [url(assessment), *(f"{url(assessment)}?filter={name}" for name in ("undecided", "asked", "changed"))]
    others = [url(assessment, name) for name in ("review_accept", "review_differences", "overview", "clarifications")]
    return [*lists, *leaves, *others, reverse("home")]


@pytest.mark.slow
def test_first_sees_nothing_of_the_second_before_both_are_done(client, assessment, double):
    first, second = double
    client.force_login(first)
    for page in pages_of(assessment):
        response = client.get(page)
        text = response.content.decode()
        assert SECRET not in text, page
        assert "không chấp nhận</span>" not in text.replace("\n", ""), page
        assert "7/7" not in text, page
    client.force_login(second)
    assert sum(SECRET in client.get(page).content.decode() for page in pages_of(assessment)) == 2


@pytest.mark.slow
def test_first_sees_nothing_of_the_second_either_after_the_province_was_asked(client, assessment, double):
    first, _second = double
    clarifications.send_back(by=first, assessment=assessment, until=timezone.localdate() + timedelta(days=7))
    client.force_login(first)
    for page in pages_of(assessment):
        assert SECRET not in client.get(page).content.decode(), page


def test_bulk_acceptance_of_the_second_is_not_in_the_firsts_events(client, assessment):
    first, second = reviewer_of(assessment, second=True)
    earlier(assessment)
    client.force_login(second)
    client.post(url(assessment, "review_accept"), {"code": CODES})
    event = "chấp nhận nhiều câu cùng lúc"
    for user, expected in ((first, False), (user_as(Role.AUDITOR), True)):
        client.force_login(user)
        assert (event in client.get(url(assessment, "overview")).content.decode()) == expected


def test_both_see_each_other_when_they_are_done(client, assessment, double):
    Decision.objects.filter(code="A-1.2").update(verdict="rejected", reason="other")
    decide_all(assessment, double[0])
    ReviewAssignment.objects.update(finished_at=timezone.now())
    client.force_login(double[0])
    assert SECRET in client.get(url(assessment, "review_leaf", "A-1.1")).content.decode()


def test_reviewers_of_others_see_decisions_when_they_are_final(client, assessment):
    decide_all(assessment, reviewer_of(assessment), other={"A-1.1": type(REJECTED)("rejected", "other", SECRET)})
    client.force_login(user_as(Role.REVIEWER))
    page = url(assessment, "review_leaf", "A-1.1")
    assert SECRET not in client.get(page).content.decode()
    finalising.finalise(by=user_as(Role.CAMPAIGN_MANAGER), assessment=assessment)
    assert SECRET in client.get(page).content.decode()


# -- what is done from the list ----------------------------------------------------------------------------------------


def test_next_leads_to_the_first_undecided_leaf_then_to_the_list(client, assessment, reviewer):
    decide(by=reviewer, assessment=assessment, code="A-1.1", judgement=ACCEPTED, seen=0)
    response = client.get(url(assessment, "review_next"))
    assert response.url == f"{url(assessment, 'review_leaf', 'A-1.2')}?filter=undecided"
    Decision.objects.all().delete()
    decide_all(assessment, reviewer)
    assert client.get(url(assessment, "review_next")).url == url(assessment)


def test_unchanged_leaves_are_listed_then_those_left_ticked_accepted(client, assessment, reviewer):
    earlier(assessment)
    page = url(assessment, "review_accept")
    assert codes(client.get(page)) == ["A-1.3", "A-1.6", "A-1.7", "B-2"]
    response = client.post(page, {"code": ["A-1.3", "B-2", "A-1.1", "Z", "\x00"]})
    assert (response.url, said(response)) == (url(assessment), ["Đã chấp nhận 2 câu."])
    assert set(Decision.objects.values_list("code", "verdict")) == {("A-1.3", "accepted"), ("B-2", "accepted")}
    assert codes(client.get(page)) == ["A-1.6", "A-1.7"]


def test_nothing_unchanged_says_what_to_do(client, assessment, reviewer):
    text = client.get(url(assessment, "review_accept")).content.decode()
    assert "Không có câu nào để chấp nhận cùng lúc" in text


def test_finishing_needs_all_decisions(client, assessment, reviewer):
    page = url(assessment, "review_finish")
    assert said(client.post(page)) == ["Còn 7 câu chưa có kết luận."]
    decide_all(assessment, reviewer, finished=False)
    assert "Báo thẩm định xong" in client.get(url(assessment)).content.decode()
    assert said(client.post(page))[-1] == "Đã ghi nhận bạn thẩm định xong phiếu này."
    assert "Bạn đã thẩm định xong" in client.get(url(assessment)).content.decode()


def test_questions_are_sent_back_with_a_day(client, assessment, reviewer):
    assert "Gửi lại để giải trình" not in client.get(url(assessment)).content.decode()
    decide(by=reviewer, assessment=assessment, code="A-1.1", judgement=asked(), seen=0)
    response = client.get(url(assessment))
    assert "Gửi lại để giải trình" in response.content.decode()
    assert response.context["send_back"]["until"].value() == assessment.campaign.clarify_by
    day = timezone.localdate() + timedelta(days=5)
    response = client.post(url(assessment, "review_return"), {"until": day.strftime("%d/%m/%Y")})
    assert said(response) == [f"Đã gửi yêu cầu giải trình cho tỉnh, hạn hết ngày {date_format(day)}."]
    assessment.refresh_from_db()
    assert (assessment.state, assessment.clarify_until) == (AssessmentState.RETURNED, day)
    text = client.get(url(assessment)).content.decode()
    assert f"Tỉnh đang giải trình, hạn hết ngày {date_format(day)}." in text
    assert "tỉnh đang giải trình" in text


@pytest.mark.parametrize("until", ["", "mai", "2026-13-45", "\x00", "9" * 5_000])
def test_rubbish_for_a_day_sends_nothing_back(client, assessment, reviewer, until):
    decide(by=reviewer, assessment=assessment, code="A-1.1", judgement=asked(), seen=0)
    response = client.post(url(assessment, "review_return"), {"until": until})
    assert response.status_code == 422
    assert "until" in response.context["send_back"].errors
    assert Clarification.objects.get().sent_at is None


def test_day_that_is_past_is_refused(client, assessment, reviewer):
    decide(by=reviewer, assessment=assessment, code="A-1.1", judgement=asked(), seen=0)
    today = timezone.localdate()
    response = client.post(url(assessment, "review_return"), {"until": today.strftime("%d/%m/%Y")})
    assert said(response) == [f"Hạn giải trình cần sau hôm nay ({date_format(today)})."]


def test_clarification_whose_day_is_past_is_ended(client, assessment, reviewer):
    decide(by=reviewer, assessment=assessment, code="A-1.1", judgement=asked(), seen=0)
    day = timezone.localdate() + timedelta(days=5)
    clarifications.send_back(by=reviewer, assessment=assessment, until=day)
    page = url(assessment, "review_resume")
    assert said(client.post(page)) == [f"Chưa hết hạn giải trình ({date_format(day)})."]
    Assessment.objects.update(clarify_until=timezone.localdate() - timedelta(days=1))
    assert "Kết thúc giải trình" in client.get(url(assessment)).content.decode()
    assert said(client.post(page))[-1] == "Đã kết thúc giải trình; hãy kết luận theo những gì đang có."
    assert client.get(url(assessment), {"filter": "changed"}).context["desk"].filters["changed"] == ["A-1.1"]


@pytest.mark.parametrize("name", ["review_finish", "review_resume"])
def test_others_do_nothing_and_are_told_why(client, assessment, name):
    client.force_login(user_as(Role.AUDITOR))
    response = client.post(url(assessment, name))
    assert (response.url, len(said(response))) == (url(assessment), 1)


# -- queries -----------------------------------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize("name", ["review", "review_accept", "review_next"])
def test_pages_ask_as_many_queries_for_7_leaves_as_for_164(client, assessment, name, django_assert_max_num_queries):
    small, large = assessment, assessment_in(AssessmentState.SUBMITTED)
    counts = []
    for found in (small, large):
        client.force_login(reviewer_of(found))
        client.get(url(found, name))
        with django_assert_max_num_queries(30) as captured:
            client.get(url(found, name))
        counts.append(len(captured))
    assert counts[0] == counts[1]
    assert large.campaign.state == CampaignState.OPEN
