from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from assessments.actions.answers import Content, load
from assessments.enums import Band
from assessments.queries import filled
from assessments.views.live_score import LiveScore, live_score, theme_scores
from indicators.scoring.measures import RatioValue
from tests.assessments.small import open_assessment_on_small
from tests.factories import user_as

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft():
    return open_assessment_on_small()


@pytest.fixture
def coordinator(draft):
    return user_as(Role.COORDINATOR, draft.province)


@pytest.fixture
def answered(draft, coordinator):
    """As the small world's docstring counts by hand: A = 41.67, B = 42.5."""
    contents = {
        "A-1.1": Content("2", note="Đang trình."),
        "A-1.2": Content("yes", note="Đang trình."),
        "A-1.3": Content(("a",)),
        "A-1.4": Content(not_applicable=True, reason="Không có biển."),
        "A-1.6": Content(RatioValue(Decimal(1), Decimal(4))),
        "B-2": Content(Decimal(7)),
    }
    load(by=coordinator, assessment=draft, contents=contents)
    return draft


def scored(assessment, code):
    found = filled(assessment, timezone.localdate())
    return live_score(assessment, found, found.catalogue.sections[code])


def test_score_is_that_of_the_stored_scorecard(answered):
    assert (scored(answered, "A-1").score, scored(answered, "A-1").band) == (Decimal("41.67"), Band.DEVELOPING)
    assert scored(answered, "B").score == Decimal("42.50")


def test_three_largest_gaps_say_the_next_step_and_where(answered):
    found = scored(answered, "A-1").raises
    assert [(step.code, step.anchor, step.next_step) for step in found] == [
        ("A-1.1", "q_A_1_1", "Mức tiếp theo: Mức 3"),
        ("A-1.7", "q_A_1_7", "Hoàn thành nội dung này"),
        ("A-1.3", "q_A_1_3", "Thêm mục: Mục c"),
    ]
    assert [step.gain for step in found] == sorted((step.gain for step in found), reverse=True)
    assert round(found[0].gain, 2) == Decimal("8.33"), "2/6 of 50 points, half of the headline"


def test_number_names_its_target(answered):
    assert [(step.code, step.next_step) for step in scored(answered, "B").raises] == [
        ("B-2", "Mục tiêu: từ 10"),
        ("B-1", "Mục tiêu: từ 50"),
    ]


def test_untouched_section_starts_at_nought(draft):
    found = scored(draft, "A-1")
    assert (found.score, found.band, found.weighs, len(found.raises)) == (Decimal("0.00"), Band.STARTING, True, 3)


def test_nothing_applies_is_no_score():
    assert (LiveScore(None, weighs=False).band, LiveScore(None, weighs=False).raises) == (None, ())


def test_every_theme_has_its_score(answered):
    found = theme_scores(answered, filled(answered, timezone.localdate()))
    assert {code: live.score for code, live in found.items()} == {"A": Decimal("41.67")}


def test_form_shows_score_band_gaps_and_whose_method_it_is(client, answered, coordinator):
    client.force_login(coordinator)
    text = client.get(reverse("section", args=[answered.pk, "A-1"])).content.decode()
    for words in ("Điểm tạm tính của phần này", "41,67", "Phát triển", 'href="#q_A_1_1"', "+8,33 điểm chung"):
        assert words in text
    assert "Cách tính và bậc do nhóm xây dựng cổng đặt ra, không phải quy định của Bộ." in text


def test_autosave_sends_the_score_anew(client, answered, coordinator):
    client.force_login(coordinator)
    sent = {"q_A_1_1-version": "1", "q_A_1_1-value": "4", "q_A_1_1-note": "Đang trình."}
    url = reverse("answer_save", args=[answered.pk, "A-1.1"])
    found = client.post(url, sent, headers={"accept": "application/json"}).json()
    assert "58,33" in found["live"]["short"]
    assert 'href="#q_A_1_1"' not in found["live"]["whole"], "it has reached its target"
    assert "q_A_1_1" in found["given"]


def test_all_reached_says_so(client, answered, coordinator):
    contents = {"B-1": Content(RatioValue(Decimal(1), Decimal(1))), "B-2": Content(Decimal(10))}
    load(by=coordinator, assessment=answered, contents=contents)
    client.force_login(coordinator)
    text = client.get(reverse("section", args=[answered.pk, "B"])).content.decode()
    assert "Mọi câu của phần này đã đạt mục tiêu." in text
