from datetime import timedelta
from html import unescape

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from assessments.actions import evidence
from assessments.enums import AssessmentState
from assessments.models import AnswerEvidence, Assessment
from assessments.views import evidence_reuse
from tests.factories import evidence_document, files, open_assessment, pdf_upload, user_as

from .returned import returned

pytestmark = pytest.mark.django_db

CODE, OTHER = "IOC-6.1", "IOC-6.2"
NOT_THERE = "Có mục đã chọn không còn trong danh sách; hãy xem lại rồi chọn lại."


def url(assessment, code=CODE):
    return reverse("evidence_reuse", args=[assessment.pk, code])


def page(client, assessment, **query):
    response = client.get(url(assessment), query)
    assert response.status_code == 200
    return unescape(response.content.decode())


def add_file(by, assessment, code=OTHER, upload=None, **fields):
    upload = upload or pdf_upload("Kế hoạch số.pdf")
    return evidence.add_file(by=by, assessment=assessment, code=code, upload=upload, **fields)


@pytest.mark.slow
def test_page_lists_what_it_is_where_it_stands_and_how_long_it_holds(client, draft, contributor):
    add_file(contributor, draft, is_confidential=True, valid_until=timezone.localdate() - timedelta(days=1))
    text = page(client, draft)
    for said in ("Kế hoạch số.pdf", "(PDF, ", f"Trong phiếu này: {OTHER}.", "Hạn chế phổ biến", "Đã hết hiệu lực"):
        assert said in text
    assert "1/1 minh chứng của tỉnh." in text


@pytest.mark.slow
def test_chosen_items_are_attached_and_the_page_returns_to_the_question(client, draft, contributor):
    item = add_file(contributor, draft)
    response = client.post(url(draft), {"chosen": [item.pk]})
    assert response.url == reverse("section", args=[draft.pk, "IOC-6"]) + "#q_IOC_6_1"
    assert draft.answers.get(code=CODE).evidence.get() == item
    assert "Đã dùng lại 1 minh chứng cho câu IOC-6.1." in client.get(response.url).content.decode()


@pytest.mark.slow
@pytest.mark.parametrize("words", ["kế hoạch", "KE HOACH SO", "ioc-6.2 hoach"])
def test_search_finds_with_marks_and_without(words, client, draft, contributor):
    add_file(contributor, draft)
    evidence_document(draft, contributor, OTHER)
    text = page(client, draft, q=words)
    assert ("Kế hoạch số.pdf" in text, "Quyết định" in text, "1/2 minh chứng" in text) == (True, False, True)


@pytest.mark.slow
@pytest.mark.parametrize("words", ["\x00", "%", "'\"<script>", "x" * 5000, "\u202e", "🏙"])
def test_search_for_rubbish_finds_nothing_or_all(words, client, draft, contributor):
    add_file(contributor, draft)
    text = page(client, draft, q=words)
    assert ("<script>x" in text, "minh chứng của tỉnh." in text) == (False, True)


@pytest.mark.slow
@pytest.mark.parametrize("chosen", ["x", "\x00", "1", "9" * 5000, "375be241-b2ac-437f-ab83-2e2db1b92b24"])
def test_rubbish_in_place_of_an_item_is_refused_with_nothing_attached(chosen, client, draft, contributor):
    item = add_file(contributor, draft)
    response = client.post(url(draft), {"chosen": [item.pk, chosen]})
    assert response.status_code == 422
    text = response.content.decode()
    assert (NOT_THERE in text, "<title>Cần sửa" in text, text.count(" checked")) == (True, True, 1)
    assert AnswerEvidence.objects.count() == 1


@pytest.mark.slow
def test_nothing_chosen_is_said(client, draft, contributor):
    add_file(contributor, draft)
    response = client.post(url(draft))
    assert response.status_code == 422
    assert "Chưa chọn minh chứng nào: hãy đánh dấu ít nhất một mục." in response.content.decode()


