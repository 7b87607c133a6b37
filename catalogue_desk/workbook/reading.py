"""Reads an indicator set from a workbook on the template, whole or not at all."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from assessments.errors import RefusedFile
from assessments.spreadsheets.packages import check_package, opened, unopenable
from catalogues.decoding import Opener
from catalogues.faults import CatalogueError, Fault
from catalogues.yaml_file import Place, YamlFile
from indicators.loading import SET_FILE, read_files
from indicators.schema import Catalogue

from . import sheets
from .cells import Row, refusal, table
from .sheets import FIRST_ROW, GUIDE, Sheet


def read_workbook(code: str, name: str, raw: bytes) -> Catalogue:
    """The indicator set `code` from the file `name`. Raises CatalogueError: sheet, row and column of every fault."""
    try:
        check_package(name, raw)
        rows, faults = _tables(name, raw)
    except CatalogueError:
        raise
    except RefusedFile as error:
        raise refusal(name, str(error)) from error
    except Exception as error:  # openpyxl raises anything at all on hostile bytes
        raise refusal(name, str(unopenable())) from error
    faults += [*_unknown(rows), *_repeated(rows)]
    try:
        found = read_files(code, _openers(rows), name)
    except CatalogueError as error:
        known = {(fault.file, fault.line, fault.field) for fault in faults}
        faults += [fault for fault in error.faults if (fault.file, fault.line, fault.field) not in known]
    if faults:
        raise CatalogueError(faults)
    return found


def _tables(name: str, raw: bytes) -> tuple[dict[str, list[Row]], list[Fault]]:
    """The rows of every sheet, and what is wrong with single cells."""
    faults: list[Fault] = []
    with opened(raw) as found_in:
        book = found_in.book
        wanted = [sheet.name for sheet in sheets.SHEETS]
        missing = [found for found in wanted if found not in book.sheetnames]
        if missing:
            raise refusal(name, _("không có trang tính “%s” của mẫu") % "”, “".join(missing))
        strange = [found[:40] for found in book.sheetnames if found not in {*wanted, GUIDE}]
        if strange:
            message = _("có trang tính ngoài mẫu: “%s”; hãy xóa hoặc chuyển sang tệp khác")
            raise refusal(name, message % "”, “".join(strange[:5]))
        found, refused = {}, []
        for sheet in sheets.SHEETS:
            try:
                found[sheet.name] = table(found_in, sheet, faults)
            except CatalogueError as error:
                refused += error.faults
    if refused:
        raise CatalogueError((*refused, *faults))
    return found, faults


# -- rows as files of a catalogue ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class TableFile(YamlFile):
    """A file of the catalogue whose parts stand in rows, itself included; a fault names sheet, row and column."""

    spots: Mapping[Place, tuple[Sheet, int]] = field(default_factory=dict)

    def fault(self, place: Place, message: str) -> Fault:
        row = next(place[:end] for end in range(len(place), -1, -1) if place[:end] in self.spots)
        sheet, line = self.spots[row]
        path = ".".join(part for part in place[len(row) :] if isinstance(part, str))
        column = sheet.column(path)
        return Fault(sheet.name, line, sheet.label(column) if column else "", message)


class _Builder:
    """Puts rows into the shape of a file, noting where each stands."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.content: dict[str, Any] = {}
        self.lines: dict[Place, int] = {(): 1}
        self.spots: dict[Place, tuple[Sheet, int]] = {}

    def file(self) -> TableFile:
        return TableFile(self.name, self.content, self.lines, self.spots)

    def add(self, place: Place, sheet: Sheet, row: Row, leave_out: str = "") -> dict[str, Any]:
        """One row as the value at `place`, which the caller puts where it belongs."""
        self.spots[place], self.lines[place] = (sheet, row.number), row.number
        found: dict[str, Any] = {}
        for path, value in row.values.items():
            if path and path != leave_out:
                self._put(found, place, path.split("."), value, row.number)
        return found

    def _put(self, found: dict[str, Any], place: Place, parts: list[str], value: Any, line: int) -> None:
        for part in parts[:-1]:
            found = found.setdefault(part, {})
            place = (*place, part)
            self.lines[place] = line
        found[parts[-1]] = value
        self._note((*place, parts[-1]), value, line)

    def _note(self, place: Place, value: Any, line: int) -> None:
        self.lines[place] = line
        inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
        for part, deeper in inner:
            self._note((*place, part), deeper, line)


