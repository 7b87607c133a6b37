"""What Word would call unreadable in a document that was filled in, though it is sound XML."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from docx.oxml.ns import qn
from lxml import etree

BARE = tuple(qn(f"w:{name}") for name in ("body", "tbl", "tr", "tc", "p", "r"))
"""What holds other elements and no text of its own."""


def faults(body: Any) -> Iterator[str]:
    root = etree.fromstring(etree.tostring(body))  # elements of lxml's own: those of python-docx have another `text`
    if any(_has_text(element) for element in root.iter(*BARE)):
        yield _("có chữ nằm ngoài đoạn văn; thẻ {%p … %} và {%tr … %} cần đứng một mình trong đoạn, trong hàng")
    if any(not len(cell) or cell[-1].tag != qn("w:p") for cell in root.iter(qn("w:tc"))):
        yield _("có ô không còn đoạn văn nào; trong ô hãy dùng {% … %} thay cho {%p … %}")
    if any(table.find(qn("w:tr")) is None for table in root.iter(qn("w:tbl"))):
        yield _("có bảng không còn hàng nào khi danh sách trống; hãy thêm hàng tiêu đề hoặc bọc bảng trong {%p if %}")
    if any(row.find(f".//{qn('w:tc')}") is None for row in root.iter(qn("w:tr"))):
        yield _("có hàng không còn ô nào")


def _has_text(element: Any) -> bool:
    return bool((element.text or "").strip()) or any((child.tail or "").strip() for child in element)
