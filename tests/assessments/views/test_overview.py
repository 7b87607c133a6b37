import pytest
from django.urls import reverse
from django.utils.formats import date_format

from accounts.roles import Role
from assessments.actions import finalising, reviews, workflow
from assessments.actions.answers import Content, save
from assessments.enums import Seat, Verb
from assessments.queries import Progress
from assessments.tasks import score_now
from assessments.views.overview import SectionLine
from tests.assessments.review_world import submitted_on_small
from tests.factories import REJECTED, answer_all, decide_all, finalised, reviewer_of, user_as

from .returned import returned

pytestmark = pytest.mark.django_db
OVERVIEW_QUERIES = 13


@pytest.fixture
def assessment(draft):
    return draft


def overview(client, assessment):
    return client.get(reverse("overview", args=[assessment.pk]))


@pytest.mark.parametrize(
    ("progress", "state", "text"),
    [
        (Progress(0, 0), "unasked", "không hỏi tới"),
        (Progress(0, 6), "empty", "chưa làm"),
        (Progress(5, 6), "begun", "đang làm"),
        (Progress(6, 6), "done", "đã đủ"),
    ],
)
def test_line_says_how_far_a_section_has_come(progress, state, text):
    line = SectionLine(None, progress)
    assert (line.state, line.state_text) == (state, text)


def test_overview_has_every_theme_recommendation_and_group(client, assessment, coordinator):
    response = overview(client, assessment)
    lines = [line for card in response.context["theme_cards"] for line in card.lines]
    assert (len(response.context["theme_cards"]), len(lines)) == (6, 19)
    assert len(response.context["indicator_lines"]) == 7
    text = response.content.decode()
    for line in (*lines, *response.context["indicator_lines"]):
        assert reverse("section", args=[assessment.pk, line.section.code]) in text


@pytest.mark.slow
def test_overview_leads_to_the_first_section_with_something_left(client, assessment, coordinator):
    first = overview(client, assessment).context["next_section"]
    assert first.code == "ICT-3"
    answer_all(assessment, coordinator)
    assert overview(client, assessment).context["next_section"] is None


def test_theme_counts_the_answers_of_its_recommendations(client, assessment, coordinator):
    save(
        by=coordinator,
        assessment=assessment,
        code="IOC-6.1",
        content=Content("2", note="Đang trình ký."),
        expected_version=0,
    )
    cards = {card.code: card for card in overview(client, assessment).context["theme_cards"]}
    assert [card.progress.answered for card in cards.values()].count(0) == 5
    assert cards["DL"].progress.answered == 1


@pytest.mark.slow
def test_overview_lists_the_latest_trial_scores(client, assessment, coordinator):
    for _turn in range(4):
        score_now(workflow.preview(by=coordinator, assessment=assessment))
    context = overview(client, assessment).context
    assert (context["submission"], len(context["previews"])) == (None, 3)


def test_overview_tells_who_only_reads_why(client, assessment):
    client.force_login(user_as(Role.LEADER, assessment.province))
    response = overview(client, assessment)
    assert response.context["why_not_edit"] == "Vai trò của bạn chỉ được xem phiếu này."
    assert "Vai trò của bạn chỉ được xem phiếu này." in response.content.decode()


@pytest.mark.slow
def test_overview_of_a_returned_assessment_says_what_was_asked_and_where(client):
    assessment, _reviewer = returned(None, "A-1.1", "B-2")
    client.force_login(user_as(Role.COORDINATOR, assessment.province))
    response = overview(client, assessment)
    found = response.context["returned"]
    assert ([section.code for section in found.sections], len(found.unreplied)) == (["A-1", "B"], 2)
    text = response.content.decode()
    day = date_format(assessment.clarify_until)
    assert f"Bộ yêu cầu giải trình đến hết ngày {day}, ở các phần:" in text
    assert f"Hạn giải trình {day}" in text
    assert "Giải trình 2 câu" in text


