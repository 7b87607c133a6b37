import pytest
from django.utils.datastructures import MultiValueDict

from catalogue_desk.forms import CompareForm, UploadForm
from catalogues.versions import publish, store
from indicators.models import IndicatorSetVersion
from tests.catalogue_desk.sets import indicator_set
from tests.factories.files import upload

pytestmark = pytest.mark.django_db


def form(code="thu/v2", *files, kind="indicators", **data):
    sent = MultiValueDict({"files": list(files or [upload("a.yaml", b"x")])})
    return UploadForm(kind, {"version_code": code, "base": "", **data}, sent)


def test_sound_form_gives_the_files_by_name():
    found = form("thu/v2", upload("a.yaml", b"x"), upload("C:\\b.YML", b"y"))
    assert found.is_valid(), found.errors
    assert found.cleaned_data["files"] == {"a.yaml": b"x", "b.YML": b"y"}


SHAPE = "Mã phiên bản cần có dạng mã/v1, ví dụ cv3098/v2."


@pytest.mark.parametrize(
    ("code", "message"),
    [
        ("", "Hãy điền mục này."),
        ("thu", SHAPE),
        ("thu/2", SHAPE),
        ("a/b/v1", SHAPE),
        ("../v1", SHAPE),
        ("đô/v1", SHAPE),
        ("thu/v1\n", "Phiên bản thu/v1 đã công bố nên không thay được; hãy đặt số tiếp theo."),
        ("a" * 61, "Cần không quá 60 ký tự; bạn nhập 61 ký tự."),
        ("thu/v1\x00", "Có ký tự không đọc được; hãy nhập lại."),
    ],
)
def test_wrong_code_is_refused(code, message):
    publish(store(IndicatorSetVersion, "thu/v1", indicator_set())[0])
    assert form(code).errors == {"version_code": [message]}


@pytest.mark.parametrize(
    ("files", "message"),
    [
        ([upload("a.yaml", b""), upload("a.yaml", b"")], "Có hai tệp cùng tên; mỗi tệp cần một tên riêng."),
        ([upload("a.csv", b"")], "Tệp “a.csv” không phải .yaml hay .xlsx."),
        ([upload(f"{n}.yaml", b"") for n in range(51)], "Mỗi lần gửi không quá 50 tệp."),
        ([upload("a.xlsx", b"x" * 5_000_001)], "Các tệp cộng lại lớn hơn giới hạn 5 MB."),
    ],
)
def test_wrong_files_are_refused(files, message):
    assert form("thu/v2", *files).errors == {"files": [message]}


def test_form_without_files_is_refused():
    found = UploadForm("indicators", {"version_code": "thu/v2"}, MultiValueDict())
    assert found.errors == {"files": ["Hãy chọn ít nhất một tệp."]}


def test_version_to_compare_with_is_one_of_the_kind():
    store(IndicatorSetVersion, "thu/v1", indicator_set())
    assert form(base="thu/v1").is_valid()
    said = "Lựa chọn này không có trong danh sách; hãy chọn lại."
    assert form(base="thu/v7").errors == {"base": [said]}
    assert form(base="thu/v1", kind="guidance").errors == {"base": [said]}


def test_guidance_takes_yaml_only():
    assert UploadForm("guidance").fields["files"].widget.attrs["accept"] == ".yaml,.yml"
    assert UploadForm("indicators").fields["files"].widget.attrs["accept"] == ".yaml,.yml,.xlsx"


def test_two_versions_are_chosen_from_those_there_are():
    assert CompareForm(["a/v1", "a/v2"], {"a": "a/v1", "b": "a/v2"}).is_valid()
    assert list(CompareForm(["a/v1"], {"a": "a/v1", "b": "\x00"}).errors) == ["b"]
