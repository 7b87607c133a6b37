from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from assessments.enums import CampaignState, WorkStatus
from assessments.models import Assessment, Campaign
from comparison.models import Edition, NationalReport
from tests.factories import CampaignFactory, ProvinceFactory, user_as
from tests.factories.comparison import made_edition, small_campaign
from tests.world import kept_file

from .test_tables import words

pytestmark = pytest.mark.django_db

RANKED = "2 tỉnh được xếp hạng."


def said(response):
    return [str(message) for message in response.context["messages"]]


@pytest.fixture
def unpublished():
    return made_edition(2, published=False)


# -- index -------------------------------------------------------------------------------------------------------------


def test_index_has_the_results_known_to_all(client, looked, unpublished):
    CampaignFactory(state=CampaignState.DRAFT, name="Đợt đang chuẩn bị")
    CampaignFactory(state=CampaignState.OPEN, name="Đợt đang mở")
    client.force_login(looked.coordinator)
    response = client.get(reverse("comparison:index"))
    assert response.context["rows"] == [(looked.edition.campaign, looked.edition)]
    assert RANKED in words(response)
    client.force_login(looked.reviewer)
    response = client.get(reverse("comparison:index"))
    assert {str(campaign): edition for campaign, edition in response.context["rows"]} == {
        str(looked.edition.campaign): looked.edition,
        str(unpublished.campaign): unpublished,
        "Đợt đang mở": None,
    }
    assert "Bản số 1, chưa công bố; 2 tỉnh được xếp hạng." in words(response)
    assert "Chưa có bản so sánh nào." in words(response)


def test_index_without_results_says_when_there_will_be_some(client, unpublished):
    Edition.objects.update(published_at=None, published_by=None)
    client.force_login(user_as(Role.LEADER))
    assert "Chưa có kết quả nào được công bố" in words(client.get(reverse("comparison:index")))


def test_index_leads_to_the_newest_published_and_only_then_to_a_draft(client, looked):
    newer = made_edition(1, campaign=looked.edition.campaign, reason="Sửa", number=2)
    made_edition(1, published=False, campaign=looked.edition.campaign, reason="Sửa nữa", number=3)
    for user in (looked.reviewer, looked.coordinator):
        client.force_login(user)
        assert client.get(reverse("comparison:index")).context["rows"][0][1] == newer


def test_index_is_made_with_the_same_queries_for_many(client, looked, django_assert_num_queries):
    client.force_login(looked.reviewer)
    with django_assert_num_queries(6):
        client.get(reverse("comparison:index"))
    for _place in range(5):
        made_edition(1)
    with django_assert_num_queries(6):
        client.get(reverse("comparison:index"))


# -- editions of a campaign --------------------------------------------------------------------------------------------


def test_editions_are_for_the_ministry(client, looked):
    url = reverse("comparison:editions", args=[looked.edition.campaign_id])
    client.force_login(looked.coordinator)
    assert client.get(url).status_code == 403
    assert client.post(url).status_code == 403
    client.force_login(looked.reviewer)
    text = words(client.get(url))
    assert "Bản đã công bố không bao giờ thay đổi." in text
    assert "Chỉ quản trị đợt được lập bản so sánh." in text


@pytest.mark.parametrize("pk", [0, 999_999])
def test_campaign_that_is_none_or_a_draft_has_no_editions(client, looked, pk):
    client.force_login(looked.manager)
    draft = CampaignFactory(state=CampaignState.DRAFT)
    for number in (pk, draft.pk):
        assert client.get(reverse("comparison:editions", args=[number])).status_code == 404


def test_manager_makes_one_and_watches_it(client, looked):
    campaign = small_campaign(CampaignState.FINAL)
    now = timezone.now()
    marks = {"submitted_at": now, "submitted_by": looked.manager, "finalised_at": now, "finalised_by": looked.manager}
    Assessment.objects.create(campaign=campaign, province=ProvinceFactory(), state="final", **marks)
    url = reverse("comparison:editions", args=[campaign.pk])
    client.force_login(looked.manager)
    response = client.post(url, follow=True)
    edition = campaign.editions.get()
    assert (edition.status, edition.created_by) == (WorkStatus.QUEUED, looked.manager)
    assert "Đang lập: đã đọc 0/1 phiếu." in words(response)
    assert reverse("comparison:edition_status", args=[edition.pk]) in words(response)
    assert said(client.post(url, follow=True)) == ["Một bản so sánh của đợt đang được lập; hãy đợi bản ấy xong."]


def test_failed_edition_says_so(client, looked, unpublished):
    Edition.objects.filter(pk=unpublished.pk).update(status=WorkStatus.FAILED, failure="ValueError")
    client.force_login(looked.manager)
    text = words(client.get(reverse("comparison:editions", args=[unpublished.campaign_id])))
    assert "Lập không thành công: ValueError" in text


