from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO

from openpyxl import load_workbook

from assessments.reports.sheets import DAY, GAIN, SCORE, Column, Sheet, xlsx

MADE = datetime(2026, 6, 30, 9, 30, tzinfo=UTC)
COLUMNS = [Column("Tên", 20), Column("Điểm", 9, SCORE)]


def sheet(*rows, **fields) -> Sheet:
    given = {"name": "Điểm", "notes": ["Bảng", "Chú ý"], "columns": COLUMNS, "rows": rows}
    return Sheet(**{**given, **fields})


def opened(*sheets: Sheet):
    return load_workbook(BytesIO(xlsx(sheets, "Kết quả", MADE)))


def values(made) -> list[tuple]:
    return list(made.iter_rows(values_only=True))


def test_notes_stand_above_the_head_and_the_rows():
    book = opened(sheet(["Huế", Decimal("41.5")], ["Đà Nẵng", None]))
    assert book.sheetnames == ["Điểm"]
    assert values(book["Điểm"]) == [
        ("Bảng", None),
        ("Chú ý", None),
        (None, None),
        ("Tên", "Điểm"),
        ("Huế", 41.5),
        ("Đà Nẵng", None),
    ]
    assert (book["Điểm"].freeze_panes, book["Điểm"].auto_filter.ref) == ("A5", "A4:B6")


def test_facts_stand_between_notes_and_head():
    made = opened(sheet(["Huế", Decimal(1)], facts=[("sha256", "a" * 64), ("α", Decimal("0.5"))]))["Điểm"]
    assert values(made)[3:] == [("sha256", "a" * 64), ("α", 0.5), (None, None), ("Tên", "Điểm"), ("Huế", 1)]


def test_numbers_and_days_keep_their_kind_and_their_form():
    columns = [Column("a", 9, SCORE), Column("b", 9, GAIN), Column("c", 9), Column("d", 9)]
    row = [Decimal("41.67"), Decimal("-1.5"), 3, date(2026, 5, 6)]
    cells = list(opened(sheet(row, columns=columns))["Điểm"].iter_rows())[-1]
    assert [cell.data_type for cell in cells] == ["n", "n", "n", "d"]
    assert [cell.number_format for cell in cells] == [SCORE, GAIN, "General", DAY]
    assert cells[3].value.date() == date(2026, 5, 6)


def test_text_is_never_a_formula_a_link_or_a_number():
    texts = ["=1+1", "+1", "-1", "@x", "https://tinh.example", "0123", "{=A1}", "_x0041_"]
    made = opened(sheet(*([text, None] for text in texts)))["Điểm"]
    cells = list(made.iter_rows(min_row=5, max_col=1))
    assert [(cell.data_type, cell.hyperlink) for (cell,) in cells] == [("s", None)] * len(texts)
    assert [cell.value for (cell,) in cells] == texts


def test_control_marks_are_dropped_and_long_text_is_cut():
    made = opened(sheet(["a\x00\x07\u202eb\ud800", None], ["Ỷ" * 40_000, None]))["Điểm"]
    assert [row[0] for row in values(made)[4:]] == ["ab", "Ỷ" * 32_767]


def test_same_content_gives_the_same_bytes():
    first, second = (xlsx([sheet(["Huế", Decimal(1)])], "Kết quả", MADE) for _time in range(2))
    assert first == second
    book = load_workbook(BytesIO(first))
    assert (book.properties.title, book.properties.created) == ("Kết quả", MADE.replace(tzinfo=None))


def test_table_without_rows_still_opens():
    assert values(opened(sheet())["Điểm"])[-1] == ("Tên", "Điểm")
