"""What the national report is made from: the rows of one edition, and the names in its catalogues."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from django.db.models import F, QuerySet

from assessments.catalogue import CampaignCatalogue, campaign_catalogue
from assessments.charts.distribution import quartiles
from assessments.reports import in_words
from comparison.charts.heatmap import parts
from comparison.models import Edition, Entry, NodeScore
from comparison.outline import Key, Listed, outline
from comparison.queries import Row, rows_of
from indicators.scoring.frame import NodeKind

MOST_UNITS = 100
"""With more only the first and the last are printed."""
FIRST, LAST = 50, 10
ACCENT = "#1f4e79"
A_PAGE = 36
"""So many rows of a chart fit a page."""

Scores = Sequence[Decimal | None]


@dataclass(frozen=True)
class Spread:
    """How scores lie; `count`: how many there are."""

    count: int
    least: Decimal
    low: Decimal
    median: Decimal
    high: Decimal
    most: Decimal


def spread(scores: Iterable[Decimal | None]) -> Spread | None:
    """None without scores."""
    known = [score for score in scores if score is not None]
    found = quartiles(known)
    return Spread(len(known), min(known), *found, max(known)) if found else None


class Source:
    """An edition as the report reads it; lists are in the order of the ranking, what has no rank last."""

    def __init__(self, edition: Edition) -> None:
        self.edition = edition

    @property
    def entries(self) -> QuerySet[Entry]:
        found = Entry.objects.filter(edition=self.edition)
        return found.order_by(F("rank").asc(nulls_last=True), "province__code")

    @cached_property
    def rows(self) -> list[Row]:
        """With names that the fonts can show."""
        return [row._replace(name=in_words.plain(row.name)) for row in rows_of(self.entries)]

    @property
    def ranked(self) -> list[Row]:
        return [row for row in self.rows if row.rank is not None]

    @property
    def is_long(self) -> bool:
        return len(self.rows) > MOST_UNITS

    @property
    def printed(self) -> list[slice]:
        """The rows that are printed, a page of a chart in each slice; in a long list the last slice is its end."""
        if not self.is_long:
            return parts(len(self.rows), A_PAGE)
        return [*parts(FIRST, A_PAGE), slice(len(self.rows) - LAST, len(self.rows))]

    @cached_property
    def catalogue(self) -> CampaignCatalogue:
        return campaign_catalogue(self.edition.campaign)

    @property
    def is_ladder(self) -> bool:
        return self.catalogue.frame.is_ladder

    @cached_property
    def outline(self) -> list[Listed]:
        return outline(self.catalogue)

    @property
    def themes(self) -> list[Listed]:
        return [part for part in self.outline if part.kind is NodeKind.THEME]

    @property
    def groups(self) -> list[Listed]:
        """Those with points: not the levels of a ladder."""
        return [] if self.is_ladder else [part for part in self.outline if part.kind is NodeKind.GROUP]

    @property
    def notice(self) -> str:
        """What the indicator set says of its own origin."""
        indicators = self.catalogue.indicators
        return str(indicators.set.notice) if indicators and indicators.set else ""

    def scores(self, key: Key) -> Scores:
        """Verified, one for each row."""
        found = self._scores.get(key, {})
        return [found.get(row.entry) for row in self.rows]

    @cached_property
    def _scores(self) -> Mapping[Key, Mapping[int, Decimal | None]]:
        kinds = (NodeKind.THEME, NodeKind.RECOMMENDATION, NodeKind.GROUP)
        found: dict[Key, dict[int, Decimal | None]] = {}
        nodes = NodeScore.objects.filter(entry__edition=self.edition, kind__in=kinds).order_by()
        for entry, kind, code, verified in nodes.values_list("entry", "kind", "code", "verified").iterator():
            found.setdefault((kind, code), {})[entry] = verified
        return found

    @cached_property
    def checksum(self) -> str:
        """sha256 over what was compared and what came of it: the snapshots' own checksums, the ranks, the seed."""
        digest = hashlib.sha256(f"{self.edition.pk} {self.edition.seed} {self.edition.draws}".encode())
        for line in self._lines():
            digest.update(f"\n{line}".encode())
        return digest.hexdigest()

    def _lines(self) -> Iterator[str]:
        names = ("province__code", "verified_snapshot__checksum", "submission__checksum", "headline")
        ranks = ("rank", "rank_low", "rank_high", "rank_geometric", "rank_evidenced")
        for values in self.entries.order_by("province__code", "province__valid_from").values_list(*names, *ranks):
            yield " ".join(map(str, values))
