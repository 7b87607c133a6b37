"""What the pages of an edition show, as files: CSV and XLSX with all rows, a chart as SVG. Each says what it is taken
from, and whose the weights are.

CSV is read by programs that people set to their language: in Vietnamese numbers have a comma, so cells are divided by
";" (what Excel itself falls back to where its list separator would be the comma, too).
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from assessments.reports.csv_file import Cell, csv_text
from assessments.reports.sheets import PLAIN, SCORE, Column, Sheet, xlsx

from .charts.standalone import standalone
from .models import Edition

SHEET_TITLE_LENGTH = 31
NARROWEST, WIDEST = 9, 48
LOOKED_AT = 200
"""Rows that the width of a column is found from."""

TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "svg": "image/svg+xml",
}


class Table(NamedTuple):
    """`notes`: what to know about this table or its chart besides what all have."""

    title: str
    heads: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    notes: Sequence[str] = ()


class Origin(NamedTuple):
    """What a file is taken from. `group`: the name of the peers it is about; `notice`: of the indicator set."""

    edition: Edition
    group: str
    notice: str = ""

    @property
    def lines(self) -> list[str]:
        edition = self.edition
        names = {"number": edition.number, "at": _moment(edition.finished_at)}
        said = [edition.campaign.name, _("Bản so sánh số %(number)s, lập lúc %(at)s") % names]
        if edition.published_at:
            said[1] += _(", công bố lúc %s") % _moment(edition.published_at)
        else:
            said[1] += _(", chưa công bố")
        return [*said, _("Nhóm so sánh: %s") % self.group]

    @property
    def cautions(self) -> list[str]:
        ours = _("Trọng số, mức, bậc, nhóm dân số và cách xếp hạng do nhóm xây dựng cổng đặt ra, không phải của Bộ.")
        return [ours, self.notice] if self.notice else [ours]


def csv_file(table: Table, origin: Origin) -> bytes:
    return csv_text(table.heads, table.rows, remarks(table, origin)).encode()


def xlsx_file(table: Table, origin: Origin) -> bytes:
    """Numbers as numbers, text never as a formula, the head kept in view."""
    columns = [
        Column(head, width, SCORE if any(isinstance(row[place], Decimal) for row in table.rows) else PLAIN)
        for place, (head, width) in enumerate(zip(table.heads, _widths(table), strict=True))
    ]
    sheet = Sheet(_sheet_title(table.title), remarks(table, origin), columns, table.rows)
    return xlsx([sheet], table.title, timezone.localtime(origin.edition.finished_at))


def svg_file(chart: str, table: Table, origin: Origin) -> bytes:
    edition = origin.edition
    notes = [*table.notes, "; ".join(origin.lines) + ".", *origin.cautions]
    return standalone(chart, heading=table.title, notes=notes, is_demonstration=edition.campaign.is_demonstration)


def remarks(table: Table, origin: Origin) -> list[str]:
    """The lines above a table."""
    is_demonstration = origin.edition.campaign.is_demonstration
    warning = [_("Dữ liệu minh họa: không phải số liệu thật của địa phương nào.")] if is_demonstration else []
    return [table.title, *warning, *origin.lines, *table.notes, *origin.cautions]


def file_name(edition: Edition, label: str, extension: str) -> str:
    """ASCII only: other letters do not survive every browser."""
    parts = ("so-sanh", edition.campaign.code, f"ban-{edition.number}", label)
    return (
        "-".join(filter(None, (slugify(part.replace("đ", "d").replace("Đ", "d")) for part in parts))) + f".{extension}"
    )


def _moment(at: datetime | None) -> str:
    return f"{timezone.localtime(at):%H:%M %d/%m/%Y}" if at else "–"


def _sheet_title(title: str) -> str:
    """Without the signs that a sheet's name may not have."""
    return "".join(" " if sign in r"\/*?:[]" else sign for sign in title)[:SHEET_TITLE_LENGTH].strip("' ") or "1"


def _widths(table: Table) -> Iterator[int]:
    for place, head in enumerate(table.heads):
        longest = max((len(str(row[place] or "")) for row in table.rows[:LOOKED_AT]), default=0)
        yield min(max(longest + 2, len(head) // 2 + 2, NARROWEST), WIDEST)
