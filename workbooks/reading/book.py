"""Reads a whole workbook: what of it differs from what was downloaded, or everything that is wrong with it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from openpyxl.utils.cell import coordinate_to_tuple

from assessments.actions.answers import Content
from assessments.catalogue import Item, campaign_catalogue
from assessments.models import Answer, Assessment
from workbooks.queries import contents_at, rows_of
from workbooks.sheets.cells import canonical, cells, option_cells
from workbooks.sheets.columns import CODE

from .faults import Fault, RefusedWorkbook
from .identity import Identity, identity, why_not_of
from .leaves import Leaf, leaves
from .tables import Tables, tables
from .values import Unread, content

MOST_NAMED = 10


@dataclass(frozen=True)
class Change:
    """A leaf whose content differs from `base`, what the portal had when the workbook was downloaded (None if that
    cannot be told). `where`: a fault at its row, for who finds that it may not be changed."""

    item: Item
    base: Content | None
    content: Content
    sheet: str
    cell: str

    def fault(self, message: str) -> Fault:
        return Fault(self.sheet, self.cell, self.item.code, message)


@dataclass(frozen=True)
class Found:
    """`changes` by code, in catalogue order; none while there are faults. `rows`: the portal's answers now."""

    identity: Identity | None = None
    changes: Mapping[str, Change] = field(default_factory=dict)
    faults: tuple[Fault, ...] = ()
    remarks: tuple[str, ...] = ()
    rows: Mapping[str, Answer] = field(default_factory=dict)


def read(assessment: Assessment, name: str, raw: bytes, today: date) -> Found:
    """What the file `name` says. Never raises on what is in it."""
    catalogue = campaign_catalogue(assessment.campaign)
    try:
        sheets = tables(name, raw, catalogue.items.keys())
        own = identity(sheets.identity)
    except RefusedWorkbook as refusal:
        return Found(faults=refusal.faults)
    if reason := why_not_of(own, assessment):
        return Found(own, faults=(Fault("", "", "", reason),))
    found, missing, faults = leaves(catalogue, sheets.answers)
    rows = rows_of(assessment)
    bases = contents_at(assessment, rows, own.versions)
    changes = {}
    for leaf in found:
        base = bases.get(leaf.item.code)
        if change := _change(leaf, None if base is None else canonical(base), today, faults):
            changes[leaf.item.code] = change
    faults += [*_headless(sheets)]
    in_order = tuple(sorted(faults, key=_place_of(sheets)))
    return Found(own, {} if faults else changes, in_order, tuple(_remarks(missing)), rows)


def _change(leaf: Leaf, base: Content | None, today: date, faults: list[Fault]) -> Change | None:
    """None if nothing differs, or if its cells cannot be read. Cells as they were written are not judged again."""
    item = leaf.item
    if leaf.faults:
        return None
    if base is not None and leaf.given == cells(item, base) and leaf.ticks == option_cells(item, base):
        return None
    try:
        given = content(item, leaf.given, leaf.ticks, today)
    except Unread as unread:
        faults += [leaf.fault(key, message) for key, message in unread.messages.items()]
        return None
    if given == base:
        return None
    return Change(item, base, given, leaf.place.table.sheet, leaf.place.cell(CODE.key))


def _place_of(sheets: Tables) -> Callable[[Fault], tuple[int, int, int]]:
    """Where a fault stands among all: by sheet as the file has them, row and column; wholes come first."""
    order = {table.sheet: place for place, table in enumerate(sheets.answers)}
    return lambda fault: (order.get(fault.sheet, -1), *(coordinate_to_tuple(fault.cell) if fault.cell else (0, 0)))


def _headless(sheets: Tables) -> list[Fault]:
    if not (sheets.answers or sheets.headless):
        return [Fault("", "", "", _("không thấy trang câu hỏi nào; hãy tải lại bảng tính từ cổng"))]
    message = _("không thấy dòng tiêu đề có cột “Mã” và “Trả lời”; hãy khôi phục hoặc tải lại bảng tính")
    return [Fault(sheet, "", "", message) for sheet in sheets.headless]


def _remarks(missing: list[str]) -> list[str]:
    if not missing:
        return []
    named = ", ".join(missing[:MOST_NAMED]) + (", …" if len(missing) > MOST_NAMED else "")
    text = ngettext(
        "%(count)d câu không có trong bảng tính và được giữ nguyên: %(codes)s.",
        "%(count)d câu không có trong bảng tính và được giữ nguyên: %(codes)s.",
        len(missing),
    )
    return [text % {"count": len(missing), "codes": named}]
