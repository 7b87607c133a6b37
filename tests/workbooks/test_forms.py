import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from assessments.actions.answers import Content
from assessments.catalogue import campaign_catalogue
from assessments.models import Answer
from assessments.spreadsheets.packages import MAX_BYTES
from tests.assessments import small
from workbooks.forms import ConflictForm, UploadForm
from workbooks.merging import line


def errors(name, content):
    return UploadForm({}, {"file": SimpleUploadedFile(name, content)}).errors.get("file", [])


def test_file_is_wanted_and_not_a_huge_one():
    assert UploadForm({}, {}).errors["file"] == ["Hãy chọn tệp bảng tính để gửi."]
    assert errors("a.xlsx", b"x" * (MAX_BYTES + 1)) == ["Tệp “a.xlsx” lớn hơn giới hạn 5 MB."]
    assert errors("a.xlsx", b"") == errors("a.xlsx", b"x") == []


@pytest.fixture
def conflicts():
    items = campaign_catalogue(small.campaign()).items
    given = {"kind": "level", "choice": "1", "is_given": True, "version": 3}
    rows = {code: Answer(code=code, **given) for code in ("A-1.1", "A-1.4")}
    return [line(items[code], row, Content(), Content("2")) for code, row in rows.items()]


def test_each_conflict_wants_a_choice(conflicts):
    form = ConflictForm(conflicts, {"0-q_A_1_1": "portal:3"})
    assert form.errors == {"1-q_A_1_4": ["Hãy chọn một bản."]}
    form = ConflictForm(conflicts, {"0-q_A_1_1": "portal:3", "1-q_A_1_4": "workbook:3"})
    assert form.is_valid()
    assert form.chosen() == {"A-1.1": (False, 3), "A-1.4": (True, 3)}


@pytest.mark.parametrize("value", ["workbook:2", "workbook", "x", "workbook:3\x00"])
def test_choice_against_another_version_is_none(conflicts, value):
    form = ConflictForm(conflicts[:1], {"0-q_A_1_1": value})
    assert form.errors == {"0-q_A_1_1": ["Câu này vừa được sửa trong cổng; hãy xem lại hai bản rồi chọn."]}


def test_nothing_to_choose_is_valid():
    assert ConflictForm([], {}).is_valid()
