"""Which row belongs to which leaf: by the code in it, wherever it stands."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from django.utils.translation import gettext as _

from assessments.catalogue import CampaignCatalogue, Item
from catalogues.schema import Kind
from workbooks.sheets.cells import Plain
from workbooks.sheets.columns import ANSWER, BY_KEY, CODE, inputs, option_row

from .faults import Fault
from .tables import BLANK, Row, Table


class Place(NamedTuple):
    table: Table
    row: Row

    def cell(self, key: str) -> str:
        return self.table.cell(self.row, key if key in self.table.places else CODE.key)


@dataclass
class Leaf:
    """One leaf as its rows have it: `given` by column, `ticks` by option of a checklist."""

    item: Item
    place: Place
    options: Mapping[str, Place]
    given: dict[str, Plain] = field(default_factory=dict)
    ticks: dict[str, Plain] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    def fault(self, key: str, message: str) -> Fault:
        """At a column of its own row, or at the row of an option."""
        at = {option_row(self.item, option): place for option, place in self.options.items()}.get(key)
        if at:
            return Fault(at.table.sheet, at.cell(ANSWER.key), self.item.code, message)
        return Fault(self.place.table.sheet, self.place.cell(key), self.item.code, message)


def leaves(catalogue: CampaignCatalogue, tables: list[Table]) -> tuple[list[Leaf], list[str], list[Fault]]:
    """Those that have a row, in catalogue order; the codes of those without; what is wrong with rows and columns."""
    places, faults = _places(catalogue, tables)
    found, missing = [], []
    for item in catalogue.items.values():
        options = {option.code: option_row(item, option.code) for option in _options(item)}
        have = {option: places[code] for option, code in options.items() if code in places}
        if item.code not in places and not have:
            missing.append(item.code)
        elif item.code not in places or len(have) < len(options):
            faults.append(_incomplete(item, places, [code for code in options.values() if code not in places]))
        else:
            leaf = Leaf(item, places[item.code], have)
            faults += [*_take(leaf)]
            found.append(leaf)
    return found, missing, [*_absent_columns(found), *faults]


def _options(item: Item) -> tuple[object, ...]:
    return item.options if item.kind is Kind.CHECKLIST else ()


def _places(catalogue: CampaignCatalogue, tables: list[Table]) -> tuple[dict[str, Place], list[Fault]]:
    """The row of each code: leaves, and options of checklists."""
    rows = {row for item in catalogue.items.values() for row in _codes(item)}
    places: dict[str, Place] = {}
    faults = []
    for table in tables:
        for row in table.rows:
            place = Place(table, row)
            code = str(row.cells.get(CODE.key, BLANK).value or "")
            if code in places:
                first = places[code]
                names = {"code": code, "sheet": first.table.sheet, "cell": first.cell(CODE.key)}
                message = _("mã %(code)s bị lặp, đã có ở trang “%(sheet)s”, ô %(cell)s") % names
                faults.append(Fault(table.sheet, place.cell(CODE.key), code, message))
            elif code in rows:
                places[code] = place
            elif code not in catalogue.sections:
                faults += _stray(place, code)
    return places, faults


def _codes(item: Item) -> Iterator[str]:
    yield item.code
    for option in _options(item):
        yield option_row(item, option.code)  # type: ignore[attr-defined]


def _stray(place: Place, code: str) -> Iterator[Fault]:
    """A row with a strange code, or with content and no code."""
    sheet = place.table.sheet
    if code:
        message = _("danh mục của đợt đánh giá không có mã “%s”") % code[:60]
        yield Fault(sheet, place.cell(CODE.key), "", message)
        return
    key = next(iter(place.row.cells))
    message = place.row.cells[key].problem or _("ô có nội dung nhưng dòng không có mã câu")
    yield Fault(sheet, place.cell(key), "", message)


def _incomplete(item: Item, places: Mapping[str, Place], gone: list[str]) -> Fault:
    """Some of a checklist's rows are gone: what is left would say something else."""
    gone = gone if item.code in places else [item.code, *gone]
    message = _("câu %(code)s thiếu dòng có mã %(gone)s; hãy khôi phục dòng hoặc tải lại bảng tính")
    names = {"code": item.code, "gone": ", ".join(gone)}
    left = places.get(item.code) or next(places[code] for code in _codes(item) if code in places)
    return Fault(left.table.sheet, left.cell(CODE.key), item.code, message % names)


def _absent_columns(found: list[Leaf]) -> Iterator[Fault]:
    """Columns that leaves of a sheet need and that are not there."""
    wanted: dict[str, dict[str, Table]] = {}
    for leaf in found:
        for key in inputs(leaf.item):
            if key not in leaf.place.table.places:
                wanted.setdefault(leaf.place.table.sheet, {})[key] = leaf.place.table
    for sheet, keys in wanted.items():
        titles = ", ".join(f"“{column.title}”" for key, column in BY_KEY.items() if key in keys)
        yield Fault(sheet, "", "", _("không thấy cột %s; hãy tải lại bảng tính") % titles)


def _take(leaf: Leaf) -> Iterator[Fault]:
    """Move what the cells hold into the leaf; what cannot be used, and what stands where nothing belongs, is named."""
    taken = inputs(leaf.item)
    for key, cell in leaf.place.row.cells.items():
        if key == CODE.key:
            continue
        if cell.problem:
            leaf.faults.append(leaf.fault(key, cell.problem))
        elif key not in taken:
            message = _("câu %(code)s không dùng cột “%(title)s”; hãy xóa nội dung của ô")
            leaf.faults.append(leaf.fault(key, message % {"code": leaf.item.code, "title": BY_KEY[key].title}))
        elif cell.value is not None:
            leaf.given[key] = cell.value
    for option, place in leaf.options.items():
        _tick(leaf, option, place)
    yield from leaf.faults


def _tick(leaf: Leaf, option: str, place: Place) -> None:
    for key, cell in place.row.cells.items():
        if key == ANSWER.key and not cell.problem and cell.value is not None:
            leaf.ticks[option] = cell.value
        elif key != CODE.key:
            message = cell.problem or _("dòng của một mục chỉ có ô “%s” để điền") % ANSWER.title
            leaf.faults.append(Fault(place.table.sheet, place.cell(key), leaf.item.code, message))
