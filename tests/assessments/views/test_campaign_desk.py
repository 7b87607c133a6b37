from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from assessments.actions import campaigns
from assessments.enums import AssessmentState, CampaignState, Verdict
from assessments.models import Assessment, Campaign
from assessments.views.campaign_desk import steps
from tests.assessments.rounds import at, decided, extended, filed, round_of, seated
from tests.factories import UserFactory, user_as

pytestmark = pytest.mark.django_db


def days(number: int) -> date:
    return timezone.localdate() + timedelta(days=number)


def desk(campaign: Campaign) -> str:
    return reverse("campaign", args=[campaign.pk])


@pytest.fixture
def manager(client):
    user = user_as(Role.CAMPAIGN_MANAGER)
    client.force_login(user)
    return user


def in_state(state: CampaignState) -> Campaign:
    marks = {"opens_on": (1, 5), "submit_by": (3, 20), "review_by": (4, 30), "clarify_by": (5, 15)}
    dates = {name: date(2026, *day) for name, day in marks.items()}
    return Campaign(name="Đợt 1", state=state, publish_on=date(2026, 6, 30), **dates)


@pytest.mark.parametrize(
    ("state", "states"),
    [
        (CampaignState.DRAFT, "current ahead ahead ahead ahead"),
        (CampaignState.OPEN, "done current ahead ahead ahead"),
        (CampaignState.CLOSED, "done done current ahead ahead"),
        (CampaignState.FINAL, "done done done done current"),
        (CampaignState.PUBLISHED, "done done done done done"),
    ],
)
def test_steps_say_where_the_campaign_stands(state, states):
    found = steps(in_state(state), date(2026, 1, 1))
    assert [step.label for step in found] == ["Chuẩn bị", "Tự đánh giá", "Thẩm định", "Chốt kết quả", "Công bố"]
    assert [step.state for step in found] == states.split()
    assert {step.days_late for step in found} == {0}


@pytest.mark.parametrize(
    ("state", "day", "late"),
    [
        (CampaignState.DRAFT, date(2026, 1, 7), {"Chuẩn bị": "quá 2 ngày"}),
        (CampaignState.OPEN, date(2026, 3, 20), {}),
        (CampaignState.OPEN, date(2026, 3, 21), {"Tự đánh giá": "quá 1 ngày"}),
        (CampaignState.CLOSED, date(2026, 5, 20), {"Thẩm định": "quá 5 ngày"}),
        (CampaignState.FINAL, date(2026, 7, 10), {"Công bố": "quá 10 ngày"}),
        (CampaignState.PUBLISHED, date(2027, 7, 10), {}),
    ],
)
def test_a_step_is_late_after_its_last_day(state, day, late):
    found = steps(in_state(state), day)
    assert {step.label: step.late_text for step in found if step.days_late} == late


def test_steps_tell_their_days_and_their_state_in_words():
    found = steps(in_state(CampaignState.OPEN), date(2026, 1, 1))
    assert [step.when for step in found] == [
        "mở ngày 05/01/2026",
        "đến hết 20/03/2026",
        "đến hết 30/04/2026, giải trình đến hết 15/05/2026",
        "sau giải trình, trước công bố",
        "dự kiến 30/06/2026",
    ]
    words = [(step.icon, step.state_text) for step in found[:3]]
    assert words == [("done", "đã qua"), ("begun", "đang ở bước này"), ("empty", "chưa đến")]


def test_desk_counts_what_was_filed_and_reviewed(client, manager):
    campaign = round_of(4, submit_by=days(-1), opens_on=days(-40))
    filed(at(campaign, 1), days(-2))
    reviewed = filed(at(campaign, 2), days(0), to_review=1)
    seated(reviewed, UserFactory())
    decided(reviewed, {"A-1.1": Verdict.ACCEPTED})
    extended(at(campaign, 3), days(5))
    context = client.get(desk(campaign)).context
    assert context["filed"]._asdict() == {
        "total": 4,
        "filed": 2,
        "on_time": 1,
        "late": 2,
        "overdue": 1,
        "unfiled": 2,
        "not_begun": 2,
        "extended": 1,
    }
    assert context["reviewed"]._asdict() == {
        "returned": 0,
        "reviewed": 1,
        "unreviewed": 1,
        "unassigned": 1,
        "final": 0,
    }


def test_desk_shows_what_is_pinned_and_whose_choice_it_is(client, manager):
    text = client.get(desk(round_of(1))).content.decode()
    assert "nho/v1" in text
    assert "α và cách tính SM-1 do nhóm xây dựng cổng đặt ra, không phải quy định của Bộ." in text


def moves(client, campaign: Campaign) -> dict:
    return {move.label: move.why_not for move in client.get(desk(campaign)).context["moves"]}


