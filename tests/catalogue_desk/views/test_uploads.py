from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from accounts.roles import Role
from catalogue_desk.models import CatalogueUpload
from catalogue_desk.workbook.writing import template
from indicators.models import IndicatorSetVersion
from tests.catalogue_desk.sets import workbook
from tests.catalogue_desk.views.conftest import NEWER
from tests.catalogue_desk.views.pages import queries, text
from tests.factories import guidance_version, user_as
from tests.factories.catalogues import real_indicators
from tests.factories.files import upload
from tests.scanners import EICAR, fake_clamd

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_shelves")]

NEW = "/catalogues/indicators/upload/"


def send(client, raw, code="thu/v3", **data):
    files = [upload("a.xlsx", raw)] if isinstance(raw, bytes) else raw
    return client.post(NEW, {"version_code": code, "files": files, **data})


def test_form_offers_the_templates(manager, stored):
    shown = manager.get(NEW)
    assert "Mẫu Excel: mẫu trống , điền sẵn thu/v2 , điền sẵn thu/v1 ." in text(shown)
    assert "Mẫu Excel" not in text(manager.get("/catalogues/guidance/upload/"))


def test_wrong_form_is_refused_and_nothing_kept(manager):
    response = send(manager, [upload("a.pdf", b"x")], "x")
    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["version_code", "files"]
    assert not CatalogueUpload.objects.exists()


@pytest.mark.slow
def test_faults_are_listed_line_by_line_and_nothing_is_stored(manager):
    response = send(manager, workbook({("Chỉ số", "C3"): None, ("Chỉ số", "D3"): None, ("Nhóm", "F3"): 0}))
    shown = text(manager.get(response.url))
    assert "2 chỗ phải sửa" in shown
    assert "Chỉ số 3 C: Tên chỉ số thiếu trường bắt buộc này" in shown
    assert "Nhóm 3 F: Trọng số cần lớn hơn 0, nhận được 0" in shown
    assert not IndicatorSetVersion.objects.exists()
    pk = CatalogueUpload.objects.get().pk
    assert "không còn chờ xác nhận" in text(
        manager.post(reverse("catalogue_desk:upload_store", args=[pk]), follow=True)
    )
    assert not IndicatorSetVersion.objects.exists()


def test_long_list_of_faults_is_paged(manager):
    faults = [{"file": "a.yaml", "line": n, "field": "", "message": f"lỗi {n}"} for n in range(1, 61)]
    user = user_as(Role.CAMPAIGN_MANAGER)
    made = CatalogueUpload.objects.create(
        kind="guidance", version_code="a/v1", status="refused", faults=faults, by=user
    )
    assert "lỗi 51" in text(manager.get(f"{reverse('catalogue_desk:upload', args=[made.pk])}?page=2"))


@pytest.mark.slow
def test_sound_upload_is_previewed_stored_and_published(manager, stored):
    response = send(manager, template(NEWER))
    shown = text(manager.get(response.url))
    assert "Khác biệt so với thu/v1" in shown
    assert "A Nhóm A đổi trọng số trọng số trước: 1 sau: 2" in shown
    assert "Đã có bản nháp" not in shown
    stored_page = manager.post(f"{response.url}store/", follow=True)
    assert "Đã lưu bản nháp thu/v3." in text(stored_page)
    assert "Xem phiên bản thu/v3" in text(manager.get(response.url))
    manager.post("/catalogues/indicators/thu/v3/publish/")
    assert IndicatorSetVersion.objects.get(code="thu/v3").status == "published"
    again = send(manager, template(NEWER))
    assert again.context["form"].errors == {
        "version_code": ["Phiên bản thu/v3 đã công bố nên không thay được; hãy đặt số tiếp theo."]
    }


@pytest.mark.slow
def test_upload_in_place_of_a_draft_says_so(manager, stored):
    response = send(manager, template(NEWER), "thu/v2", base="thu/v1")
    assert "Đã có bản nháp thu/v2; xác nhận thì nội dung mới thay toàn bộ bản nháp đó." in text(
        manager.get(response.url)
    )
    shown = text(manager.post(f"{response.url}store/", follow=True))
    assert "Phiên bản thu/v2 đã có đúng nội dung này; không có gì thay đổi." in shown


@pytest.mark.slow
def test_preview_tells_what_it_goes_with(manager):
    guidance_version()
    shown = text(manager.get(send(manager, template(NEWER)).url))
    assert "Chưa đi cùng cv2333/v1 trong một đợt đánh giá được" in shown
    assert "chỉ số A-2 dẫn đến khuyến nghị A-1 không có" in shown
    assert "Nội dung (chưa có phiên bản để so)" in shown


@pytest.mark.slow
def test_preview_survives_that_its_base_is_gone(manager, stored):
    response = send(manager, template(NEWER), base="thu/v2")
    stored[1].delete()
    assert "Nội dung (chưa có phiên bản để so)" in text(manager.get(response.url))


@pytest.mark.slow
def test_preview_asks_the_same_queries_however_long_it_is(manager, stored):
    few = queries(manager, send(manager, template(NEWER)).url)
    many = queries(manager, send(manager, template(real_indicators())).url)
    assert (many, few < 11) == (few, True)


@pytest.mark.slow
def test_reviewer_looks_and_stores_nothing(client, stored):
    client.force_login(user_as(Role.CAMPAIGN_MANAGER))
    url = send(client, template(NEWER)).url
    client.force_login(user_as(Role.REVIEWER))
    assert "Lưu thành bản nháp thu/v3" not in text(client.get(url))
    assert client.post(f"{url}store/").status_code == 403
    assert client.get(NEW).status_code == 403
    assert not IndicatorSetVersion.objects.filter(code="thu/v3").exists()


@pytest.mark.slow
def test_template_is_empty_or_filled(reviewer, stored):
    empty = reviewer.get("/catalogues/indicators/template/")
    assert empty["Content-Disposition"] == 'attachment; filename="mau-bo-chi-so.xlsx"'
    filled = reviewer.get("/catalogues/indicators/template/?version=thu/v1")
    assert filled["Content-Disposition"] == 'attachment; filename="thu-v1.xlsx"'
    assert load_workbook(BytesIO(filled.content))["Bộ chỉ số"]["A3"].value == "thu"


@pytest.mark.parametrize(
    "path",
    ["guidance/template/", "indicators/template/?version=x", "uploads/9/", f"uploads/{'9' * 32}/", "x/upload/"],
)
def test_what_is_not_there_is_not_found(manager, path):
    assert manager.get(f"/catalogues/{path}").status_code == 404


def test_file_with_malware_is_refused_on_the_page(manager, settings):
    with fake_clamd() as (settings.CLAMD_ADDRESS, _process):
        response = send(manager, EICAR.encode())
    assert response.status_code == 422
    assert response.context["form"].errors == {
        "files": ["Tệp “a.xlsx” có mã độc (Eicar-Signature) nên không được nhận."]
    }
    assert not CatalogueUpload.objects.exists()
