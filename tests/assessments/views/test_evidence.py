import pytest
from django.core.files.storage import default_storage
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from assessments.actions import evidence as evidence_actions
from assessments.enums import ScanState
from assessments.models import Evidence, StoredFile, WorkflowEvent
from tests.factories import evidence_document, files, open_assessment, pdf_upload, user_as

pytestmark = pytest.mark.django_db
JSON = {"accept": "application/json"}


def add(client, assessment, **fields):
    url = reverse("evidence_add", args=[assessment.pk, "IOC-6.1"])
    return client.post(url, {f"q_IOC_6_1-evidence-{name}": value for name, value in fields.items()}, headers=JSON)


@pytest.mark.slow
def test_file_is_stored_under_its_content_and_listed(client, draft, contributor):
    response = add(client, draft, files=pdf_upload("kế hoạch.pdf"))
    assert response.status_code == 200
    found = response.json()
    assert "kế hoạch.pdf" in found["html"]
    assert found["text"] == "Đã thêm minh chứng cho câu IOC-6.1."
    assert found["progress"]["section"]["asked"] == 6
    stored = StoredFile.objects.get()
    assert stored.file.name == f"evidence/{stored.sha256[:2]}/{stored.sha256}"
    assert default_storage.exists(stored.file.name)


@pytest.mark.slow
def test_file_comes_back_as_a_sandboxed_download(client, draft, contributor):
    upload = pdf_upload("kế hoạch.pdf")
    add(client, draft, files=upload)
    evidence = Evidence.objects.get()
    response = client.get(reverse("evidence_file", args=[draft.pk, evidence.pk]))
    upload.seek(0)
    assert response.getvalue() == upload.read()
    assert response["Content-Disposition"] == "attachment; filename*=utf-8''k%E1%BA%BF%20ho%E1%BA%A1ch.pdf"
    assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert response["X-Content-Type-Options"] == "nosniff"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("state", "word", "sentence"),
    [
        (
            ScanState.WAITING,
            "đang chờ quét mã độc",
            "Tệp đang chờ quét mã độc nên chưa mở được; hãy thử lại sau ít phút.",
        ),
        (ScanState.INFECTED, "có mã độc, đã xóa", "Tệp có mã độc nên đã bị xóa và không mở được nữa."),
    ],
)
def test_file_that_is_held_is_listed_without_a_link_and_refused_with_a_sentence(
    client, draft, contributor, state, word, sentence
):
    add(client, draft, files=pdf_upload("kế hoạch.pdf"))
    is_infected = state == ScanState.INFECTED
    found = {"scan_finding": "Eicar" if is_infected else "", "scanned_at": timezone.now() if is_infected else None}
    StoredFile.objects.update(scan_state=state, **found)
    evidence = Evidence.objects.get()
    page = client.get(reverse("section", args=[draft.pk, "IOC-6"])).content.decode()
    links = [reverse(name, args=[draft.pk, evidence.pk]) for name in ("evidence_file", "evidence_view")]
    assert [link in page for link in links] == [False, False]
    assert (word in page, "kế hoạch.pdf" in page) == (True, True)
    for link in links:
        response = client.get(link)
        assert (response.status_code, sentence in response.content.decode()) == (403, True)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "shown", "ending"),
    [
        ("Quyết định số 12/QĐ-UBND.pdf", "QĐ-UBND.pdf", "filename*=utf-8''Q%C4%90-UBND.pdf"),
        ("a\r\nSet-Cookie: x=1.pdf", "aSet-Cookie_ x=1.pdf", 'filename="aSet-Cookie_ x=1.pdf"'),
        ("\u202efdp.exe\u2066.pdf", "fdp.exe.pdf", 'filename="fdp.exe.pdf"'),
        ('a";filename=b.exe;.pdf', "a_;filename=b.exe;.pdf", 'filename="a_;filename=b.exe;.pdf"'),
        ("con.pdf", "_con.pdf", 'filename="_con.pdf"'),
        ("x" * 300 + ".pdf", "x" * 140 + ".pdf", f'filename="{"x" * 140}.pdf"'),
    ],
)
def test_name_is_kept_clean_and_comes_back_clean(client, draft, contributor, name, shown, ending):
    upload = pdf_upload()
    upload._name = name
    evidence_actions.add_file(by=contributor, assessment=draft, code="IOC-6.1", upload=upload)
    evidence = Evidence.objects.get()
    assert evidence.title == shown
    response = client.get(reverse("evidence_file", args=[draft.pk, evidence.pk]))
    assert response.getvalue().startswith(b"%PDF-")
    assert response["Content-Disposition"] == f"attachment; {ending}"


