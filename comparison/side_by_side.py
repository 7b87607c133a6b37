"""Up to four results of an edition beside each other, node by node, with the median of their peers."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from statistics import median
from typing import NamedTuple

from django.db.models import Count, F, QuerySet, Window
from django.db.models.functions import RowNumber
from django.utils.translation import gettext as _

from assessments.enums import Band, band_of
from assessments.explanations import points
from indicators.scoring.frame import NodeKind

from .models import Entry, NodeScore
from .outline import Key, Listed
from .queries import Row

MOST = 4
FAR = Decimal(20)
"""From so many points on one is said to be far ahead: the width of a band. Ours."""
MOST_SENTENCES = 5

COMPARED = (NodeKind.THEME, NodeKind.RECOMMENDATION, NodeKind.GROUP, NodeKind.INDICATOR)
HEADS = ("headline", "readiness", "results")
Scores = Mapping[tuple[int, str, str], Decimal | None]


class Choice(NamedTuple):
    """`left_out`: how many were asked for beyond four; `unknown`: how many the edition has no result of."""

    rows: list[Row]
    left_out: int = 0
    unknown: int = 0


def choose(codes: Iterable[str], rows: Sequence[Row]) -> Choice:
    """What an address asks for, in its order, each once."""
    by_code = {row.code: row for row in reversed(rows)}
    wanted = dict.fromkeys(filter(None, codes))
    found = [by_code[code] for code in wanted if code in by_code]
    return Choice(found[:MOST], max(len(found) - MOST, 0), len(wanted) - len(found))


def usual(rows: Sequence[Row], own: set[int], peers: Sequence[Row]) -> list[Row]:
    """Without a choice: one's own and the best of its peers, or the first two. Both lists with the best rank first."""
    mine = [row for row in rows if row.province in own][:1]
    others = [row for row in peers if row not in mine] if mine else rows
    return [*mine, *others[: 2 - len(mine)]]


class Cell(NamedTuple):
    """`difference`: to the first of those beside each other; None there and where one of the two has no score."""

    name: str
    score: Decimal | None
    difference: Decimal | None

    @property
    def band(self) -> Band | None:
        return band_of(self.score)


@dataclass(frozen=True)
class Line:
    code: str
    title: str
    cells: list[Cell]
    median: Decimal | None
    children: "tuple[Line, ...]" = ()


def _cells(names: Sequence[str], scores: Sequence[Decimal | None]) -> list[Cell]:
    first = scores[0] if scores else None
    differences = [
        None if place == 0 or None in (first, score) else score - first for place, score in enumerate(scores)
    ]
    return [Cell(*cell) for cell in zip(names, scores, differences, strict=True)]


def heads(rows: Sequence[Row], peers: Sequence[Row]) -> list[Line]:
    """H, R and K."""
    titles = {
        "headline": ("H", _("Điểm chung")),
        "readiness": ("R", _("Mức sẵn sàng")),
        "results": ("K", _("Mức kết quả")),
    }
    names = [row.name for row in rows]
    lines = []
    for field in HEADS:
        known = [score for peer in peers if (score := getattr(peer, field)) is not None]
        middle = median(known) if known else None
        lines.append(Line(*titles[field], _cells(names, [getattr(row, field) for row in rows]), middle))
    return lines


def lines(parts: Iterable[Listed], rows: Sequence[Row], medians: Mapping[Key, Decimal]) -> list[Line]:
    """Themes with their recommendations, groups with their indicators."""
    scores = scores_of(rows)
    return [_line(part, rows, scores, medians) for part in parts]


def _line(node: Listed, rows: Sequence[Row], scores: Scores, medians: Mapping[Key, Decimal]) -> Line:
    children = node.children if node.kind in {NodeKind.THEME, NodeKind.GROUP} else ()
    return Line(
        node.code,
        node.title,
        _cells([row.name for row in rows], [scores.get((row.entry, *node.key)) for row in rows]),
        medians.get(node.key),
        tuple(_line(child, rows, scores, medians) for child in children),
    )


def scores_of(rows: Iterable[Row], kinds: Sequence[NodeKind] = COMPARED) -> Scores:
    found = NodeScore.objects.filter(entry__in=[row.entry for row in rows], kind__in=kinds)
    return {tuple(key): score for *key, score in found.values_list("entry", "kind", "code", "verified")}


def medians(entries: QuerySet[Entry]) -> dict[Key, Decimal]:
    """Of every node over these entries; found by the database, which hands over at most two scores a node."""
    node = [F("kind"), F("code")]
    scored = NodeScore.objects.filter(
        entry__in=entries.order_by().values("pk"), kind__in=COMPARED, verified__isnull=False
    )
    placed = scored.annotate(
        twice=2 * Window(RowNumber(), partition_by=node, order_by=F("verified").asc())
        - Window(Count("pk"), partition_by=node)
    )
    middle: dict[Key, list[Decimal]] = {}
    for kind, code, score in placed.filter(twice__gte=0, twice__lte=2).values_list("kind", "code", "verified"):
        middle.setdefault((kind, code), []).append(score)
    return {key: sum(scores, Decimal(0)) / len(scores) for key, scores in middle.items()}


def far_ahead(compared: Iterable[Line]) -> list[str]:
    """Where the best is far ahead of the last, the widest first."""
    found = []
    for each in compared:
        known = [cell for cell in each.cells if cell.score is not None]
        best = max(known, key=lambda cell: cell.score, default=None)
        last = min(known, key=lambda cell: cell.score, default=None)
        if best and last and best.score - last.score >= FAR:
            found.append((best.score - last.score, best.name, last.name, each))
    widest = sorted(found, key=lambda pair: -pair[0])[:MOST_SENTENCES]
    return [
        _("%(best)s hơn %(last)s %(gap)s điểm ở “%(title)s”.")
        % {"best": best, "last": last, "gap": points(gap), "title": each.title}
        for gap, best, last, each in widest
    ]
