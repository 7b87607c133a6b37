import pytest
from django.urls import reverse

from accounts.roles import Role
from assessments.actions import workflow
from assessments.actions.answers import Content, save
from assessments.queries import Progress
from assessments.tasks import score_now
from assessments.views.overview import SectionLine
from tests.factories import answer_all, user_as

pytestmark = pytest.mark.django_db


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
