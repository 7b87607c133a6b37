from datetime import date
from decimal import Decimal

import pytest
from django.utils import translation

from assessments.forms.campaigns import CampaignForm
from catalogues.versions import VersionStatus
from guidance.models import GuidanceVersion
from tests.factories import CampaignFactory, guidance_version, indicator_version

pytestmark = pytest.mark.django_db

DATES = {
    "opens_on": "2026-01-05",
    "submit_by": "20/03/2026",
    "review_by": "2026-04-30",
    "clarify_by": "2026-05-15",
    "publish_on": "2026-06-30",
}


def posted(**fields) -> dict:
    catalogues = {"guidance": guidance_version().pk, "indicators": indicator_version().pk}
    return {"name": "Đợt 2026", "code": "dot-2026", "alpha": "0,6", **catalogues, **DATES, **fields}


def test_campaign_is_read_from_the_form():
    form = CampaignForm(posted())
    assert form.errors == {}
    campaign = form.save(commit=False)
    assert (campaign.alpha, campaign.submit_by) == (Decimal("0.6"), date(2026, 3, 20))
    assert (campaign.guidance.code, campaign.indicators.code) == ("cv2333/v1", "cv3098/v1")


def test_alpha_is_read_in_the_readers_own_way():
    with translation.override("en"):
        assert CampaignForm(posted(alpha="0.6")).is_valid()
    assert CampaignForm(posted(alpha="1,2")).errors == {"alpha": ["Tỷ trọng α cần giá trị từ 0 đến 1."]}


def test_dates_out_of_order_are_explained():
    sentence = "Các mốc phải theo thứ tự thời gian: mở, tự đánh giá, thẩm định, giải trình, công bố."
    assert CampaignForm(posted(submit_by="2026-05-01")).errors == {"__all__": [sentence]}


@pytest.mark.parametrize("code", ["Đợt 2026", "dot 2026", "dot/2026", "dot_2026", "Dot-2026", "dot-٢"])
def test_code_is_fit_for_addresses(code):
    sentence = "Mã đợt chỉ gồm chữ thường không dấu, chữ số và gạch nối, ví dụ dot-2026."
    assert CampaignForm(posted(code=code)).errors == {"code": [sentence]}


def test_code_is_used_once():
    CampaignFactory(code="dot-2026")
    assert CampaignForm(posted()).errors == {"code": ["Đã có đợt mang mã này."]}


@pytest.mark.parametrize(
    ("fields", "errors"),
    [
        ({"name": "", "code": ""}, {"name": ["Hãy điền mục này."], "code": ["Hãy điền mục này."]}),
        ({"name": "x" * 121}, {"name": ["Cần không quá 120 ký tự; bạn nhập 121 ký tự."]}),
        ({"code": "x" * 31}, {"code": ["Cần không quá 30 ký tự; bạn nhập 31 ký tự."]}),
        ({"alpha": "một nửa"}, {"alpha": ["Cần một số, ví dụ 0,5."]}),
        ({"alpha": "0,1234"}, {"alpha": ["Cần không quá 3 chữ số sau dấu phẩy."]}),
        ({"submit_by": "30/2/2026"}, {"submit_by": ["Ngày cần có dạng ngày/tháng/năm, ví dụ 20/06/2023."]}),
        ({"guidance": "x"}, {"guidance": ["Lựa chọn này không có trong danh sách; hãy chọn lại."]}),
    ],
)
def test_refusals_are_in_our_words(fields, errors):
    assert CampaignForm(posted(**fields)).errors == errors


def test_only_published_versions_are_offered():
    draft = GuidanceVersion.objects.create(code="cv2333/v2", definition={}, checksum="0" * 64)
    form = CampaignForm(posted(guidance=draft.pk))
    assert list(form.fields["guidance"].queryset.values_list("code", flat=True)) == ["cv2333/v1"]
    assert list(form.errors) == ["guidance"]
    assert draft.status == VersionStatus.DRAFT
