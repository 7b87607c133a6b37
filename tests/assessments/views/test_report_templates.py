import pytest
from django.urls import reverse

from accounts.roles import Role
from assessments.models import ReportTemplate
from assessments.reports.products import DOCX
from assessments.reports.word.default.template import made
from tests.catalogue_desk.views.pages import queries, text
from tests.factories import user_as
from tests.factories.files import docx, pdf
from tests.factories.report_templates import WHOLE, template, template_sent_by, template_upload

pytestmark = pytest.mark.django_db

PAGE = "/report-templates/"
NEW = f"{PAGE}new/"
FIELDS = f"{PAGE}fields/"


@pytest.fixture
def manager(client):
    client.force_login(user_as(Role.CAMPAIGN_MANAGER))
    return client


@pytest.fixture
def sent():
    return template_sent_by(user_as(Role.CAMPAIGN_MANAGER))


def send(client, content=None, name="mau-cua-bo.docx", **fields):
    return client.post(NEW, {"language": "vi", "file": template_upload(content, name), **fields})


@pytest.mark.slow
def test_without_any_the_default_is_in_use_and_can_be_downloaded(manager):
    shown = text(manager.get(PAGE))
    assert shown.count("Mẫu mặc định của cổng") == 2
    assert "Các mẫu đã gửi" not in shown
    for language in ("vi", "en"):
        response = manager.get(f"{PAGE}default/{language}/")
        assert (response.content, response["Content-Type"]) == (made(language), DOCX)
        assert f'filename="mau-bao-cao-khoang-cach-{language}.docx"' in response["Content-Disposition"]


@pytest.mark.parametrize("language", ["fr", "VI", "x" * 200])
def test_other_languages_are_not_known(manager, language):
    assert manager.get(f"{PAGE}default/{language}/").status_code == 404
    assert manager.post(f"{PAGE}default/{language}/activate/").status_code == 404


@pytest.mark.slow
def test_template_is_sent_used_downloaded_and_left_again(manager):
    content = template(*WHOLE)
    shown = text(manager.get(send(manager, content, note="Theo công văn").url))
    assert "Đã lưu mẫu “mau-cua-bo.docx”; mẫu chưa được dùng cho đến khi bạn đưa vào dùng." in shown
    assert "Theo công văn" in shown
    kept = ReportTemplate.objects.get()
    response = manager.get(reverse("report_template_file", args=[kept.pk]))
    assert (response.getvalue(), response["Content-Type"]) == (content, DOCX)
    shown = text(manager.post(reverse("report_template_activate", args=[kept.pk]), follow=True))
    assert "Từ nay báo cáo Word lập theo mẫu “mau-cua-bo.docx”." in shown
    assert "đang dùng" in shown
    shown = text(manager.post(f"{PAGE}default/vi/activate/", follow=True))
    assert "Từ nay báo cáo Word lập theo mẫu mặc định." in shown
    assert "thôi dùng “mau-cua-bo.docx”" in shown


def test_template_that_lacks_labels_is_kept_with_a_warning(manager):
    shown = text(manager.get(send(manager, template("{{ cover.status }}")).url))
    assert "Mẫu không in các trường bắt buộc: labels.demonstration , labels.ours , cover.snapshot" in shown


