import pytest
from django.urls import reverse
from django.utils.formats import date_format

from accounts.roles import Role
from assessments.actions import clarifications
from assessments.actions.answers import Content, save
from assessments.enums import AssessmentState
from assessments.models import ScoreSnapshot
from tests.assessments.review_world import submitted_on_small
from tests.factories import answer_all, assessment_in, finalised, user_as

from .returned import returned

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


@pytest.mark.slow
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


@pytest.mark.slow
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


@pytest.mark.slow
def test_check_asks_the_same_number_of_queries_empty_and_full(client, draft, coordinator, django_assert_num_queries):
    url = reverse("check", args=[draft.pk])
    client.get(url)
    with django_assert_num_queries(8):
        client.get(url)
    answer_all(draft, coordinator)
    with django_assert_num_queries(8):
        client.get(url)


def test_check_of_what_was_handed_in_leads_to_where_it_is(client):
    sent_back, _reviewer = returned()
    client.force_login(user_as(Role.COORDINATOR, sent_back.province))
    assert client.get(reverse("check", args=[sent_back.pk])).url == reverse("clarifications", args=[sent_back.pk])
    submitted = submitted_on_small(sent_back.province)
    assert client.get(reverse("check", args=[submitted.pk])).url == reverse("receipt", args=[submitted.pk])


def receipt(client, assessment):
    client.force_login(user_as(Role.LEADER, assessment.province))
    return client.get(reverse("receipt", args=[assessment.pk]))


def test_receipt_counts_what_was_handed_in_not_what_came_after(client):
    assessment, _reviewer = returned()
    coordinator = user_as(Role.COORDINATOR, assessment.province)
    assert receipt(client, assessment).context["answered"] == 7
    save(by=coordinator, assessment=assessment, code="A-1.1", content=Content(), expected_version=1)
    assert receipt(client, assessment).context["answered"] == 7


def test_receipt_of_a_returned_assessment_says_until_when(client):
    assessment, _reviewer = returned()
    text = receipt(client, assessment).content.decode()
    assert f"Bộ đang yêu cầu giải trình, hạn {date_format(assessment.clarify_until)}." in text


@pytest.mark.slow
def test_receipt_says_when_clarifications_were_handed_in(client):
    assessment, _reviewer = returned()
    coordinator = user_as(Role.COORDINATOR, assessment.province)
    question = assessment.clarifications.get()
    clarifications.reply(by=coordinator, assessment=assessment, pk=question.pk, text="Theo Quyết định 12.")
    clarifications.clarify(by=coordinator, assessment=assessment)
    response = receipt(client, assessment)
    assert [event.by for event in response.context["clarified"]] == [coordinator]
    assert "Nộp giải trình lúc" in response.content.decode()


def test_receipt_of_a_final_assessment_leads_to_the_verified_result(client):
    assessment = submitted_on_small()
    verified = finalised(assessment)
    text = receipt(client, assessment).content.decode()
    assert reverse("snapshot", args=[verified.pk]) in text
    assert "Bộ đã chốt kết quả thẩm định lúc" in text
