import csv
from decimal import Decimal
from io import StringIO

import pytest
from django.utils import translation

from assessments.reports.csv_file import csv_text, harmless


@pytest.mark.parametrize("mark", ["=", "+", "-", "@", "\t=", "\r=", "\n=", " ="])
def test_formula_is_made_text(mark):
    assert harmless(f"{mark}HYPERLINK(1)") == f"'{mark}HYPERLINK(1)"


@pytest.mark.parametrize(
    ("cell", "expected"),
    [("Đà Nẵng", "Đà Nẵng"), (-5, "-5"), (0, "0"), (None, ""), ("", ""), (Decimal("-1.5"), "-1,5")],
)
def test_plain_cells_stay(cell, expected):
    assert harmless(cell) == expected


def test_table_has_its_mark_and_remarks_and_the_separator_of_the_language():
    text = csv_text(["Tỉnh", "%"], [["Đà Nẵng", 50], ["=1+1", 3]], ["Dữ liệu minh họa"])
    assert text == "\ufeffDữ liệu minh họa\r\nTỉnh;%\r\nĐà Nẵng;50\r\n'=1+1;3\r\n"
    with translation.override("en"):
        assert csv_text(["a", "b"], [[1, 2]]) == "\ufeffa,b\r\n1,2\r\n"


def test_separators_quotes_and_line_ends_survive():
    cells = ['Lý do; "bão"\nlũ', "a,b", "'x"]
    text = csv_text(["a", "b", "c"], [cells])
    assert list(csv.reader(StringIO(text.lstrip("\ufeff"), newline=""), delimiter=";"))[1] == cells