def test_every_fault_is_listed_and_nothing_kept(manager):
    response = send(manager, template("{{ summary.headlin }}", head="{{ titel }}"))
    shown = text(response)
    assert (response.status_code, ReportTemplate.objects.count()) == (422, 0)
    assert "Chưa lưu gì. Hãy sửa các chỗ dưới đây trong mẫu rồi gửi lại." in shown
    assert "2 chỗ phải sửa" in shown
    assert "summary.headlin : không có; có phải summary.headline?" in shown
    assert "Đầu trang {{ titel }} titel : không có; có phải title?" in shown


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.docx", b"", "không có nội dung"),
        ("a.docx", b"<html>", "không phải là tệp Word"),
        ("a.pdf", pdf(), "không phải là tệp Word (.docx)"),
        ("a.docx", docx(word__vbaProject_dot_bin=b"x"), "có macro"),
        ("a.docx", docx(), "không mở được như một văn bản Word"),
        ("a.docx", b"x" * 6_000_000, "nặng hơn 5 MB"),
        ("a.docx", template("{{" * 12_000), "có hơn 5000 thẻ"),
        ("a.docx", template("{{ ''.__class__.__mro__ }}"), "''.__class__ : không có trường con"),
    ],
)
def test_rubbish_is_refused_with_its_reason(manager, name, content, reason):
    response = send(manager, content, name)
    assert (response.status_code, ReportTemplate.objects.count()) == (422, 0)
    assert reason in text(response)


def test_form_without_a_file_says_what_is_missing(manager):
    response = manager.post(NEW, {"language": "fr"})
    assert response.status_code == 422
    assert set(response.context["form"].errors) == {"language", "file"}


@pytest.mark.slow
def test_same_file_again_is_told_at_the_field(manager, sent):
    response = send(manager)
    assert response.status_code == 422
    assert "Tệp này đã có trong danh sách" in text(response)


@pytest.fixture
def own_files(settings, tmp_path):
    """A store that no other process writes to."""
    settings.MEDIA_ROOT = tmp_path


def test_template_that_no_longer_fits_is_told(own_files, manager, sent):
    sent.file.storage.delete(sent.file.name)
    sent.file.storage.save(sent.file.name, template_upload(template("{{ went }}")))
    shown = text(manager.post(reverse("report_template_activate", args=[sent.pk]), follow=True))
    assert "Mẫu “mau-cua-bo.docx” không dùng được: went: không có" in shown
    assert ReportTemplate.objects.active("vi") is None


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.AUDITOR])
def test_rest_of_the_ministry_reads(client, sent, role):
    client.force_login(user_as(role))
    shown = text(client.get(PAGE))
    assert "mau-cua-bo.docx" in shown
    for button in ("Gửi mẫu mới", "Đưa vào dùng"):
        assert button not in shown
    assert client.get(NEW).status_code == 403
    assert client.post(reverse("report_template_activate", args=[sent.pk])).status_code == 403


def test_provinces_see_nothing_of_it(client, sent):
    client.force_login(user_as(Role.COORDINATOR))
    for url in (PAGE, NEW, FIELDS, reverse("report_template_file", args=[sent.pk]), f"{PAGE}default/vi/"):
        response = client.get(url)
        assert response.status_code == 403, url
        assert "mau-cua-bo" not in text(response)


def test_unknown_template_is_not_there(manager):
    assert manager.get(f"{PAGE}999/").status_code == 404
    assert manager.post(f"{PAGE}999/activate/").status_code == 404


def test_fields_are_listed_with_type_and_meaning(manager):
    shown = text(manager.get(FIELDS))
    assert "headline chữ Điểm chung" in shown
    assert "themes danh sách themes Các nhóm nội dung khuyến nghị, theo thứ tự danh mục" in shown
    assert "plan nhóm trường plan , có thể không có Kế hoạch hành động của đợt này" in shown
    assert "{%tr for row in group.rows %} {{ row.title }} {%tr endfor %}" in shown


@pytest.mark.slow
def test_page_asks_the_same_queries_however_many_templates_there_are(manager, sent):
    few = queries(manager, PAGE)
    for number in range(30):
        ReportTemplate.objects.create(
            name=f"mau-{number}.docx",
            file=sent.file.name,
            sha256=f"{number:064d}",
            size=9,
            uploaded_by=user_as(Role.CAMPAIGN_MANAGER),
        )
    assert queries(manager, PAGE) == few
    assert "Trang 1 trên 2" in text(manager.get(PAGE))


def test_pages_of_one_row_ask_few(manager):
    assert queries(manager, NEW) == queries(manager, FIELDS)
