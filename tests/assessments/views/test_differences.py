import pytest
from django.contrib.messages import get_messages
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from assessments.actions.reviews import settle
from assessments.enums import ReasonCode, Seat, Verdict
from assessments.models import Decision, ReviewAssignment
from tests.assessments.review_world import submitted_on_small
from tests.factories import ACCEPTED, REJECTED, decide_all, reviewer_of, user_as

pytestmark = pytest.mark.django_db


@pytest.fixture
def assessment():
    return submitted_on_small()


@pytest.fixture
def double(assessment, client):
    """Both are done and differ on A-1.2 and A-1.6; the first is signed in."""
    first, second = reviewer_of(assessment, second=True)
    decide_all(assessment, first)
    decide_all(assessment, second, Seat.SECOND, {"A-1.2": REJECTED})
    adjusted = {"verdict": Verdict.ADJUSTED, "reason": ReasonCode.WRONG_FIGURE}
    rows = Decision.objects.filter(seat=Seat.SECOND, code="A-1.6")
    rows.update(**adjusted, value={"numerator": "1", "denominator": "5"})
    client.force_login(first)
    return first, second


@pytest.fixture
def page(assessment):
    return reverse("review_differences", args=[assessment.pk])


def settled(code="A-1.2"):
    return Decision.objects.standing().filter(code=code, seat=Seat.SETTLED).first()


def said(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


def test_differing_leaves_stand_side_by_side(client, assessment, double, page):
    response = client.get(page)
    pairs = response.context["pairs"]
    assert [(pair.line.code, pair.first.verdict, pair.second.verdict, pair.settled) for pair in pairs] == [
        ("A-1.2", "accepted", "rejected", None),
        ("A-1.6", "accepted", "adjusted", None),
    ]
    assert (response.context["agreed"], response.context["settled"]) == (5, 0)
    text = " ".join(response.content.decode().split())
    for shown in ("Khác nhau 2 câu, đã thống nhất 0.", "20% (1/5)", str(double[0]), str(double[1])):
        assert shown in text, shown


@pytest.mark.slow
@pytest.mark.parametrize(("take", "code", "verdict"), [("first", "A-1.2", "accepted"), ("second", "A-1.6", "adjusted")])
def test_one_of_the_two_is_taken(client, assessment, double, page, take, code, verdict):
    response = client.post(page, {"code": code, "take": take, "seen": "0"})
    assert response.url == f"{page}#q_{code.replace('-', '_').replace('.', '_')}"
    assert said(response) == [f"Đã thống nhất kết luận câu {code}."]
    found = settled(code)
    assert (found.verdict, found.by) == (verdict, double[0])
    assert found.value == ({"numerator": "1", "denominator": "5"} if verdict == "adjusted" else None)
    assert client.get(page).context["settled"] == 1


@pytest.mark.slow
def test_a_verdict_of_ones_own_has_a_form_of_its_own(client, assessment, double, page):
    assert [pair.form for pair in client.get(page).context["pairs"]] == [None, None]
    response = client.get(page, {"code": "A-1.2"})
    assert [bool(pair.form) for pair in response.context["pairs"]] == [True, False]
    fields = {"code": "A-1.2", "seen": "0", "version": "0", "verdict": "adjusted", "value": "no"}
    response = client.post(page, {**fields, "reason": "wrong_figure", "text": "Chưa."})
    assert response.status_code == 302
    assert (settled().value, settled().text) == ("no", "Chưa.")


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"verdict": "asked", "reason": "unclear", "text": "?"},
        {"verdict": "tuyệt vời"},
        {"verdict": "rejected"},
        {"verdict": "rejected", "reason": "other"},
        {"verdict": "adjusted", "reason": "other", "text": "x", "value": "yes"},
        {"verdict": "accepted", "text": "x" * 100_000},
        {"take": "third", "verdict": "\x00"},
    ],
)
def test_rubbish_settles_nothing_and_stays_on_the_page(client, assessment, double, page, fields):
    response = client.post(page, {"code": "A-1.2", "seen": "0", "version": "0", **fields})
    assert (response.status_code, settled()) == (422, None)
    assert "Cần sửa trước khi tiếp tục" in response.content.decode()


