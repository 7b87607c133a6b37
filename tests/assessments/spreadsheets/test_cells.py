from datetime import date, datetime
from types import SimpleNamespace

import pytest

from assessments.spreadsheets.cells import MAX_CELL, UnreadableCell, held, number_text


def cell(value, data_type="s"):
    return SimpleNamespace(value=value, data_type=data_type)


@pytest.mark.parametrize(
    ("value", "found"),
    [
        (None, None),
        ("", None),
        ("  \n", None),
        ("  Có\n", "Có"),
        ("=1+1", "=1+1"),
        (True, True),
        (0, 0),
        (0.5, 0.5),
        (datetime(2026, 5, 6), datetime(2026, 5, 6)),
        (date(2026, 5, 6), date(2026, 5, 6)),
        ("A" * MAX_CELL, "A" * MAX_CELL),
    ],
)
def test_cell_holds_a_plain_value(value, found):
    assert held(cell(value)) == found


@pytest.mark.parametrize(
    ("value", "data_type", "message"),
    [
        ("=1+1", "f", "ô có công thức; hãy dán giá trị thay cho công thức"),
        (object(), "f", "ô có công thức; hãy dán giá trị thay cho công thức"),
        ("#N/A", "e", "ô báo lỗi #N/A"),
        ("A" * (MAX_CELL + 1), "s", "ô có hơn 10000 ký tự"),
        ("A\x80", "s", "có ký tự điều khiển U+0080 không dùng được"),
    ],
)
def test_cell_that_cannot_be_used_says_why(value, data_type, message):
    with pytest.raises(UnreadableCell) as caught:
        held(cell(value, data_type))
    assert str(caught.value) == message


@pytest.mark.parametrize(
    ("value", "text"), [(5, "5"), (5.0, "5"), (0.1, "0.1"), (1e-7, "0.0000001"), (-2.5, "-2.5"), (1e21, "1" + "0" * 21)]
)
def test_number_is_read_as_people_see_it(value, text):
    assert number_text(value) == text
