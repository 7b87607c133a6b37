"""A comparison of two versions as a table: one row a changed field."""

from collections.abc import Callable, Iterator, Sequence
from io import BytesIO

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Font

from assessments.reports.csv_file import csv_text
from catalogue_desk.enums import CatalogueKind, Filter
from catalogue_desk.queries import chosen, title
from catalogues.differences import Change, Comparison, Difference

Notices = Sequence[tuple[str, str]]
"""What each of the two versions says of its own origin, by version."""

InWords = Callable[[Change], Sequence[str]]
"""How a change is written: field, before, after."""


def as_csv(kind: str, found: Comparison, notices: Notices, in_words: InWords = tuple) -> bytes:
    head, *rows = _rows(kind, found, in_words)
    return csv_text(head, (*rows, (), *_closing(notices))).encode()


def as_xlsx(kind: str, found: Comparison, notices: Notices, in_words: InWords = tuple) -> bytes:
    book = Workbook()
    sheet = book.active
    sheet.title = _("Khác biệt")
    for number, row in enumerate((*_rows(kind, found, in_words), (), *_closing(notices)), 1):
        for position, text in enumerate(row, 1):
            cell = sheet.cell(number, position)
            cell.value, cell.data_type = text, "s"  # never a formula
            cell.font = Font(bold=number == 1)
    for letter, width in zip("ABCDEFGH", (14, 14, 40, 24, 24, 40, 40, 30), strict=True):
        sheet.column_dimensions[letter].width = width
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def _rows(kind: str, found: Comparison, in_words: InWords) -> Iterator[tuple[str, ...]]:
    """What is not the same in its place."""
    yield (
        *(_("Loại"), _("Mã"), _("Tên"), _("Khác biệt"), _("Trường"), _("Trước"), _("Sau")),
        _("Chuyển chỗ"),
    )
    for change in found.head:
        yield _("cả danh mục"), "", "", "", *in_words(change), ""
    is_guidance = kind == CatalogueKind.GUIDANCE
    branch, leaf = (_("nhóm nội dung, khuyến nghị"), _("câu hỏi")) if is_guidance else (_("nhóm"), _("chỉ số"))
    for word, differences in ((branch, found.branches), (leaf, found.leaves)):
        for difference in chosen(differences, ""):
            yield from _lines(word, difference, in_words)


def _lines(word: str, difference: Difference, in_words: InWords) -> Iterator[tuple[str, ...]]:
    head = (word, difference.code, title(difference.item), str(Filter(difference.kind.value).label))
    moved = f"{difference.parent_before} → {difference.parent_after}" if difference.is_moved else ""
    for change in [in_words(change) for change in difference.changes] or [("", "", "")]:
        yield *head, *change, moved


def _closing(notices: Notices) -> Iterator[tuple[str, ...]]:
    for code, notice in dict(notices).items():
        yield _("Lưu ý"), code, notice
