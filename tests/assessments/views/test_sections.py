import pytest
from django.urls import reverse

from accounts.roles import Role
from assessments.actions.answers import Content, save
from assessments.enums import AssessmentState
from assessments.models import Evidence
from tests.factories import (
    MembershipFactory,
    UserFactory,
    assessment_in,
    evidence_document,
    open_assessment,
    pdf_upload,
    user_as,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(draft, contributor):
    return reverse("section", args=[draft.pk, "IOC-6"])


def whole(**changed):
    """What a browser sends for section IOC-6 with nothing filled in but what is named."""
    sent = {f"q_IOC_6_{number}-version": "0" for number in range(1, 7)}
    return {**sent, **changed}


def test_section_shows_every_question_with_its_source(client, page):
    text = client.get(page).content.decode()
    for number in range(1, 7):
        assert f'id="q_IOC_6_{number}"' in text
    assert "2333/BTTTT-CĐSQG" in text


def test_section_saves_what_changed_and_records_who(client, page, draft, contributor):
    response = client.post(page, whole(**{"q_IOC_6_1-value": "2", "q_IOC_6_1-note": " Đã ban hành. "}))
    assert response.url == page
    answer = draft.answers.get()
    assert (answer.code, answer.choice, answer.note, answer.version) == ("IOC-6.1", "2", "Đã ban hành.", 1)
    assert answer.updated_by == contributor


@pytest.mark.slow
def test_section_keeps_the_right_answers_of_a_save_with_a_wrong_one(client, page, draft):
    sent = whole(**{"q_IOC_6_1-value": "3", "q_IOC_6_3-numerator": "70", "q_IOC_6_3-denominator": "60"})
    response = client.post(page, sent)
    assert response.status_code == 422
    assert list(draft.answers.values_list("code", "choice")) == [("IOC-6.1", "3")]
    text = response.content.decode()
    assert (
        "Câu IOC-6.3: “Số cơ sở dữ liệu đã kết nối và cập nhật tự động” cần từ 0 đến “Tổng số cơ sở dữ liệu chuyên "
        "ngành trong danh mục của tỉnh”; bạn nhập 70." in text
    )
    assert 'value="70"' in text
    assert "Đã lưu 1 câu trả lời." in text


def test_section_takes_numbers_as_people_write_them(client, page, draft):
    client.post(page, whole(**{"q_IOC_6_3-numerator": "1.045", "q_IOC_6_3-denominator": "2.000"}))
    answer = draft.answers.get()
    assert (int(answer.numerator), int(answer.denominator)) == (1045, 2000)


def test_section_takes_no_fraction_of_what_is_counted(client, page, draft):
    response = client.post(page, whole(**{"q_IOC_6_3-numerator": "2.5", "q_IOC_6_3-denominator": "4"}))
    assert response.status_code == 422
    assert (
        "“Số cơ sở dữ liệu đã kết nối và cập nhật tự động” cần là số nguyên; bạn nhập 2,5." in response.content.decode()
    )
    assert draft.answers.count() == 0


def test_section_never_overwrites_a_colleague(client, page, draft, contributor):
    colleague = user_as(Role.COORDINATOR, draft.province)
    save(by=colleague, assessment=draft, code="IOC-6.1", content=Content("4"), expected_version=0)
    response = client.post(page, whole(**{"q_IOC_6_1-value": "1"}))
    assert response.status_code == 422
    assert draft.answers.get().choice == "4"
    text = response.content.decode()
    assert f"Bản của {colleague}" in text
    card = next(card for card in response.context["cards"] if card.item.code == "IOC-6.1")
    assert card.form["version"].value() == 1


def test_section_keeps_ones_own_version_when_it_is_sent_again(client, page, draft):
    colleague = user_as(Role.COORDINATOR, draft.province)
    save(by=colleague, assessment=draft, code="IOC-6.1", content=Content("4"), expected_version=0)
    client.post(page, whole(**{"q_IOC_6_1-value": "1"}))
    client.post(page, whole(**{"q_IOC_6_1-value": "1", "q_IOC_6_1-version": "1"}))
    answer = draft.answers.get()
    assert (answer.choice, answer.version, answer.revisions.count()) == ("1", 2, 2)


@pytest.mark.slow
def test_section_takes_files_links_and_documents_in_one_save(client, page, draft):
    sent = whole(
        **{
            "q_IOC_6_1-evidence-files": [pdf_upload("một.pdf", 1), pdf_upload("hai.pdf", 2)],
            "q_IOC_6_1-evidence-url": "https://tinh.example/ke-hoach",
            "q_IOC_6_1-evidence-document_number": "15/KH-UBND",
        }
    )
    client.post(page, sent)
    titles = sorted(Evidence.objects.values_list("title", flat=True))
    assert titles == ["15/KH-UBND", "hai.pdf", "https://tinh.example/ke-hoach", "một.pdf"]
    assert draft.answers.get().evidence.count() == 4


@pytest.mark.slow
def test_section_keeps_chosen_evidence_where_a_colleague_was_faster(client, page, draft):
    colleague = user_as(Role.COORDINATOR, draft.province)
    save(by=colleague, assessment=draft, code="IOC-6.1", content=Content("4"), expected_version=0)
    sent = whole(**{"q_IOC_6_1-value": "1", "q_IOC_6_1-evidence-files": [pdf_upload("một.pdf")]})
    text = client.post(page, sent).content.decode()
    assert list(Evidence.objects.values_list("title", flat=True)) == ["một.pdf"]
    assert "một.pdf" in text
    assert draft.answers.get().choice == "4"


@pytest.mark.slow
def test_section_keeps_chosen_evidence_beside_a_wrong_field(client, page, draft):
    sent = {
        "q_IOC_6_1-evidence-files": [pdf_upload("một.pdf")],
        "q_IOC_6_1-evidence-url": "không phải địa chỉ",
        "q_IOC_6_1-evidence-document_number": "12/KH-UBND",
        "q_IOC_6_1-evidence-document_date": "30/2/2026",
    }
    response = client.post(page, whole(**sent))
    assert response.status_code == 422
    assert list(Evidence.objects.values_list("title", flat=True)) == ["một.pdf"]
    assert 'value="không phải địa chỉ"' in response.content.decode()


@pytest.mark.slow
def test_section_refuses_one_file_and_keeps_the_others(client, page, draft):
    disguised = pdf_upload("anh.png")
    response = client.post(page, whole(**{"q_IOC_6_1-evidence-files": [disguised, pdf_upload("đúng.pdf")]}))
    assert response.status_code == 422
    text = response.content.decode()
    assert "Tệp “anh.png” không phải là ảnh PNG như tên tệp; nội dung là tệp PDF." in text
    assert list(Evidence.objects.values_list("title", flat=True)) == ["đúng.pdf"]


@pytest.mark.parametrize(
    "sent",
    [
        {"q_IOC_6_1-version": "x", "q_IOC_6_1-value": "2"},
        {"q_IOC_6_1-version": "-1"},
        {"q_IOC_6_1-version": "99999999999999999999", "q_IOC_6_1-value": "2"},
        {"q_IOC_6_1-version": "0", "q_IOC_6_1-value": "không có mức này"},
        {"q_IOC_6_1-version": "0", "q_IOC_6_1-note": "x" * 10_001},
        {"q_IOC_6_1-version": "0", "q_IOC_6_1-note": "\x00"},
        {"q_IOC_6_1-version": "0", "q_IOC_6_1-evidence-url": "javascript:alert(1)"},
        {"q_IOC_6_1-version": "0", "q_IOC_6_1-evidence-document_date": "2026-13-45"},
        {"q_IOC_6_3-version": "0", "q_IOC_6_3-numerator": "1e400", "q_IOC_6_3-denominator": "1"},
        {"q_IOC_6_3-version": "0", "q_IOC_6_3-numerator": "NaN", "q_IOC_6_3-denominator": "1"},
    ],
)
def test_section_refuses_rubbish_and_stores_nothing(client, page, draft, sent):
    assert client.post(page, sent).status_code == 422
    assert draft.answers.count() == 0


def test_section_ignores_fields_of_other_sections_and_unknown_ones(client, page, draft):
    client.post(page, {"q_IOC_7_2-version": "0", "q_IOC_7_2-value": "1", "x": "y"})
    assert draft.answers.count() == 0


@pytest.mark.slow
def test_section_of_a_submitted_assessment_is_read_only(client, draft):
    submitted = assessment_in(AssessmentState.SUBMITTED)
    client.force_login(user_as(Role.CONTRIBUTOR, submitted.province))
    url = reverse("section", args=[submitted.pk, "IOC-6"])
    text = client.get(url).content.decode()
    assert "Phiếu đã nộp nên không sửa được nữa." in text
    before = submitted.answers.get(code="IOC-6.1").version
    response = client.post(url, whole(**{"q_IOC_6_1-value": "0", "q_IOC_6_1-version": str(before)}))
    assert response.status_code == 422
    assert submitted.answers.get(code="IOC-6.1").version == before


def test_unknown_section_is_not_found(client, draft, contributor):
    client.force_login(contributor)
    assert client.get(reverse("section", args=[draft.pk, "IOC-99"])).status_code == 404


def test_indicator_group_is_a_section_and_says_that_the_set_is_a_working_one(client, draft, contributor):
    client.force_login(contributor)
    text = client.get(reverse("section", args=[draft.pk, "AT"])).content.decode()
    assert "bộ chỉ số làm việc do nhóm xây dựng cổng biên soạn" in text
    assert "ICT-5.1" in text


@pytest.mark.slow
def test_section_asks_the_same_number_of_queries_empty_and_full(
    client, draft, contributor, page, django_assert_num_queries
):
    client.get(page)
    with django_assert_num_queries(10):
        client.get(page)
    for number in (1, 2, 3, 4):
        evidence_document(draft, contributor, "IOC-6.1", f"{number}/QĐ-UBND")
    save(by=contributor, assessment=draft, code="IOC-6.1", content=Content("4"), expected_version=0)
    save(by=contributor, assessment=draft, code="IOC-6.6", content=Content("4"), expected_version=0)
    with django_assert_num_queries(10):
        client.get(page)


@pytest.mark.slow
def test_member_of_two_provinces_sees_both(client, draft):
    other = open_assessment()
    user = UserFactory()
    for assessment in (draft, other):
        MembershipFactory(user=user, body__province=assessment.province, role=Role.CONTRIBUTOR)
    client.force_login(user)
    for assessment in (draft, other):
        assert client.get(reverse("section", args=[assessment.pk, "IOC-6"])).status_code == 200
