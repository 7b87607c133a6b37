import pytest
from django.urls import reverse

from accounts.roles import Role
from assessments.enums import AssessmentState
from assessments.models import ScoreSnapshot
from tests.factories import answer_all, assessment_in, user_as

pytestmark = pytest.mark.django_db


def test_check_links_to_every_missing_answer(client, draft, coordinator):
    text = client.get(reverse("check", args=[draft.pk])).content.decode()
    assert f'href="{reverse("section", args=[draft.pk, "IOC-6"])}#q_IOC_6_1"' in text
    assert "chỗ phải hoàn thành trước khi nộp" in text


def test_check_of_a_whole_assessment_offers_to_submit(client, draft, coordinator):
    answer_all(draft, coordinator)
    text = client.get(reverse("check", args=[draft.pk])).content.decode()
    assert "Không còn chỗ nào thiếu." in text
    assert 'name="declared"' in text


def test_submit_freezes_scores_and_gives_a_receipt(
    client, draft, coordinator, eager_tasks, django_capture_on_commit_callbacks
):
    answer_all(draft, coordinator)
    with django_capture_on_commit_callbacks(execute=True):
        response = client.post(reverse("check", args=[draft.pk]), {"declared": "on"})
    assert response.url == reverse("receipt", args=[draft.pk])
    snapshot = ScoreSnapshot.objects.get(assessment=draft)
    text = client.get(response.url).content.decode()
    assert snapshot.checksum in text
    assert coordinator.full_name in text


def test_submit_without_the_declaration_is_refused(client, draft, coordinator):
    answer_all(draft, coordinator)
    response = client.post(reverse("check", args=[draft.pk]), follow=True)
    assert "Cần cam đoan thông tin trung thực trước khi nộp." in response.content.decode()
    draft.refresh_from_db()
    assert draft.state == AssessmentState.DRAFT


def test_submit_by_a_contributor_is_refused(client, draft, coordinator):
    answer_all(draft, coordinator)
    client.force_login(user_as(Role.CONTRIBUTOR, draft.province))
    response = client.post(reverse("check", args=[draft.pk]), {"declared": "on"}, follow=True)
    assert "Chỉ đầu mối của tỉnh được nộp phiếu." in response.content.decode()


def test_second_submit_is_refused(client):
    submitted = assessment_in(AssessmentState.SUBMITTED)
    client.force_login(user_as(Role.COORDINATOR, submitted.province))
    response = client.post(reverse("check", args=[submitted.pk]), {"declared": "on"}, follow=True)
    assert "Phiếu đã nộp rồi." in response.content.decode()
    assert submitted.snapshots.count() == 1


def test_receipt_of_a_draft_is_not_found(client, draft, coordinator):
    assert client.get(reverse("receipt", args=[draft.pk])).status_code == 404


def test_preview_leads_to_a_snapshot(client, draft, coordinator):
    response = client.post(reverse("preview", args=[draft.pk]))
    assert response.url == reverse("snapshot", args=[draft.snapshots.get().pk])


def test_preview_after_submission_says_why_not(client):
    submitted = assessment_in(AssessmentState.SUBMITTED)
    client.force_login(user_as(Role.COORDINATOR, submitted.province))
    response = client.post(reverse("preview", args=[submitted.pk]), follow=True)
    assert "Phiếu đã nộp; hãy xem bảng điểm của bản nộp." in response.content.decode()


def test_check_asks_the_same_number_of_queries_empty_and_full(client, draft, coordinator, django_assert_num_queries):
    url = reverse("check", args=[draft.pk])
    client.get(url)
    with django_assert_num_queries(5):
        client.get(url)
    answer_all(draft, coordinator)
    with django_assert_num_queries(5):
        client.get(url)