def test_refused_file_is_said_and_nothing_is_stored(client, draft, contributor):
    response = add(client, draft, files=pdf_upload("mã độc.exe"))
    assert response.status_code == 422
    expected = "Tệp “mã độc.exe” không thuộc loại được nhận (PDF, DOCX, XLSX, ODT, ODS, PNG, JPEG)."
    assert response.json()["problems"] == [expected]
    assert (Evidence.objects.count(), StoredFile.objects.count()) == (0, 0)


def test_document_without_its_number_is_refused(client, draft, contributor):
    response = add(client, draft, document_issuer="Ủy ban nhân dân tỉnh")
    assert response.json()["problems"] == ["Văn bản dẫn chiếu cần số, ký hiệu."]


def test_link_of_another_scheme_is_refused(client, draft, contributor):
    assert add(client, draft, url="ftp://tinh.example/x").status_code == 422
    assert Evidence.objects.count() == 0


def test_removed_evidence_leaves_the_answer_but_not_the_province(client, draft, contributor):
    evidence = evidence_document(draft, contributor, "IOC-6.1")
    response = client.post(reverse("evidence_remove", args=[draft.pk, "IOC-6.1", evidence.pk]), headers=JSON)
    assert response.status_code == 200
    assert draft.answers.get(code="IOC-6.1").evidence.count() == 0
    assert Evidence.objects.get() == evidence
    assert WorkflowEvent.objects.filter(assessment=draft).last().verb == "remove_evidence"


def test_nothing_to_add_is_said(client, draft, contributor):
    response = add(client, draft, url="")
    sentence = "Chưa có gì để thêm: hãy chọn tệp, nhập đường dẫn hoặc dẫn một văn bản."
    assert (response.status_code, response.json()["problems"], response.json()["text"]) == (422, [sentence], "")


def test_evidence_without_script_returns_to_the_section_with_a_message(client, draft, contributor):
    url = reverse("evidence_add", args=[draft.pk, "IOC-6.1"])
    response = client.post(url, {"q_IOC_6_1-evidence-url": "https://tinh.example/"}, follow=True)
    assert response.redirect_chain == [(reverse("section", args=[draft.pk, "IOC-6"]), 302)]
    assert "Đã thêm minh chứng cho câu IOC-6.1." in response.content.decode()


@pytest.mark.slow
def test_evidence_of_another_province_can_neither_be_read_nor_removed(client, draft, contributor):
    other = open_assessment()
    theirs = user_as(Role.CONTRIBUTOR, other.province)
    client.force_login(theirs)
    add(client, other, files=pdf_upload())
    evidence = Evidence.objects.get()
    client.force_login(contributor)
    assert client.get(reverse("evidence_file", args=[other.pk, evidence.pk])).status_code == 404
    assert client.get(reverse("evidence_file", args=[draft.pk, evidence.pk])).status_code == 404
    assert client.post(reverse("evidence_remove", args=[draft.pk, "IOC-6.1", evidence.pk])).status_code == 404
    assert other.answers.get(code="IOC-6.1").evidence.count() == 1


def test_evidence_for_an_unknown_code_is_not_found(client, draft, contributor):
    assert client.post(reverse("evidence_add", args=[draft.pk, "X-1"])).status_code == 404


# -- shown in a page -----------------------------------------------------------------------------------------------


def view(client, assessment, evidence):
    return client.get(reverse("evidence_view", args=[assessment.pk, evidence.pk]))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "content", "content_type"),
    [
        ("kế hoạch.pdf", files.pdf(), "application/pdf"),
        ("ảnh.png", files.image("PNG"), "image/png"),
        ("ảnh.jpg", files.image("JPEG"), "image/jpeg"),
    ],
)
def test_pdf_and_images_are_shown_in_pages_of_ours_only(client, draft, contributor, name, content, content_type):
    add(client, draft, files=files.upload(name, content))
    response = view(client, draft, Evidence.objects.get())
    assert response.getvalue() == content
    assert response["Content-Type"] == content_type
    assert response["Content-Disposition"].startswith("inline; ")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["X-Frame-Options"] == "SAMEORIGIN"
    sandbox = "" if content_type == "application/pdf" else "sandbox; "  # which the browser's PDF viewer refuses
    assert response["Content-Security-Policy"] == sandbox + (
        "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; object-src 'self'; frame-ancestors 'self'"
    )


