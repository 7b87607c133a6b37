import pytest
from django.urls import reverse

from assessments.models import Campaign
from tests.factories import CampaignFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator(client):
    client.force_login(UserFactory(is_staff=True, is_superuser=True))
    return client


def test_campaigns_are_listed(administrator):
    campaign = CampaignFactory(name="Đợt đánh giá năm 2026")
    page = administrator.get(reverse("admin:assessments_campaign_changelist")).content.decode()
    assert campaign.name in page


def test_campaign_is_shown_and_cannot_be_changed_here(administrator):
    campaign = CampaignFactory(name="Đợt đánh giá năm 2026")
    address = reverse("admin:assessments_campaign_change", args=[campaign.pk])
    assert administrator.get(address).status_code == 200
    assert administrator.post(address, {"name": "Khác"}).status_code == 403
    assert Campaign.objects.get().name == "Đợt đánh giá năm 2026"


def test_campaign_is_neither_added_nor_deleted_here(administrator):
    campaign = CampaignFactory()
    delete = reverse("admin:assessments_campaign_delete", args=[campaign.pk])
    assert administrator.get(reverse("admin:assessments_campaign_add")).status_code == 403
    assert administrator.post(delete, {"post": "yes"}).status_code == 403
    assert Campaign.objects.exists()