@pytest.mark.slow
def test_province_sees_nothing_of_the_review_before_it_is_final(client):
    assessment = submitted_on_small()
    reviewer, second = reviewer_of(assessment, second=True)
    decide_all(assessment, reviewer, other={"A-1.1": REJECTED})
    decide_all(assessment, second, Seat.SECOND)
    reviews.settle(by=reviewer, assessment=assessment, code="A-1.1", judgement=REJECTED, seen=0)
    assessment.events.create(verb=Verb.FINISH_REVIEW, by=reviewer)
    assessment.events.create(verb=Verb.ACCEPT_MANY, by=second, detail="5 câu")
    score_now(assessment.snapshots.get())
    snapshot = assessment.snapshots.get()
    client.force_login(user_as(Role.COORDINATOR, assessment.province))
    pages = [
        reverse("home"),
        *(reverse(name, args=[assessment.pk]) for name in ("overview", "clarifications", "receipt", "carry_over")),
        *(reverse("section", args=[assessment.pk, code]) for code in ("A-1", "B")),
        reverse("snapshot", args=[snapshot.pk]),
        reverse("snapshot", args=[snapshot.pk]) + "?reading=verified",
        reverse("node", args=[snapshot.pk, "question", "A-1.1"]) + "?reading=verified",
    ]
    leaks = (reviewer.full_name, second.full_name, REJECTED.text, "không chấp nhận", "thống nhất", "5 câu")
    for url in pages:
        text = client.get(url).content.decode()
        assert [leak for leak in leaks if leak in text] == [], url
    client.force_login(user_as(Role.AUDITOR))
    assert reviewer.full_name in overview(client, assessment).content.decode()


def test_province_is_told_that_the_ministry_did_it_not_who(client):
    assessment, reviewer = returned()
    client.force_login(user_as(Role.LEADER, assessment.province))
    events = overview(client, assessment).context["events"]
    assert [(event.by, event.text) for event in events][:1] == [("Bộ", "yêu cầu giải trình")]
    assert reviewer.full_name not in {event.by for event in events}
    client.force_login(user_as(Role.AUDITOR))
    assert overview(client, assessment).context["events"][0].by == reviewer.full_name


@pytest.mark.slow
def test_overview_of_a_final_assessment_leads_to_the_verified_result(client):
    assessment = submitted_on_small()
    verified = finalised(assessment)
    client.force_login(user_as(Role.LEADER, assessment.province))
    response = overview(client, assessment)
    assert (response.context["verified"], response.context["returned"]) == (verified, None)
    assert reverse("snapshot", args=[verified.pk]) in response.content.decode()


@pytest.mark.slow
def test_overview_names_the_reason_of_a_second_result_and_shows_the_newest(client):
    assessment, manager = submitted_on_small(), user_as(Role.CAMPAIGN_MANAGER)
    finalised(assessment, manager)
    finalising.reopen(by=manager, assessment=assessment, reason="Có khiếu nại.")
    again = finalising.finalise(by=manager, assessment=assessment)
    client.force_login(user_as(Role.LEADER, assessment.province))
    response = overview(client, assessment)
    assert response.context["verified"] == again
    assert "Lập lại sau khi mở lại thẩm định: Có khiếu nại." in response.content.decode()


def test_theme_has_what_is_left_and_its_score_while_it_can_change(client, assessment, coordinator):
    save(by=coordinator, assessment=assessment, code="IOC-6.1", content=Content("2", note="."), expected_version=0)
    response = overview(client, assessment)
    card = next(card for card in response.context["theme_cards"] if card.code == "DL")
    assert (card.unanswered, card.live.score > 0, card.returned) == (card.progress.asked - 1, True, 0)
    text = response.content.decode()
    for words in ("Điểm tạm tính:", f"còn {card.unanswered} câu", 'class="ring-part', "không phải quy định của Bộ"):
        assert words in text


def test_theme_counts_what_was_sent_back(client):
    assessment, _reviewer = returned(None, "A-1.1", "B-2")
    client.force_login(user_as(Role.COORDINATOR, assessment.province))
    response = overview(client, assessment)
    assert [card.returned for card in response.context["theme_cards"]] == [1]
    assert "1 câu phải giải trình" in response.content.decode()


def test_submitted_has_no_score_so_far(client):
    assessment = submitted_on_small()
    client.force_login(user_as(Role.COORDINATOR, assessment.province))
    response = overview(client, assessment)
    assert [card.live for card in response.context["theme_cards"]] == [None]
    assert "Điểm tạm tính:" not in response.content.decode()


@pytest.mark.slow
def test_overview_takes_as_many_queries_empty_as_full(client, assessment, coordinator, django_assert_num_queries):
    overview(client, assessment)
    with django_assert_num_queries(OVERVIEW_QUERIES):
        overview(client, assessment)
    answer_all(assessment, coordinator)
    with django_assert_num_queries(OVERVIEW_QUERIES):
        overview(client, assessment)
