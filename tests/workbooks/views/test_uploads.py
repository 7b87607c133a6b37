from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from accounts.roles import Role
from assessments.actions.answers import Content, content_of, load, save
from tests.catalogue_desk.views.pages import queries, text
from tests.factories import complete_assessment, user_as
from tests.scanners import EICAR, fake_clamd
from tests.workbooks.books import NAME, downloaded, filled, small_draft
from workbooks.models import WorkbookUpload

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(client):
    """With its coordinator signed in."""
    assessment, by = small_draft()
    client.force_login(by)
    return assessment, by


def url(name, assessment, *more):
    return reverse(f"workbooks:{name}", args=[assessment.pk, *more])


def send(client, assessment, raw, name=NAME):
    return client.post(url("upload", assessment), {"file": SimpleUploadedFile(name, raw)})


def sent(client, assessment, by, cells):
    """The page that the sending leads to."""
    response = send(client, assessment, filled(downloaded(assessment, by), cells))
    assert response.status_code == 302
    return client.get(response.url)


def test_workbook_comes_as_a_file(client, draft):
    assessment, _by = draft
    response = client.get(url("download", assessment))
    name = f"phieu-{assessment.campaign.code}-{assessment.province.code}.xlsx"
    assert response["Content-Disposition"] == f'attachment; filename="{name}"'
    assert response["Content-Type"] == "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    assert load_workbook(BytesIO(response.content)).sheetnames[:3] == ["Hướng dẫn", "A", "Chỉ số"]


def test_whole_way_from_the_page_to_the_stored_answer(client, draft):
    assessment, by = draft
    page = sent(client, assessment, by, {("A-1.1", "answer"): "3", ("A-1.8", "answer"): "<b>lời</b>"})
    words = text(page)
    assert "Sẽ thay đổi Trả lời mới 2" in words
    assert "A-1.1 Mức kiến trúc trả lời mới Câu trả lời Đang có: Chưa trả lời Thành: Mức 3" in words
    assert "&lt;b&gt;lời&lt;/b&gt;" in page.content.decode()
    upload = WorkbookUpload.objects.get()
    done = client.post(url("apply", assessment, upload.pk), follow=True)
    assert done.redirect_chain == [(url("preview", assessment, upload.pk), 302)]
    assert "Đã nhận bảng tính: 2 câu thay đổi." in text(done)
    assert content_of(assessment.answers.get(code="A-1.1")) == Content("3")
    again = client.post(url("apply", assessment, upload.pk), follow=True)
    assert "Lần gửi này không còn chờ xác nhận." in text(again)


def test_faults_are_listed_by_sheet_and_cell(client, draft):
    assessment, by = draft
    page = sent(client, assessment, by, {("A-1.6", "numerator"): 120, ("A-1.6", "denominator"): 100})
    assert page.templates[0].name == "workbooks/refused.html"
    assert "1 chỗ phải sửa" in text(page)
    assert "A E13 Câu A-1.6: “Tử số” cần từ 0 đến “Mẫu số”; bạn nhập 120." in text(page)


def test_untouched_workbook_says_so(client, draft):
    page = sent(client, *draft, {})
    assert "Không có gì thay đổi Bảng tính trùng với nội dung đang có trên cổng." in text(page)


def test_withdrawal_is_told_plainly(client, draft):
    assessment, by = draft
    load(by=by, assessment=assessment, contents={"A-1.1": Content("2")})
    page = sent(client, assessment, by, {("A-1.1", "answer"): None})
    assert "A-1.1 Mức kiến trúc rút câu trả lời Câu trả lời Đang có: Mức 2 Thành: Chưa trả lời" in text(page)


@pytest.fixture
def conflict(client, draft):
    assessment, by = draft
    raw = filled(downloaded(assessment, by), {("A-1.1", "answer"): "3"})
    save(by=by, assessment=assessment, code="A-1.1", content=Content("1"), expected_version=None)
    send(client, assessment, raw)
    return WorkbookUpload.objects.get()


def test_conflict_shows_both_versions_and_waits_for_a_choice(client, conflict):
    page = client.get(url("preview", conflict.assessment, conflict.pk))
    assert "Câu trả lời Trong cổng Mức 1 Trong bảng tính Mức 3 Chọn bản cho câu A-1.1" in text(page)
    refused = client.post(url("apply", conflict.assessment, conflict.pk))
    assert refused.status_code == 422
    assert "Cần sửa trước khi tiếp tục Chọn bản cho câu A-1.1: Hãy chọn một bản." in text(refused)
    stale = client.post(url("apply", conflict.assessment, conflict.pk), {"0-q_A_1_1": "workbook:0"})
    assert "Câu này vừa được sửa trong cổng; hãy xem lại hai bản rồi chọn." in text(stale)
    assert content_of(conflict.assessment.answers.get(code="A-1.1")) == Content("1")


@pytest.mark.parametrize(("choice", "value"), [("portal:1", "1"), ("workbook:1", "3")])
def test_chosen_version_stands(client, conflict, choice, value):
    client.post(url("apply", conflict.assessment, conflict.pk), {"0-q_A_1_1": choice})
    assert content_of(conflict.assessment.answers.get(code="A-1.1")) == Content(value)