@pytest.mark.slow
def test_other_files_links_and_documents_are_not_shown(client, draft, contributor):
    add(client, draft, files=files.upload("bảng.xlsx", files.xlsx()))
    add(client, draft, url="https://tinh.example/van-ban")
    evidence_document(draft, contributor, "IOC-6.1")
    found = list(Evidence.objects.all())
    assert len(found) == 3
    assert [view(client, draft, item).status_code for item in found] == [404, 404, 404]


@pytest.mark.slow
def test_files_of_other_provinces_are_not_shown(client, draft, contributor):
    add(client, draft, files=pdf_upload())
    client.force_login(user_as(Role.COORDINATOR))
    assert view(client, draft, Evidence.objects.get()).status_code == 404


# -- given before, and for how long --------------------------------------------------------------------------------


@pytest.mark.slow
def test_file_given_again_is_recognised_and_told(client, draft, contributor):
    url = reverse("evidence_add", args=[draft.pk, "IOC-6.2"])
    client.post(url, {"q_IOC_6_2-evidence-files": pdf_upload("kế hoạch.pdf")}, headers=JSON)
    said = [add(client, draft, files=pdf_upload("bản sao.pdf")).json()["text"] for _turn in range(2)]
    elsewhere, again = "Tệp “bản sao.pdf” này đã có ở câu IOC-6.2.", "Tệp “bản sao.pdf” đã có ở câu IOC-6.1."
    assert said == [f"Đã thêm minh chứng cho câu IOC-6.1. {elsewhere}", again]


@pytest.mark.slow
def test_file_given_again_without_script_is_told_by_a_message(client, draft, contributor):
    add(client, draft, files=pdf_upload("a.pdf"))
    page = reverse("section", args=[draft.pk, "IOC-6"])
    sent = {"q_IOC_6_2-version": "0", "q_IOC_6_2-evidence-files": pdf_upload("b.pdf")}
    text = client.post(page, sent, follow=True).content.decode()
    assert "Tệp “b.pdf” này đã có ở câu IOC-6.1." in text


@pytest.mark.slow
def test_file_is_listed_with_kind_size_and_how_long_it_holds(client, draft, contributor):
    html = add(client, draft, files=pdf_upload("a.pdf"), valid_until="31/12/2030").json()["html"]
    evidence = Evidence.objects.get()
    assert evidence.valid_until.isoformat() == "2030-12-31"
    for said in ("(PDF, ", "Có hiệu lực đến 31/12/2030", reverse("evidence_view", args=[draft.pk, evidence.pk])):
        assert said in html
    assert (
        "Đã hết hiệu lực ngày 31/12/2020"
        in add(client, draft, files=pdf_upload(), valid_until="31/12/2020").json()["html"]
    )


@pytest.mark.parametrize("day", ["31/02/2030", "x", "\x00", "01/01/9999"])
def test_file_with_a_wrong_day_is_refused_and_not_kept(day, client, draft, contributor):
    response = add(client, draft, files=pdf_upload(), valid_until=day)
    assert response.status_code == 422
    assert response.json()["problems"][1:] == ["Tệp chưa được thêm: hãy sửa ngày hết hiệu lực rồi gửi lại."]
    assert Evidence.objects.count() == 0


def test_drop_area_carries_the_warning_and_the_mark(client, draft, contributor):
    text = client.get(reverse("section", args=[draft.pk, "IOC-6"])).content.decode()
    drop = text.split("data-drop", 1)[1].split("</details>", 1)[0].split("<details", 1)[0]
    for said in ("bí mật nhà nước", "Tệp hạn chế phổ biến", "Tệp có hiệu lực đến", 'type="file"'):
        assert said in drop
    assert reverse("evidence_reuse", args=[draft.pk, "IOC-6.1"]) in text