@pytest.mark.slow
def test_evidence_of_another_province_is_neither_shown_nor_attached(client, draft, contributor):
    other = open_assessment()
    foreign = add_file(user_as(Role.COORDINATOR, other.province), other, upload=pdf_upload("của tỉnh khác.pdf"))
    assert "của tỉnh khác.pdf" not in page(client, draft)
    response = client.post(url(draft), {"chosen": [foreign.pk]})
    assert (response.status_code, NOT_THERE in response.content.decode()) == (422, True)
    assert foreign.answers.count() == 1
    assert client.get(url(other)).status_code == 404


@pytest.mark.slow
def test_evidence_of_an_earlier_round_is_offered_with_the_rounds_name(client, draft, contributor):
    before = open_assessment(draft.province, name="Đợt 2025")
    item = add_file(contributor, before)
    assert f"Đợt khác: {OTHER} (Đợt 2025)." in page(client, draft)
    client.post(url(draft), {"chosen": [item.pk]})
    assert item.answers.count() == 2
    listed = client.get(reverse("evidence_view", args=[draft.pk, item.pk]))
    assert listed.getvalue().startswith(b"%PDF")


@pytest.mark.slow
def test_items_of_earlier_rounds_are_opened_in_their_own_assessment(client, draft, contributor):
    """Until it is attached, this assessment does not have the file."""
    before = open_assessment(draft.province, name="Đợt 2025")
    item = add_file(contributor, before)
    text = page(client, draft)
    for name in ("evidence_view", "evidence_file"):
        address = reverse(name, args=[before.pk, item.pk])
        assert address in text
        assert client.get(address).getvalue().startswith(b"%PDF")


@pytest.mark.slow
def test_closed_assessment_shows_the_reason_and_takes_nothing(client, draft, contributor):
    item = add_file(contributor, draft)
    now = {"submitted_at": timezone.now(), "submitted_by": contributor}
    Assessment.objects.filter(pk=draft.pk).update(state=AssessmentState.SUBMITTED, **now)
    text, reason = page(client, draft), "Phiếu đã nộp nên không sửa được nữa."
    assert (reason in text, 'type="checkbox"' in text, "Dùng cho câu" in text) == (True, False, False)
    response = client.post(url(draft), {"chosen": [item.pk]})
    assert (response.status_code, reason in response.content.decode()) == (422, True)
    assert item.answers.count() == 1


def test_returned_assessment_takes_it_for_what_was_asked(client):
    assessment, _reviewer = returned()
    coordinator = user_as(Role.COORDINATOR, assessment.province)
    client.force_login(coordinator)
    evidence_document(assessment, coordinator, "A-1.1")
    closed = "Câu A-1.2 không thuộc nội dung được yêu cầu giải trình nên không sửa được."
    assert closed in client.get(url(assessment, "A-1.2")).content.decode()
    assert "nên không sửa được" not in client.get(url(assessment, "A-1.1")).content.decode()


def test_empty_list_says_what_would_be_here(client, draft, contributor):
    assert "Chưa có minh chứng nào để dùng lại" in page(client, draft)


@pytest.mark.slow
def test_long_list_is_cut_and_says_so(client, draft, contributor, monkeypatch):
    monkeypatch.setattr(evidence_reuse, "MOST_SHOWN", 1)
    add_file(contributor, draft)
    evidence_document(draft, contributor, OTHER)
    text = page(client, draft)
    assert (text.count('name="chosen"'), "Chỉ hiện 1 mục đầu; hãy tìm để thu hẹp." in text) == (1, True)


@pytest.mark.parametrize("code", ["X-1", "IOC-6", "%00"])
def test_unknown_code_is_not_found(code, client, draft, contributor):
    assert client.get(url(draft, code)).status_code == 404


@pytest.mark.slow
def test_page_asks_the_same_number_of_queries_for_one_item_and_for_many(
    client, draft, contributor, django_assert_num_queries
):
    add_file(contributor, draft)
    page(client, draft)
    with django_assert_num_queries(6):
        page(client, draft)
    before = open_assessment(draft.province)
    for number in range(5):
        evidence_document(before, contributor, OTHER, f"{number}/QĐ")
    add_file(contributor, draft, upload=files.upload("a.png", files.image("PNG")))
    with django_assert_num_queries(6):
        page(client, draft)
