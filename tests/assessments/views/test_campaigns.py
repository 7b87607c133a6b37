from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.provinces import load_provinces
from accounts.roles import Role
from assessments.enums import CampaignState
from assessments.models import Campaign
from tests.factories import CampaignFactory, guidance_version, indicator_version, user_as

pytestmark = pytest.mark.django_db
CAMPAIGNS, CREATE = reverse("campaigns"), reverse("campaign_create")


@pytest.fixture
def manager(client):
    client.force_login(user_as(Role.CAMPAIGN_MANAGER))
    return client


def given(**fields) -> dict:
    today = timezone.localdate()
    marks = ("opens_on", "submit_by", "review_by", "clarify_by", "publish_on")
    days = {name: (today + timedelta(days=30 * number)).isoformat() for number, name in enumerate(marks)}
    versions = {"guidance": guidance_version().pk, "indicators": indicator_version().pk}
    return {"name": "Đợt 2026", "code": "dot-2026", "alpha": "0,5", **days, **versions, **fields}


def test_campaign_is_created_as_a_draft_and_then_opened(manager):
    load_provinces()
    text = manager.post(CREATE, given(), follow=True).content.decode()
    campaign = Campaign.objects.get()
    assert (campaign.state, campaign.is_demonstration) == (CampaignState.DRAFT, False)
    assert "Đã tạo đợt đánh giá." in text
    assert reverse("campaign_open", args=[campaign.pk]) in text
    text = manager.post(reverse("campaign_open", args=[campaign.pk]), follow=True).content.decode()
    assert "Đã mở đợt đánh giá với 34 phiếu." in text
    assert reverse("campaign_open", args=[campaign.pk]) not in text


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": ""},
        {"code": "Đợt 1"},
        {"alpha": "1,01"},
        {"alpha": "NaN"},
        {"alpha": "\x00"},
        {"opens_on": "31/02/2026"},
        {"submit_by": "2020-01-01"},
        {"guidance": "0"},
        {"guidance": "x' OR 1=1"},
        {"indicators": ""},
        {"name": "A" * 10_000},
    ],
)
def test_wrong_campaign_is_refused_beside_its_field_and_what_was_typed_stays(manager, wrong):
    response = manager.post(CREATE, given(**wrong))
    assert response.status_code == 422
    assert response.context["form"].errors
    assert Campaign.objects.count() == 0
    assert 'value="dot-2026"' in response.content.decode() or "code" in wrong


def test_code_that_is_taken_is_refused(manager):
    CampaignFactory(code="dot-2026")
    response = manager.post(CREATE, given())
    assert (response.status_code, list(response.context["form"].errors)) == (422, ["code"])


def test_open_campaign_is_not_opened_again(manager):
    campaign = CampaignFactory(name="Đợt 1", state=CampaignState.OPEN)
    text = manager.post(reverse("campaign_open", args=[campaign.pk]), follow=True).content.decode()
    assert "Đợt “Đợt 1” đang mở nên không mở được nữa." in text


def test_campaign_without_provinces_is_not_opened(manager):
    campaign = CampaignFactory(state=CampaignState.DRAFT)
    text = manager.post(reverse("campaign_open", args=[campaign.pk]), follow=True).content.decode()
    assert "hãy nạp danh sách tỉnh trước" in text
    campaign.refresh_from_db()
    assert campaign.state == CampaignState.DRAFT


def test_share_of_readiness_is_written_with_a_comma(manager):
    assert 'value="0,5"' in manager.get(CREATE).content.decode()


def test_campaign_list_asks_few_queries(manager, django_assert_num_queries):
    CampaignFactory()
    manager.get(CAMPAIGNS)
    for _more in range(2):
        with django_assert_num_queries(4):
            manager.get(CAMPAIGNS)
        CampaignFactory(code=f"dot-{_more}")


def test_form_of_a_campaign_asks_few_queries(manager, django_assert_num_queries):
    manager.get(CREATE)
    with django_assert_num_queries(5):
        manager.get(CREATE)
