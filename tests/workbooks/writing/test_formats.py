from io import BytesIO

from xlsxwriter import Workbook

from workbooks.writing.formats import STYLES, Formats


def test_each_style_is_made_once():
    book = Workbook(BytesIO(), {"in_memory": True})
    formats = Formats(book)
    assert formats["input"] is formats["input"]
    assert len(formats.made) == 1
    for name in STYLES:
        assert formats[name]
    book.add_worksheet()
    book.close()


def test_only_cells_to_fill_in_are_open():
    assert {name for name, style in STYLES.items() if style.get("locked") is False} == {
        *("input", "input_number", "input_whole", "input_date")
    }
    assert all(style["locked"] is False or name == "sample" for name, style in STYLES.items() if "locked" in style)
