import pytest

from catalogue_desk.models import CatalogueUpload
from catalogues.versions import VersionStatus, store
from indicators.models import IndicatorSetVersion
from tests.catalogue_desk.actions.test_versions import used
from tests.catalogue_desk.sets import indicator_set
from tests.catalogue_desk.views.pages import queries, text
from tests.factories import guidance_version
from tests.factories.catalogues import real_indicators

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_shelves")]

INDEX = "/catalogues/"
V1, V2 = "/catalogues/indicators/thu/v1/", "/catalogues/indicators/thu/v2/"


def test_list_has_both_kinds_with_numbers_states_and_campaigns(manager, stored):
    used(stored[0])
    shown = text(manager.get(INDEX))
    assert "Chưa có" not in shown.split("Bộ chỉ số", 2)[1]
    assert "thu/v2 Bộ thử bản nháp 8" in shown
    assert "thu/v1 Bộ thử đã công bố 8" in shown
    assert "Đợt đánh giá" in shown.split("thu/v1 Bộ thử", 1)[1]
    assert "Nạp phiên bản mới" in shown


def test_demonstration_is_told_where_its_campaigns_are_named(manager, stored):
    campaign = used(stored[0])
    assert "không phải số liệu thật" not in text(manager.get(INDEX)) + text(manager.get(V1))
    campaign.is_demonstration = True
    campaign.save()
    for page in (INDEX, V1):
        assert "không phải số liệu thật" in text(manager.get(page))


def test_reviewer_sees_the_list_without_ways_to_change_it(reviewer, stored):
    shown = text(reviewer.get(INDEX)) + text(reviewer.get(V2))
    assert ("Nạp phiên bản mới" in shown, "Công bố…" in shown, "Tạo đợt" in shown) == (False, False, False)
    assert "So sánh hai phiên bản" in shown


def test_empty_list_says_so(manager):
    shown = text(manager.get(INDEX))
    assert shown.count("Chưa có phiên bản nào.") == 2
    assert "Các lần gửi gần đây" not in shown


@pytest.mark.slow
def test_list_asks_the_same_queries_however_long_it_is(manager, stored):
    few = queries(manager, INDEX)
    guidance_version()
    by = manager.get(INDEX).context["user"]
    for number in range(3):
        used(store(IndicatorSetVersion, f"them/v{number}", indicator_set(code=f"them/v{number}"))[0])
        CatalogueUpload.objects.create(
            kind="indicators", version_code="a/v1", status="refused", faults=[{"message": "x"}], by=by
        )
    assert (queries(manager, INDEX), few < 11) == (few, True)


def test_version_page_shows_its_notice_and_every_indicator(manager, stored):
    response = manager.get(V1)
    shown = text(response)
    assert "Của nhóm kiểm thử, không chính thức." in shown
    assert "A-2 =Tỷ lệ A Nhóm A nhập tử số và mẫu số" in shown
    assert "không tính điểm" in shown
    assert [row.code for row in response.context["page"]][:3] == ["A-1", "A-2", "A-3"]
    assert "Tạo đợt đánh giá dùng phiên bản này" in shown
    assert "So với thu/v1" in text(manager.get(V2))


def test_indicators_are_searched_and_long_lists_paged(manager):
    guidance_version()
    page = "/catalogues/guidance/cv2333/v1/"
    first = text(manager.get(page))
    assert "Trang 1 trên 3" in first
    assert "IOC-6.1" in text(manager.get(f"{page}?q=ioc-6.1"))
    assert "Không có mục nào khớp với từ tìm." in text(manager.get(f"{page}?q=<b>không có"))


@pytest.mark.parametrize("query", ["?q=%00", "?page=x", "?q=" + "a" * 3000, "?page=-1&q=%FF"])
def test_rubbish_in_the_address_does_no_harm(manager, stored, query):
    assert manager.get(V1 + query).status_code == 200


@pytest.mark.parametrize("path", ["indicators/thu/v9/", "x/thu/v1/", "indicators/a%00/v1/", "indicators/a/b/c/"])
def test_unknown_version_is_not_found(manager, stored, path):
    assert manager.get(INDEX + path).status_code == 404


def test_version_page_asks_the_same_queries_however_long_it_is(manager, stored):
    few = queries(manager, V1)
    used(stored[0])
    store(IndicatorSetVersion, "thu/v1000", real_indicators())
    assert (queries(manager, V1), queries(manager, "/catalogues/indicators/thu/v1000/"), few < 11) == (few, few, True)


def test_draft_is_published(manager, stored):
    shown = text(manager.post(f"{V2}publish/", follow=True))
    assert "Đã công bố thu/v2. Đợt đánh giá tạo từ nay có thể chọn phiên bản này." in shown
    stored[1].refresh_from_db()
    assert stored[1].status == VersionStatus.PUBLISHED
    assert "Phiên bản thu/v2 đã công bố rồi." in text(manager.post(f"{V2}publish/", follow=True))
    assert "công bố phiên bản" in text(manager.get(V2))


def test_draft_is_discarded(manager, stored):
    assert "Đã xóa bản nháp thu/v2." in text(manager.post(f"{V2}discard/", follow=True))
    assert manager.get(V2).status_code == 404
    shown = text(manager.post(f"{V1}discard/", follow=True))
    assert "Phiên bản thu/v1 đã công bố nên không xóa được." in shown
    assert manager.get(V1).status_code == 200


@pytest.mark.parametrize("verb", ["publish", "discard"])
def test_reviewer_changes_nothing(reviewer, stored, verb):
    assert reviewer.post(f"{V2}{verb}/").status_code == 403
    stored[1].refresh_from_db()
    assert stored[1].status == VersionStatus.DRAFT