def _openers(rows: dict[str, list[Row]]) -> dict[str, Opener]:
    """The files a catalogue folder would have: the head and one a group."""
    files: dict[str, Opener] = {SET_FILE: lambda: _about(rows)}
    options: dict[str, list[Row]] = {}
    for option in rows[sheets.OPTIONS.name]:
        options.setdefault(str(option.values.get("indicator")), []).append(option)
    for group in _first_of_each(rows[sheets.GROUPS.name]):
        code = group.values.get("code")
        members = [row for row in rows[sheets.INDICATORS.name] if code and row.values.get("group") == code]
        files[f"{group.number}"] = _group_opener(group, members, options)
    return files


def _group_opener(group: Row, members: list[Row], options: dict[str, list[Row]]) -> Callable[[], YamlFile]:
    return lambda: _group(group, members, options)


def _first_of_each(groups: list[Row]) -> list[Row]:
    seen = {group.values.get("code"): group for group in reversed(groups)}
    return [group for group in groups if seen[group.values.get("code")] is group]


def _about(rows: dict[str, list[Row]]) -> YamlFile:
    sheet = sheets.ABOUT
    found = rows[sheet.name]
    if len(found) != 1:
        line = found[1].number if found else FIRST_ROW
        raise refusal(sheet.name, _("trang này cần đúng một dòng nội dung, đang có %d") % len(found), line)
    builder = _Builder(sheet.name)
    builder.content = builder.add((), sheet, found[0])
    bodies = rows[sheets.BODIES.name]
    if bodies:
        builder.lines["bodies",] = bodies[0].number
        builder.content["bodies"] = [builder.add(("bodies", n), sheets.BODIES, row) for n, row in enumerate(bodies)]
    return builder.file()


def _group(group: Row, members: list[Row], options: dict[str, list[Row]]) -> YamlFile:
    if not members:
        sheet = sheets.GROUPS
        raise refusal(sheet.name, _("nhóm này chưa có chỉ số nào"), group.number, sheet.label(sheet.columns[0]))
    builder = _Builder(sheets.INDICATORS.name)
    builder.content = {"group": builder.add(("group",), sheets.GROUPS, group), "indicators": []}
    builder.spots[()] = (sheets.GROUPS, group.number)
    builder.lines["indicators",] = members[0].number
    for n, member in enumerate(members):
        place: Place = ("indicators", n)
        found = builder.add(place, sheets.INDICATORS, member, leave_out="group")
        own = options.pop(str(member.values.get("code")), [])
        if own:
            builder.lines[*place, "options"] = own[0].number
            builder.spots[*place, "options"] = (sheets.OPTIONS, own[0].number)
            found["options"] = [
                builder.add((*place, "options", o), sheets.OPTIONS, row, leave_out="indicator")
                for o, row in enumerate(own)
            ]
        builder.content["indicators"].append(found)
    return builder.file()


def _unknown(rows: dict[str, list[Row]]) -> list[Fault]:
    """Rows that name a group or an indicator the workbook does not have."""
    faults = []
    for sheet, target in ((sheets.INDICATORS, sheets.GROUPS), (sheets.OPTIONS, sheets.INDICATORS)):
        known = {row.values.get("code") for row in rows[target.name]} - {None}
        pointer = sheet.columns[0]
        for row in rows[sheet.name]:
            code = row.values.get(pointer.field)
            if code not in known:
                said = _("trang tính “%(sheet)s” không có mã “%(code)s”") % {"sheet": target.name, "code": code}
                faults.append(Fault(sheet.name, row.number, sheet.label(pointer), said if code else _("thiếu mã")))
    return faults


def _repeated(rows: dict[str, list[Row]]) -> list[Fault]:
    """Seen here too, for all rows: the loader compares only groups that have no other fault."""
    faults, seen = [], set()
    for sheet in (sheets.GROUPS, sheets.INDICATORS):
        for row in rows[sheet.name]:
            code = row.values.get("code")
            if code in seen:
                label = sheet.label(sheet.columns[0 if sheet is sheets.GROUPS else 1])
                faults.append(Fault(sheet.name, row.number, label, _("mã %s bị lặp") % code))
            seen.add(code or object())
    return faults