@pytest.mark.parametrize("code", ["", "Z-9", "A-1.8", "\x00"])
def test_unknown_leaf_is_not_found(client, assessment, double, page, code):
    assert client.post(page, {"code": code, "take": "first", "seen": "0"}).status_code == 404


@pytest.mark.parametrize("seen", ["", "abc", "-1", "9" * 40, "4711"])
def test_what_was_not_seen_is_not_replaced(client, assessment, double, page, seen):
    settle(by=double[0], assessment=assessment, code="A-1.2", judgement=ACCEPTED, seen=0)
    response = client.post(page, {"code": "A-1.2", "take": "second", "seen": seen})
    message = "Kết luận của câu A-1.2 vừa thay đổi ở cửa sổ khác; hãy xem lại rồi quyết định."
    assert (said(response), settled().verdict) == ([message], "accepted")


def test_what_they_agree_on_is_refused(client, assessment, double, page):
    response = client.post(page, {"code": "A-1.1", "take": "first", "seen": "0"})
    assert said(response) == ["Hai người thẩm định không khác nhau ở câu A-1.1."]


@pytest.mark.slow
def test_second_reviewer_and_auditor_read_only(client, assessment, double, page):
    for user in (double[1], user_as(Role.AUDITOR)):
        client.force_login(user)
        response = client.get(page, {"code": "A-1.2"})
        text = response.content.decode()
        assert len(response.context["pairs"]) == 2
        assert "Chỉ người thẩm định thứ nhất và quản trị đợt được làm việc này." in text
        assert "Theo người thứ nhất" not in text
        client.post(page, {"code": "A-1.2", "take": "first", "seen": "0"})
    assert settled() is None


@pytest.mark.parametrize("who", ["first", "manager", "auditor"])
def test_nothing_is_compared_before_both_are_done(client, assessment, double, page, who):
    ReviewAssignment.objects.filter(seat=Seat.SECOND).update(finished_at=None)
    if who != "first":
        client.force_login(user_as(Role.CAMPAIGN_MANAGER if who == "manager" else Role.AUDITOR))
    response = client.get(page, {"code": "A-1.2"})
    assert response.context["pairs"] == []
    assert "Chưa đối chiếu được" in response.content.decode()
    client.post(page, {"code": "A-1.2", "take": "first", "seen": "0"})
    assert settled() is None


def test_second_decision_of_a_blind_pair_cannot_be_taken_unseen(client, assessment, double, page):
    ReviewAssignment.objects.filter(seat=Seat.SECOND).update(finished_at=None)
    response = client.post(page, {"code": "A-1.2", "take": "second", "seen": "0"})
    assert "Mới có kế hoạch." not in response.content.decode()


def test_reviewer_of_others_sees_no_pair(client, assessment, double, page):
    client.force_login(user_as(Role.REVIEWER))
    assert client.get(page).context["pairs"] == []


@pytest.mark.slow
def test_pair_without_one_decision_is_shown_as_it_is(client, assessment, double, page):
    Decision.objects.filter(seat=Seat.SECOND, code="A-1.2").delete()
    pair = client.get(page).context["pairs"][0]
    assert (pair.first.verdict, pair.second) == ("accepted", None)
    response = client.post(page, {"code": "A-1.2", "take": "second", "seen": "0"})
    assert response.status_code == 422


@pytest.mark.slow
def test_differences_ask_the_same_number_of_queries_for_one_and_for_seven(
    client, assessment, double, page, django_assert_num_queries
):
    client.get(page)
    with django_assert_num_queries(11):
        client.get(page)
    every = Decision.objects.filter(seat=Seat.SECOND)
    every.update(verdict=Verdict.REJECTED, reason=ReasonCode.OTHER, value=None, at=timezone.now())
    with django_assert_num_queries(11):
        assert len(client.get(page).context["pairs"]) == 7
