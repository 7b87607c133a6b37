from uuid import UUID

import pytest
from django.core.management import CommandError

from assessments.management.assessments import find_assessment, find_user
from assessments.models import Assessment
from tests.factories import CampaignFactory, ProvinceFactory, UserFactory

pytestmark = pytest.mark.django_db


def made() -> Assessment:
    campaign, province = CampaignFactory(code="2026"), ProvinceFactory(code="48")
    Assessment.objects.create(campaign=campaign, province=ProvinceFactory(code="49"))
    Assessment.objects.create(campaign=CampaignFactory(code="2025"), province=province)
    return Assessment.objects.create(campaign=campaign, province=province)


def test_assessment_is_found_by_its_id_and_by_campaign_and_province():
    assessment = made()
    assert find_assessment("2026/48") == find_assessment(str(assessment.pk)) == assessment


@pytest.mark.parametrize(
    "name",
    [
        "2026/01",
        "2024/48",
        "2026",
        "2026/",
        "/48",
        "2026/48/1",
        "",
        "khác",
        "\udcff",
        "2026/\udcff",
        "\0/48",
        str(UUID(int=7)),
    ],
)
def test_assessment_that_is_not_there_is_named_in_the_refusal(name):
    made()
    with pytest.raises(CommandError) as refused:
        find_assessment(name)
    assert (str(refused.value), refused.value.returncode) == (f"Không có phiếu đánh giá “{name}”.", 2)


def test_user_is_found_by_mail_in_any_case():
    user = UserFactory(email="can-bo@tinh.example")
    assert find_user("Can-Bo@tinh.example") == user


@pytest.mark.parametrize("email", ["ai-do@tinh.example", "", "\udcff", "a\0@tinh.example"])
def test_user_who_is_not_there_is_named_in_the_refusal(email):
    UserFactory()
    with pytest.raises(CommandError) as refused:
        find_user(email)
    assert (str(refused.value), refused.value.returncode) == (f"Không có người dùng “{email}”.", 2)
