from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Province
from accounts.provinces import load_provinces
from accounts.roles import Role
from assessments.actions import answers
from assessments.actions.campaigns import open_campaign
from assessments.enums import CampaignState, Purpose
from assessments.models import Campaign, ScoreSnapshot
from assessments.queries import Progress
from tests.assessments.rounds import answered, at, filed, round_of
from tests.factories import user_as

pytestmark = pytest.mark.django_db
HOME = reverse("home")


def days(number: int) -> date:
    return timezone.localdate() + timedelta(days=number)


@pytest.fixture
def auditor(client):
    user = user_as(Role.AUDITOR)
    client.force_login(user)
    return user


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.CAMPAIGN_MANAGER, Role.AUDITOR])
def test_all_provinces_are_listed_in_vietnamese_order(client, role):
    campaign = round_of(0, state=CampaignState.DRAFT, opens_on=days(0))
    load_provinces()
    open_campaign(by=None, campaign=campaign)
    client.force_login(user_as(role))
    response = client.get(HOME)
    names = [row.assessment.province.name for row in response.context["rows"]]
    assert (len(names), names[0], names[-1]) == (34, "An Giang", "Vĩnh Long")
    assert names.index("Đà Nẵng") > names.index("Cần Thơ")
    assert "Đồng Nai" in response.content.decode()


def test_running_campaign_is_shown_or_the_one_asked_for(client, auditor):
    past, later = round_of(0, code="truoc"), round_of(0, code="sau", opens_on=days(5))
    round_of(0, code="chuan-bi", state=CampaignState.DRAFT)
    assert client.get(HOME).context["campaign"] == past
    response = client.get(HOME, {"campaign": "sau"})
    assert (response.context["campaign"], response.context["others"]) == (later, [past])
    assert 'href="?campaign=truoc"' in response.content.decode()
    assert client.get(HOME, {"campaign": "khong-co\x00"}).context["campaign"] == past


def test_a_campaign_that_has_not_begun_is_better_than_none(client, auditor):
    later = round_of(0, opens_on=days(5))
    assert client.get(HOME).context["campaign"] == later


def test_progress_is_what_the_province_has(client, auditor):
    campaign = round_of(1)
    assessment = at(campaign, 1)
    coordinator = user_as(Role.COORDINATOR, assessment.province)
    content = answers.Content("2", note="Ghi chú.")
    answers.save(by=coordinator, assessment=assessment, code="A-1.1", content=content, expected_version=None)
    [row] = client.get(HOME).context["rows"]
    overview = client.get(reverse("overview", args=[assessment.pk])).context
    assert row.progress == overview["progress"]
    assert row.progress.answered == 1


def test_counts_lead_to_the_board(client, auditor):
    campaign = round_of(3, submit_by=days(-1), opens_on=days(-20))
    answered(at(campaign, 1), A=4, indicators=2)
    filed(at(campaign, 2), days(-2))
    response = client.get(HOME)
    found = response.context["filed"]
    assert (found.total, found.filed, found.late, found.unfiled, found.not_begun) == (3, 1, 2, 2, 1)
    assert [row.progress for row in response.context["rows"]] == [Progress(6, 6), Progress(0, 6), Progress(0, 6)]
    text = response.content.decode()
    for show in ("late", "unfiled", "not_begun"):
        assert f"{reverse('filing', args=[campaign.pk])}?show={show}" in text
    assert reverse("campaign", args=[campaign.pk]) in text


def test_what_was_handed_in_leads_to_its_score(client, auditor):
    campaign = round_of(2)
    snapshot = ScoreSnapshot.objects.create(
        assessment=filed(at(campaign, 1)), purpose=Purpose.SUBMISSION, as_of=days(0), inputs={}, context={}
    )
    response = client.get(HOME)
    assert [row.submission for row in response.context["rows"]] == [snapshot, None]
    assert reverse("snapshot", args=[snapshot.pk]) in response.content.decode()


def test_without_a_campaign_the_page_says_what_follows(client, auditor):
    response = client.get(HOME)
    assert response.context["rows"] == []
    assert "Chưa có đợt đánh giá nào được mở" in response.content.decode()


def test_a_very_large_campaign_is_shown_in_part(client, auditor):
    round_of(60)
    response = client.get(HOME)
    assert len(response.context["rows"]) == 50
    assert "Xem cả 60 phiếu" in response.content.decode()


def test_demonstration_is_marked(client, auditor):
    round_of(1, is_demonstration=True)
    assert "Dữ liệu minh họa" in client.get(HOME).content.decode()
    Campaign.objects.update(is_demonstration=False)
    assert "inh họa" not in client.get(HOME).content.decode()


@pytest.mark.slow
def test_home_takes_as_many_queries_for_one_province_as_for_many(client, auditor, django_assert_num_queries):
    few, many = round_of(1, code="it"), round_of(60, code="nhieu")
    filed(at(few, 1))
    for province in Province.objects.filter(assessments__campaign=many)[:20]:
        filed(many.assessments.get(province=province))
    client.get(HOME)
    for campaign in (few, many):
        with django_assert_num_queries(9):
            client.get(HOME, {"campaign": campaign.code})