def test_correction_needs_its_reason(client, looked):
    url = reverse("comparison:editions", args=[looked.edition.campaign_id])
    client.force_login(looked.manager)
    assert said(client.post(url, {"reason": " "}, follow=True)) == ["Đợt đã công bố: bản đính chính cần có lý do."]
    client.post(url, {"reason": "x" * 1_000})
    assert looked.edition.campaign.editions.get(number=2).reason == "x" * 300


def test_editions_are_listed_with_the_same_queries_for_many(client, looked, django_assert_num_queries):
    campaign = looked.edition.campaign
    url = reverse("comparison:editions", args=[campaign.pk])
    client.force_login(looked.reviewer)
    client.get(url)
    with django_assert_num_queries(15):
        client.get(url)
    for number in range(2, 8):
        made_edition(1, campaign=campaign, reason="Sửa", number=number)
    with django_assert_num_queries(15):
        client.get(url)


# -- publishing --------------------------------------------------------------------------------------------------------


def test_manager_publishes_and_provinces_know(client, looked, unpublished):
    client.force_login(looked.manager)
    response = client.post(reverse("comparison:edition_publish", args=[unpublished.pk]), follow=True)
    assert said(response) == ["Đã công bố kết quả; các tỉnh đã được thông báo."]
    unpublished.refresh_from_db()
    assert unpublished.published_by == looked.manager
    assert Campaign.objects.get(pk=unpublished.campaign_id).state == CampaignState.PUBLISHED
    client.force_login(looked.coordinator)
    assert client.get(reverse("comparison:table", args=[unpublished.pk])).status_code == 200


def test_others_are_told_why_they_do_not_publish(client, looked, unpublished):
    client.force_login(looked.reviewer)
    response = client.post(reverse("comparison:edition_publish", args=[unpublished.pk]), follow=True)
    assert said(response) == ["Chỉ quản trị đợt được công bố kết quả."]
    client.force_login(looked.coordinator)
    response = client.post(reverse("comparison:edition_publish", args=[looked.edition.pk]), follow=True)
    assert said(response) == ["Chỉ quản trị đợt được công bố kết quả."]
    assert response.redirect_chain == [(reverse("comparison:table", args=[looked.edition.pk]), 302)]
    assert client.post(reverse("comparison:edition_publish", args=[unpublished.pk])).status_code == 404
    unpublished.refresh_from_db()
    assert unpublished.published_at is None


# -- status and reports ------------------------------------------------------------------------------------------------


def test_status_counts_what_is_being_made(client, looked, unpublished):
    client.force_login(looked.manager)
    url = reverse("comparison:edition_status", args=[unpublished.pk])
    assert client.get(url).json() == {"statuses": ["ready"], "done": 2, "is_finished": True}
    NationalReport.objects.create(edition=unpublished)
    assert client.get(url).json() == {"statuses": ["ready", "queued"], "done": 2, "is_finished": False}


def test_ministry_has_a_report_made_once(client, looked):
    url = reverse("comparison:report_request", args=[looked.edition.pk])
    client.force_login(looked.reviewer)
    for _again in range(2):
        assert said(client.post(url, follow=True)) == []
    assert looked.edition.reports.get().created_by == looked.reviewer
    client.force_login(looked.coordinator)
    assert said(client.post(url, follow=True)) == ["Chỉ bộ được lập báo cáo toàn quốc."]


def test_report_is_had_once_it_is_made(client, looked, unpublished):
    report = NationalReport.objects.create(edition=looked.edition, created_at=timezone.now() - timedelta(days=1))
    url = reverse("comparison:report_file", args=[looked.edition.pk, report.pk])
    client.force_login(looked.coordinator)
    assert client.get(url).status_code == 403
    client.force_login(looked.reviewer)
    assert client.get(url).status_code == 404
    NationalReport.objects.filter(pk=report.pk).update(**kept_file())
    response = client.get(url)
    assert b"".join(response.streaming_content).startswith(b"%PDF")
    assert response["Content-Type"] == "application/pdf"
    assert "bao-cao-toan-quoc" in response["Content-Disposition"]
    assert client.get(reverse("comparison:report_file", args=[unpublished.pk, report.pk])).status_code == 404


def test_reason_of_a_correction_keeps_what_is_seen(client):
    published = made_edition(2)
    client.force_login(user_as(Role.CAMPAIGN_MANAGER))
    client.post(
        reverse("comparison:editions", args=[published.campaign_id]), {"reason": "Sửa\0 số\u202e liệu" + "x" * 500}
    )
    reason = published.campaign.editions.get(number=2).reason
    assert (reason[:13], len(reason)) == ("Sửa số liệu" + "xx", 300)
