from decimal import Decimal
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from catalogue_desk.workbook import sheets
from catalogue_desk.workbook.reading import read_workbook
from catalogue_desk.workbook.writing import template
from catalogues.versions import checksum, dump
from tests.catalogue_desk.sets import HEAD, INDICATORS, column, indicator_set
from tests.factories.catalogues import real_indicators


@pytest.mark.parametrize("found", [indicator_set(), real_indicators()], ids=["small", "cv3098"])
def test_filled_template_reads_back_as_the_same_version(found):
    again = read_workbook(found.code, "a.xlsx", template(found))
    assert again == found
    assert checksum(dump(again)) == checksum(dump(found))


def test_version_without_a_head_is_written_too():
    book = load_workbook(BytesIO(template(indicator_set(set=None))))
    assert book["Bộ chỉ số"]["A3"].value is None
    assert book["Cơ quan"]["A3"].value is None


def test_ladder_keeps_its_scoring():
    criteria = [{"code": "A-1", "title": "Đạt", "input": "yes_no", "evidence": "required"}]
    groups = [{"code": "A", "title": "Bậc", "indicators": criteria}]
    found = indicator_set(set={**HEAD, "scoring": "ladder"}, groups=groups)
    assert read_workbook("thu/v1", "a.xlsx", template(found)) == found


def test_empty_template_has_all_sheets_hidden_fields_and_lists():
    book = load_workbook(BytesIO(template()))
    assert book.sheetnames == ["Hướng dẫn", "Bộ chỉ số", "Nhóm", "Chỉ số", "Lựa chọn", "Cơ quan"]
    sheet = book["Chỉ số"]
    assert sheet.row_dimensions[1].hidden is True
    assert [cell.value for cell in sheet[1]] == [found.field for found in sheets.INDICATORS.columns]
    assert [cell.value for cell in sheet[2]] == [found.title for found in sheets.INDICATORS.columns]
    assert sheet.max_row == 2
    offered = {str(choice.sqref): choice.formula1 for choice in sheet.data_validations.dataValidation}
    letter = column(sheets.INDICATORS, "evidence")
    assert offered[f"{letter}3:{letter}1000"] == '"bắt buộc,nếu có,không cần"'
    assert offered["A3:A1000"] == "'Nhóm'!$A$3:$A$1000"


def test_guide_says_what_every_column_takes():
    rows = list(load_workbook(BytesIO(template()))["Hướng dẫn"].iter_rows(values_only=True))
    told = {(row[0], row[1]) for row in rows}
    assert {(sheet.name, found.title) for sheet in sheets.SHEETS for found in sheet.columns} <= told


def test_text_that_looks_like_a_formula_is_text():
    sheet = load_workbook(BytesIO(template(indicator_set())))["Chỉ số"]
    assert (sheet["C4"].value, sheet["C4"].data_type) == ("=Tỷ lệ", "s")


def test_numbers_are_numbers_where_no_digit_is_lost():
    sheet = load_workbook(BytesIO(template(indicator_set())))["Chỉ số"]
    letter = column(sheets.INDICATORS, "weight")
    assert [sheet[f"{letter}{row}"].value for row in (3, 4)] == ["2.50", 1]


@pytest.mark.slow
@settings(max_examples=12, deadline=None)
@given(
    weight=st.decimals(min_value="0.00000001", max_value="99999", places=8),
    floor=st.decimals(min_value=-(10**6), max_value=10**6, places=3),
    title=st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=20),
)
def test_any_number_and_text_comes_back(weight, floor, title):
    item = {**INDICATORS[1], "weight": str(weight), "title": {"vi": title, "en": ""}}
    item |= {"rule": {"kind": "linear", "floor": str(floor), "target": str(floor + Decimal("0.5"))}}
    found = indicator_set(groups=[{"code": "A", "title": "A", "indicators": [item]}])
    assert dump(read_workbook("thu/v1", "a.xlsx", template(found))) == dump(found)