def test_missing_and_strange_files_are_refused_on_the_page(client, draft):
    assessment, _by = draft
    none = client.post(url("upload", assessment))
    assert (none.status_code, "Hãy chọn tệp bảng tính để gửi." in text(none)) == (422, True)
    text_only = client.post(url("upload", assessment), {"file": "x"})
    assert text_only.status_code == 422
    assert not WorkbookUpload.objects.exists()
    page = client.get(send(client, assessment, b"", "phieu.xls").url)
    assert "cả tệp – Cần tệp .xlsx theo mẫu" in text(page)


@pytest.mark.slow
def test_who_may_only_read_downloads_and_cannot_send(client, draft):
    assessment, by = draft
    sent(client, assessment, by, {("A-1.1", "answer"): "3"})
    client.force_login(user_as(Role.LEADER, assessment.province))
    page = client.get(url("upload", assessment))
    assert "Vai trò của bạn chỉ được xem phiếu này." in text(page)
    assert 'type="file"' not in page.content.decode()
    refused = send(client, assessment, downloaded(assessment, by))
    assert (refused.status_code, WorkbookUpload.objects.count()) == (422, 1)
    upload = WorkbookUpload.objects.get()
    preview = client.get(url("preview", assessment, upload.pk))
    assert "Nhận tất cả các thay đổi" not in text(preview)
    told = client.post(url("apply", assessment, upload.pk), follow=True)
    assert "Vai trò của bạn chỉ được xem phiếu này." in text(told)
    assert not assessment.answers.exists()


def test_upload_under_another_assessment_is_not_found(client, draft):
    assessment, by = draft
    sent(client, assessment, by, {("A-1.1", "answer"): "3"})
    other, other_by = small_draft()
    client.force_login(other_by)
    for name in ("preview", "apply"):
        response = client.post(url(name, other, WorkbookUpload.objects.get().pk))
        assert response.status_code in {404, 405}
    assert client.get(url("preview", other, WorkbookUpload.objects.get().pk)).status_code == 404


def test_overview_leads_to_both(client, draft):
    assessment, _by = draft
    overview = reverse("overview", args=[assessment.pk])
    links = [url("download", assessment), url("upload", assessment)]
    page = client.get(overview).content.decode()
    assert [link for link in links if link in page] == links
    client.force_login(user_as(Role.AUDITOR))
    page = client.get(overview).content.decode()
    assert [link for link in links if f'"{link}"' in page] == links[:1]


@pytest.mark.slow
def test_long_lists_come_by_pages(client):
    assessment, by = complete_assessment()
    client.force_login(by)
    codes = [row.code for row in assessment.answers.order_by("pk")[:60]]
    raw = filled(downloaded(assessment, by), {(code, "note"): "Sửa trong Excel" for code in codes})
    page = client.get(send(client, assessment, raw).url)
    assert len(page.context["page"].object_list) == 50
    assert "Trang 1 trên 2" in text(page)
    raw = filled(downloaded(assessment, by), {(code, "note"): "x" * 10_001 for code in codes})
    page = client.get(send(client, assessment, raw).url)
    assert (len(page.context["page"].object_list), "60 chỗ phải sửa" in text(page)) == (50, True)


@pytest.mark.slow
def test_pages_ask_as_much_whatever_their_length(client, draft):
    assessment, by = draft
    few = sent(client, assessment, by, {("A-1.1", "answer"): "3"}).request["PATH_INFO"]
    many = sent(
        client, assessment, by, {(code, "note"): "x" for code in ("A-1.1", "A-1.2", "A-1.4", "A-1.8", "B-1", "B-2")}
    ).request["PATH_INFO"]
    assert queries(client, few) == queries(client, many)
    before = queries(client, url("upload", assessment))
    for _turn in range(5):
        sent(client, assessment, by, {("A-1.1", "answer"): "?"})
    assert queries(client, url("upload", assessment)) == before


def test_download_and_upload_ask_as_much_whatever_is_answered(client):
    blank, by = small_draft()
    full, full_by = small_draft()
    load(by=full_by, assessment=full, contents={"A-1.1": Content("2"), "A-1.2": Content("yes"), "B-2": Content(7)})
    counts = []
    for assessment, person in ((blank, by), (full, full_by)):
        client.force_login(person)
        raw = downloaded(assessment, person)
        save(by=person, assessment=assessment, code="A-1.8", content=Content("x"), expected_version=None)
        with CaptureQueriesContext(connection) as asked:
            client.get(url("download", assessment))
            send(client, assessment, raw)
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_demonstration_is_marked(client, draft):
    assessment, by = draft
    type(assessment.campaign).objects.update(is_demonstration=True)
    pages = [client.get(url("upload", assessment)), sent(client, assessment, by, {("A-1.1", "answer"): "3"})]
    assert all("Dữ liệu minh họa" in text(page) for page in pages)


def test_workbook_with_malware_is_refused_on_the_page(client, draft, settings):
    assessment, _by = draft
    with fake_clamd() as (settings.CLAMD_ADDRESS, _process):
        response = send(client, assessment, EICAR.encode())
    assert response.status_code == 422
    assert response.context["form"].errors == {
        "file": ["Tệp “phieu.xlsx” có mã độc (Eicar-Signature) nên không được nhận."]
    }
    assert not WorkbookUpload.objects.exists()
