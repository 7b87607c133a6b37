import pytest
from lxml import etree

from assessments.reports.word import structure

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def faults(inner):
    return [
        text.split(";")[0] for text in structure.faults(etree.fromstring(f'<w:body xmlns:w="{WORD}">{inner}</w:body>'))
    ]


def test_sound_document_has_no_fault():
    row = "<w:tr><w:tc><w:p><w:r><w:t>a</w:t></w:r></w:p></w:tc></w:tr>"
    assert faults(f"<w:p/>\n<w:tbl>{row}</w:tbl>") == []


@pytest.mark.parametrize(
    ("inner", "fault"),
    [
        ("<w:p>chữ</w:p>", "có chữ nằm ngoài đoạn văn"),
        ("<w:p/>chữ", "có chữ nằm ngoài đoạn văn"),
        ("<w:tbl><w:tr><w:tc/></w:tr></w:tbl>", "có ô không còn đoạn văn nào"),
        (
            "<w:tbl><w:tr><w:tc><w:p/><w:tbl><w:tr><w:tc><w:p/></w:tc></w:tr></w:tbl></w:tc></w:tr></w:tbl>",
            "có ô không còn đoạn văn nào",
        ),
        ("<w:tbl><w:tblPr/></w:tbl>", "có bảng không còn hàng nào khi danh sách trống"),
        ("<w:tbl><w:tr/></w:tbl>", "có hàng không còn ô nào"),
    ],
)
def test_what_word_calls_unreadable_is_told(inner, fault):
    assert faults(inner) == [fault]
