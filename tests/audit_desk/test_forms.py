import pytest

from assessments.models import Assessment
from audit_desk.forms import FilterForm
from tests.factories import CampaignFactory, ProvinceFactory

pytestmark = pytest.mark.django_db


def test_nothing_asked_is_everything():
    form = FilterForm({})
    assert form.is_valid()
    assert set(form.cleaned_data.values()) == {"", None}


def test_only_provinces_with_an_assessment_are_offered_each_once():
    province, _other = ProvinceFactory(), ProvinceFactory()
    for _round in range(2):
        Assessment.objects.create(campaign=CampaignFactory(), province=province)
    assert list(FilterForm({}).fields["province"].queryset) == [province]


@pytest.mark.parametrize(
    ("given", "errors"),
    [
        ({"verb": "x"}, {"verb": ["Lựa chọn này không có trong danh sách; hãy chọn lại."]}),
        ({"province": "0"}, {"province": ["Lựa chọn này không có trong danh sách; hãy chọn lại."]}),
        ({"campaign": "x"}, {"campaign": ["Lựa chọn này không có trong danh sách; hãy chọn lại."]}),
        ({"since": "x"}, {"since": ["Ngày cần có dạng ngày/tháng/năm, ví dụ 20/06/2023."]}),
        ({"since": "02/05/2026", "until": "01/05/2026"}, {"until": ["Ngày cuối cần từ ngày đầu trở đi."]}),
        ({"person": "\x00"}, {"person": ["Có ký tự không đọc được; hãy nhập lại."]}),
        ({"person": "a" * 101}, {"person": ["Cần không quá 100 ký tự; bạn nhập 101 ký tự."]}),
    ],
)
def test_rubbish_is_refused_in_words(given, errors):
    assert dict(FilterForm(given).errors) == errors
