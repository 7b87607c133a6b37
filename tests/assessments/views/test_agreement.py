from decimal import Decimal

import pytest
from django.urls import reverse

from accounts.roles import Role
from assessments.enums import Seat, Verdict
from assessments.models import Campaign
from assessments.views.agreement import in_words
from tests.assessments.rounds import at, decided, filed, round_of, seated
from tests.factories import UserFactory, user_as

pytestmark = pytest.mark.django_db

A, R = Verdict.ACCEPTED, Verdict.REJECTED


def reviewed(campaign: Campaign, first: dict[str, str], second: dict[str, str]) -> Campaign:
    """Both reviewers' verdicts by code, one letter a province: "AR" is accepted in Tỉnh 01, rejected in Tỉnh 02."""
    verdicts = {"A": A, "R": R}
    for place in range(max(len(found) for found in first.values())):
        assessment = filed(at(campaign, place + 1))
        for seat, said in ((Seat.FIRST, first), (Seat.SECOND, second)):
            seated(assessment, UserFactory(), seat, finished=True)
            given = {code: verdicts[found[place]] for code, found in said.items() if place < len(found)}
            decided(assessment, given, seat)
    return campaign


@pytest.fixture
def auditor(client):
    user = user_as(Role.AUDITOR)
    client.force_login(user)
    return user


def page(client, campaign: Campaign):
    return client.get(reverse("agreement", args=[campaign.pk]))


@pytest.mark.parametrize(
    ("kappa", "words"),
    [
        (None, "không tính được: hai người chỉ dùng một loại kết luận"),
        (Decimal("-0.01"), "kém hơn ngẫu nhiên"),
        (Decimal("0.00"), "thống nhất rất yếu"),
        (Decimal("0.20"), "thống nhất rất yếu"),
        (Decimal("0.21"), "thống nhất yếu"),
        (Decimal("0.41"), "thống nhất vừa phải"),
        (Decimal("0.80"), "thống nhất khá"),
        (Decimal("0.81"), "gần như hoàn toàn thống nhất"),
        (Decimal("1.00"), "gần như hoàn toàn thống nhất"),
    ],
)
def test_words_for_kappa(kappa, words):
    assert in_words(kappa) == words


def test_questions_stand_with_the_least_agreement_first(client, auditor):
    first = {"A-1.1": "AARRR", "A-1.2": "AARRR", "A-1.3": "AAAAA", "B-1": "AAAA"}
    second = {"A-1.1": "AARRR", "A-1.2": "RAARR", "A-1.3": "AAAAA", "B-1": "AARA"}
    response = page(client, reviewed(round_of(5), first, second))
    rows = response.context["rows"]
    assert [(row.code, row.found.n, row.found.kappa) for row in rows] == [
        ("A-1.2", 5, Decimal("0.17")),
        ("A-1.1", 5, Decimal("1.00")),
        ("A-1.3", 5, None),
    ]
    assert [row.percent for row in rows] == [60, 100, 100]
    assert (response.context["doubles"], response.context["overall"].found.n) == (5, 19)
    text = response.content.decode()
    assert "1 câu có ít hơn 5 cặp kết luận nên không hiện κ." in text
    assert "lời gọi là của nhóm xây dựng cổng, không phải quy định của Bộ" in text
    assert "Mức kiến trúc" in text


def test_nothing_is_calculated_from_too_few_pairs(client, auditor):
    response = page(client, reviewed(round_of(2), {"A-1.1": "AR"}, {"A-1.1": "AA"}))
    assert response.context["rows"] == []
    text = response.content.decode()
    assert "Mới có 2 cặp kết luận, chưa đủ 5 cặp để tính." in text
    assert "κ = " not in text


def test_before_any_double_review_the_page_says_what_to_do(client, auditor):
    text = page(client, round_of(1)).content.decode()
    assert "Chưa có phiếu nào được hai người cùng thẩm định xong" in text


def test_codes_that_the_catalogue_does_not_know_are_left_out(client, auditor):
    response = page(client, reviewed(round_of(5), {"ZZ-1": "AARRR"}, {"ZZ-1": "AARRR"}))
    assert response.context["rows"] == []


def test_agreement_is_no_business_of_the_provinces(client):
    campaign = round_of(1)
    client.force_login(user_as(Role.LEADER, at(campaign, 1).province))
    assert page(client, campaign).status_code == 403


def test_page_takes_as_many_queries_for_few_as_for_many(client, auditor, django_assert_num_queries):
    few = reviewed(round_of(1), {"A-1.1": "A"}, {"A-1.1": "A"})
    many = reviewed(round_of(20), {"A-1.1": "A" * 20, "B-1": "R" * 20}, {"A-1.1": "R" * 20, "B-1": "R" * 20})
    page(client, few)
    for campaign in (few, many):
        with django_assert_num_queries(9):
            page(client, campaign)