def test_moves_are_offered_with_the_reason_why_not(client, manager):
    campaign = round_of(1, name="Đợt 1", state=CampaignState.DRAFT)
    not_now = "Đợt “Đợt 1” đang ở trạng thái “Đang chuẩn bị” nên không thể %s."
    assert moves(client, campaign) == {
        "Mở đợt": "",
        "Khóa tự đánh giá": not_now % "khóa tự đánh giá",
        "Chốt kết quả": not_now % "chốt kết quả",
    }
    Campaign.objects.update(state=CampaignState.OPEN)
    found = moves(client, campaign)
    assert list(found) == ["Khóa tự đánh giá", "Chốt kết quả"]
    assert found["Khóa tự đánh giá"] == (
        f"Chưa hết hạn tự đánh giá ({campaign.submit_by:%d/%m/%Y}); nếu cần khóa sớm, hãy sửa hạn trước."
    )
    Campaign.objects.update(state=CampaignState.CLOSED)
    assert moves(client, campaign) == {"Chốt kết quả": "Chưa tỉnh nào nộp phiếu nên chưa có kết quả để chốt."}
    final = "Kết quả của đợt đã chốt; hãy lập bản so sánh rồi công bố."
    for state, said in ((CampaignState.FINAL, final), (CampaignState.PUBLISHED, "Kết quả của đợt đã công bố.")):
        Campaign.objects.update(state=state)
        assert moves(client, campaign) == {}
        assert said in client.get(desk(campaign)).content.decode()


def test_finalising_waits_for_clarifications_and_reviews(client, manager):
    campaign = round_of(1, state=CampaignState.CLOSED)
    assessment = filed(at(campaign, 1), to_review=1)
    assert moves(client, campaign) == {"Chốt kết quả": "Còn 1 phiếu chưa thẩm định xong."}
    rows = Assessment.objects.filter(pk=assessment.pk)
    rows.update(state=AssessmentState.RETURNED, returned_at=timezone.now(), clarify_until=days(3))
    assert moves(client, campaign) == {"Chốt kết quả": "Còn 1 phiếu đang giải trình."}
    rows.update(state=AssessmentState.SUBMITTED)
    seated(assessment, UserFactory())
    decided(assessment, {"A-1.1": Verdict.ACCEPTED})
    assert moves(client, campaign) == {"Chốt kết quả": ""}


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.AUDITOR])
def test_the_rest_of_the_ministry_reads_and_moves_nothing(client, role):
    campaign = round_of(1, state=CampaignState.DRAFT)
    client.force_login(user_as(role))
    response = client.get(desk(campaign))
    assert {move.why_not for move in response.context["moves"]} == {
        "Chỉ quản trị đợt đánh giá được làm việc này.",
    }
    text = response.content.decode()
    for name in ("campaign_open", "campaign_edit", "campaigns"):
        assert reverse(name, args=[] if name == "campaigns" else [campaign.pk]) + '"' not in text


def test_provinces_have_no_desk(client):
    campaign = round_of(1)
    client.force_login(user_as(Role.COORDINATOR, at(campaign, 1).province))
    assert client.get(desk(campaign)).status_code == 403
    assert client.get(reverse("campaign", args=[99_999])).status_code == 403


def test_a_campaign_that_is_not_there_is_not_found(client, manager):
    assert client.get(reverse("campaign", args=[99_999])).status_code == 404


def test_desk_of_an_empty_campaign_says_what_follows(client, manager):
    text = client.get(desk(round_of(0))).content.decode()
    assert "Khi đợt được mở, mỗi tỉnh, thành phố có một phiếu" in text


def test_desk_tells_what_was_done(client, manager):
    campaign = round_of(1, submit_by=days(-1), opens_on=days(-40))
    campaigns.close(by=manager, campaign=campaign)
    response = client.get(desk(campaign))
    assert [(event.by, event.get_verb_display()) for event in response.context["events"]] == [
        (manager, "khóa tự đánh giá")
    ]
    assert f"{manager}: khóa tự đánh giá" in response.content.decode()


def test_demonstration_is_marked(client, manager):
    assert "Dữ liệu minh họa" in client.get(desk(round_of(1, is_demonstration=True))).content.decode()
    assert "inh họa" not in client.get(desk(round_of(1))).content.decode()


@pytest.mark.slow
def test_desk_takes_as_many_queries_for_few_as_for_many(client, manager, django_assert_num_queries):
    few, many = round_of(3), round_of(60)
    client.get(desk(few))
    for campaign, number in ((few, 3), (many, 60)):
        for place in range(1, number + 1, 2):
            seated(filed(at(campaign, place)), UserFactory())
        with django_assert_num_queries(11):
            client.get(desk(campaign))
