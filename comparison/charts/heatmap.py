"""Units × themes and groups: every cell its number, shaded by band."""

import itertools
from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from assessments.charts.bands import brief, legend_row, result, result_and_band, shade
from assessments.charts.drawing import (
    NOTHING,
    SIZE,
    Place,
    extremes,
    joined,
    linked,
    n,
    scenery,
    shape,
    svg,
    text,
    wrapped,
)
from assessments.charts.marks import diamond
from assessments.charts.placement import LETTER

LABELS = 138
ROW, HEAD, KIND_GAP = 23, 46, 12
WIDEST, NARROWEST, WHOLE = 76, 41, 540
LEAST_WIDTH = 690
ALL = slice(None)
CELL = (
    '<g><title>{}</title><rect class="chart-band-{}" x="{}" y="{}" width="{}" height="{}" fill="{}"{}/>'
    '<text class="chart-on-{}" x="{}" y="{}" fill="{}" font-size="12" text-anchor="middle">{}</text></g>'
)
OUTLINE = SafeString(' stroke="currentColor" stroke-opacity="0.5" stroke-dasharray="2 3"')


class Column(NamedTuple):
    """`kind`: a heading over neighbours of the same kind, with a gap between kinds."""

    code: str
    title: str
    kind: str = ""


class Row(NamedTuple):
    code: str
    name: str
    scores: Sequence[Decimal | None]
    link: str = ""


def heatmap(
    rows: Sequence[Row],
    columns: Sequence[Column],
    title: str,
    *,
    marked: str = "",
    finding: str = "",
    part: slice = ALL,
) -> SafeString:
    """Scores from 0 to 100, one for each column in each row. `part`: the rows drawn here (a page of a PDF takes about
    36); the finding is still about all of them."""
    drawn, lefts = rows[part], _lefts(columns)
    cell = _cell_width(len(columns))
    right = lefts[-1] + cell if lefts else LABELS
    bottom = HEAD + ROW * len(drawn)
    body = joined(
        [
            scenery(*_heads(columns, lefts, cell)),
            *(_row(row, HEAD + ROW * place, columns, lefts, row.code == marked) for place, row in enumerate(drawn)),
            scenery(legend_row((10, bottom + 14))),
        ]
    )
    size = (max(round(right) + 8, LEAST_WIDTH), bottom + 62)
    words = (_titled(title, rows, drawn), finding or _extremes(rows, columns), _values(drawn, columns))
    return svg("heatmap", size, words, body, has_links=any(row.link for row in drawn))


def parts(count: int, most: int) -> list[slice]:
    """As few slices as it takes for `count` rows with at most so many in each, as even as they can be."""
    pages = -(-count // most)
    bounds = [count * page // pages for page in range(pages + 1)] if pages else []
    return [slice(*pair) for pair in itertools.pairwise(bounds)]


def _titled(title: str, rows: Sequence[Row], drawn: Sequence[Row]) -> str:
    if len(drawn) in {0, len(rows)}:
        return title
    names = {"title": title, "first": drawn[0].name, "last": drawn[-1].name}
    return _("%(title)s (từ %(first)s đến %(last)s)") % names


def _cell_width(count: int) -> float:
    return min(WIDEST, max(NARROWEST, WHOLE / max(count, 1)))


def _lefts(columns: Sequence[Column]) -> list[float]:
    lefts, left = [], float(LABELS)
    for place, column in enumerate(columns):
        left += KIND_GAP if place and column.kind != columns[place - 1].kind else 0
        lefts.append(left)
        left += _cell_width(len(columns))
    return lefts


def _heads(columns: Sequence[Column], lefts: list[float], cell: float) -> list[SafeString]:
    heads = []
    for place, (column, left) in enumerate(zip(columns, lefts, strict=True)):
        if column.kind and (not place or column.kind != columns[place - 1].kind):
            heads.append(text((left, 14), [column.kind]))
        code = text((left + cell / 2, HEAD - 8), wrapped(column.code, 8, 1), "middle", bold=True)
        heads.append(format_html("<g><title>{}</title>{}</g>", f"{column.code} {column.title}", code))
    return heads


def _row(row: Row, top: float, columns: Sequence[Column], lefts: list[float], is_marked: bool) -> SafeString:
    cells = [
        _cell((left, top), column, row.name, score, _cell_width(len(columns)))
        for column, left, score in zip(columns, lefts, row.scores, strict=True)
    ]
    return _label(row, top, is_marked) + scenery(*cells)


def _label(row: Row, top: float, is_marked: bool) -> SafeString:
    target = shape("rect", x=2, y=top + 1, width=LABELS - 8, height=ROW - 2, fill="none", pointer_events="all")
    name = text((LABELS - 10, top + 16), wrapped(row.name, 20, 1), "end", bold=is_marked)
    mark = [diamond((LABELS - 20 - len(row.name) * SIZE * LETTER, top + ROW / 2), 4.5)] if is_marked else []
    return linked(row.link, row.name, joined([target, name, *mark]))


def _cell(place: Place, column: Column, name: str, score: Decimal | None, width: float) -> SafeString:
    """In one piece: a table has hundreds of them."""
    x, y = place
    found = shade(score)
    said = f"{name} – {column.code} {column.title}: {result_and_band(score)}"
    box = (n(x + 1), n(y + 1), n(width - 2), ROW - 2)
    outline = NOTHING if found.place else OUTLINE
    middle = (n(x + width / 2), n(y + 16))
    return SafeString(
        CELL.format(escape(said), found.place, *box, found.fill, outline, found.place, *middle, found.ink, brief(score))
    )


def _values(rows: Sequence[Row], columns: Sequence[Column]) -> str:
    if not rows or not columns:
        return _("Không có mục nào.")
    lines = (
        f"{row.name}: "
        + ", ".join(f"{column.code} {result(score)}" for column, score in zip(columns, row.scores, strict=True))
        for row in rows
    )
    return "; ".join(lines) + "."


def _extremes(rows: Sequence[Row], columns: Sequence[Column]) -> str:
    cells = [
        (f"{row.name} – {column.code}", score)
        for row in rows
        for column, score in zip(columns, row.scores, strict=True)
    ]
    return extremes(cells, result)
