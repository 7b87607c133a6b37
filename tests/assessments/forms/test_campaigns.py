from datetime import date
from decimal import Decimal

import pytest
from django.utils import translation

from assessments.enums import CampaignState
from assessments.forms.campaigns import CampaignForm, DatesForm, ExtensionForm
from assessments.models import Assessment, Campaign
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


def test_alpha_is_written_without_needless_noughts():
    CampaignFactory(alpha=Decimal("0.5"))
    stored = Campaign.objects.get()
    assert str(stored.alpha) == "0.500"
    assert CampaignForm(instance=stored)["alpha"].value() == Decimal("0.5")
    assert str(CampaignForm(instance=stored).initial["alpha"]) == "0.5"


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


# -- later changes ---------------------------------------------------------------------------------------------------

TODAY = date(2026, 3, 10)
AHEAD = {"submit_by": "20/03/2026", "review_by": "30/04/2026", "clarify_by": "15/05/2026", "publish_on": "30/06/2026"}


def opened(state: CampaignState = CampaignState.OPEN) -> Campaign:
    days = {"submit_by": (3, 20), "review_by": (4, 30), "clarify_by": (5, 15), "publish_on": (6, 30)}
    dates = {name: date(2026, *day) for name, day in days.items()}
    return CampaignFactory(state=state, opens_on=date(2026, 1, 5), **dates)


def changed(campaign: Campaign, **fields) -> DatesForm:
    return DatesForm(TODAY, {**AHEAD, "reason": "Theo đề nghị của các tỉnh.", **fields}, instance=campaign)


def test_dates_ahead_are_moved_with_a_reason():
    form = changed(opened(), submit_by="25/03/2026")
    assert form.errors == {}
    assert (form.instance.submit_by, form.cleaned_data["reason"]) == (date(2026, 3, 25), "Theo đề nghị của các tỉnh.")


@pytest.mark.parametrize(
    ("fields", "errors"),
    [
        ({"reason": " "}, {"reason": ["Hãy điền mục này."]}),
        ({"reason": "x" * 301}, {"reason": ["Cần không quá 300 ký tự; bạn nhập 301 ký tự."]}),
        (
            {"submit_by": "09/03/2026"},
            {"submit_by": ["Mốc “hạn tự đánh giá” không thể dời về ngày đã qua (09/03/2026)."]},
        ),
        ({"review_by": "31/02/2026"}, {"review_by": ["Ngày cần có dạng ngày/tháng/năm, ví dụ 20/06/2023."]}),
        ({"review_by": ""}, {"review_by": ["Hãy điền mục này."]}),
        (
            {"review_by": "15/03/2026"},
            {"__all__": ["Các mốc phải theo thứ tự thời gian: mở, tự đánh giá, thẩm định, giải trình, công bố."]},
        ),
    ],
)
def test_wrong_dates_are_told_beside_their_field(fields, errors):
    assert changed(opened(), **fields).errors == errors


@pytest.mark.parametrize(
    ("state", "names"),
    [
        (CampaignState.OPEN, ["submit_by", "review_by", "clarify_by", "publish_on", "reason"]),
        (CampaignState.CLOSED, ["review_by", "clarify_by", "publish_on", "reason"]),
        (CampaignState.FINAL, ["publish_on", "reason"]),
    ],
)
def test_only_dates_that_lie_ahead_are_asked_for(state, names):
    campaign = opened(state)
    form = changed(campaign, submit_by="01/01/2030")
    assert list(form.fields) == names
    form.is_valid()
    assert (form.instance.submit_by == date(2030, 1, 1)) == ("submit_by" in names)


def extended(**fields) -> ExtensionForm:
    assessment = Assessment(campaign=opened())
    return ExtensionForm(assessment, TODAY, {"until": "25/03/2026", "reason": "Bão lũ.", **fields})


def test_extension_is_read():
    form = extended()
    assert form.errors == {}
    assert form.cleaned_data == {"until": date(2026, 3, 25), "reason": "Bão lũ."}


@pytest.mark.parametrize(
    ("fields", "errors"),
    [
        ({"until": "20/03/2026"}, {"until": ["Ngày gia hạn cần sau hạn chung (20/03/2026)."]}),
        ({"until": "x"}, {"until": ["Ngày cần có dạng ngày/tháng/năm, ví dụ 20/06/2023."]}),
        ({"until": "01/01/99999"}, {"until": ["Ngày cần có dạng ngày/tháng/năm, ví dụ 20/06/2023."]}),
        ({"until": ""}, {"until": ["Hãy điền mục này."]}),
        ({"reason": ""}, {"reason": ["Hãy điền mục này."]}),
        ({"reason": "\x00"}, {"reason": ["Có ký tự không đọc được; hãy nhập lại."]}),
        ({"reason": "x" * 100_000}, {"reason": ["Cần không quá 300 ký tự; bạn nhập 100000 ký tự."]}),
    ],
)
def test_wrong_extension_is_told_beside_its_field(fields, errors):
    assert extended(**fields).errors == errors


def test_extension_begins_with_the_one_that_was_granted():
    assessment = Assessment(campaign=opened(), extended_to=date(2026, 4, 1), extension_reason="Bão.")
    assert ExtensionForm(assessment, TODAY).initial == {"until": date(2026, 4, 1), "reason": "Bão."}
