import csv
from io import BytesIO, StringIO

from openpyxl import load_workbook

from catalogue_desk.queries import contents
from catalogue_desk.workbook.comparison import as_csv, as_xlsx
from catalogues.differences import compare
from guidance.schema import Catalogue as Guidance
from tests.assessments.small import GUIDANCE
from tests.catalogue_desk.sets import HEAD, INDICATORS, MORE, SET, indicator_set

CHANGED = indicator_set(
    set={**HEAD, "number": "02/THU"},
    groups=[
        {**SET["groups"][0], "weight": "2", "indicators": [{**INDICATORS[1], "title": "=1+1"}, INDICATORS[2], MORE[0]]},
        {**SET["groups"][1], "indicators": MORE[1:]},
    ],
)
NOTICES = [("thu/v1", "Không chính thức."), ("thu/v2", "Không chính thức.")]
HEADING = ["Loại", "Mã", "Tên", "Khác biệt", "Trường", "Trước", "Sau", "Chuyển chỗ"]


def found():
    return compare(contents(indicator_set()), contents(CHANGED))


def test_table_has_a_row_for_every_changed_field_and_nothing_that_is_the_same():
    rows = list(csv.reader(StringIO(as_csv("indicators", found(), NOTICES).decode("utf-8-sig")), delimiter=";"))
    assert rows == [
        HEADING,
        ["cả danh mục", "", "", "", "number", "01/THU", "02/THU", ""],
        ["nhóm", "A", "Nhóm A", "đổi trọng số", "weight", "1", "2", ""],
        ["chỉ số", "A-2", "'=1+1", "đổi câu chữ", "title.vi", "'=Tỷ lệ", "'=1+1", ""],
        ["chỉ số", "A-2", "'=1+1", "đổi câu chữ", "title.en", "'-Share", "'=1+1", ""],
        ["chỉ số", "B-1", "Khoảng", "giữ nguyên", "", "", "", "B → A"],
        ["chỉ số", "A-1", "Mức", "bỏ", "", "", "", ""],
        [],
        ["Lưu ý", "thu/v1", "Không chính thức."],
        ["Lưu ý", "thu/v2", "Không chính thức."],
    ]


def test_workbook_has_the_same_rows_and_no_formula():
    sheet = load_workbook(BytesIO(as_xlsx("indicators", found(), NOTICES))).active
    rows = [[cell or "" for cell in row] for row in sheet.iter_rows(values_only=True)]
    assert (sheet.title, rows[0], len(rows)) == ("Khác biệt", HEADING, 10)
    assert (sheet["C4"].value, sheet["C4"].data_type) == ("=1+1", "s")


def test_guidance_has_its_own_words():
    small = Guidance.model_validate(GUIDANCE)
    rows = as_csv("guidance", compare(contents(indicator_set()), contents(small)), []).decode("utf-8-sig").splitlines()
    assert {row.split(";")[0].strip('"') for row in rows[1:] if row} >= {"câu hỏi", "nhóm nội dung, khuyến nghị"}
