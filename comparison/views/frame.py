"""What every page of an edition has: tabs, the group of peers, what is one's own, and what to know before reading."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any, NamedTuple, TypeVar
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.db.models import F, QuerySet
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from assessments.catalogue import CampaignCatalogue, campaign_catalogue
from assessments.enums import WorkStatus
from assessments.permissions import may_run_campaigns, may_see_reviews
from comparison.models import Edition, Entry
from comparison.queries import PEER_GROUPS, PeerGroup, Row, among, peer_group, places_within, rows_of

PAGE_SIZE = 50
HUNDRED = Decimal(100)
LEAST_WIDTH = Decimal(2)
Item = TypeVar("Item")


@dataclass(frozen=True)
class Tab:
    """One way to look at an edition. `name` is its route; `is_internal`: for the ministry's eyes."""

    name: str
    label: str | Promise
    is_internal: bool = False


TABS = (
    Tab("table", _("Bảng xếp hạng")),
    Tab("map", _("Bản đồ")),
    Tab("heatmap", _("Bản đồ nhiệt")),
    Tab("quadrants", _("Sẵn sàng và kết quả")),
    Tab("distribution", _("Từng nội dung")),
    Tab("side_by_side", _("Đặt cạnh nhau")),
    Tab("rounds", _("Qua các đợt")),
    Tab("overclaiming", _("Vượt khai"), is_internal=True),
)


class Bar(NamedTuple):
    """A rank interval drawn in a line of 100; `mark`: where the rank is."""

    left: Decimal
    width: Decimal
    mark: Decimal


class Line(NamedTuple):
    """A result as tables show it. `place`: the rank within the chosen group; `url`: side by side with one's own."""

    row: Row
    place: int | None
    is_own: bool
    url: str
    bar: Bar | None


class Frame:
    """An edition as one request looks at it. Raises Http404 for one that is not made yet."""

    def __init__(self, request: HttpRequest, edition: Edition) -> None:
        if edition.status != WorkStatus.READY:
            raise Http404
        self.request, self.edition = request, edition
        self.group: PeerGroup = peer_group(request.GET.get("group", ""))
        self.own_provinces: set[int] = request.user.province_ids

    @property
    def catalogue(self) -> CampaignCatalogue:
        return campaign_catalogue(self.edition.campaign)

    @property
    def notice(self) -> str:
        """What the indicator set says of its own origin."""
        indicators = self.catalogue.indicators
        return str(indicators.set.notice) if indicators and indicators.set else ""

    @property
    def entries(self) -> QuerySet[Entry]:
        """Those of the chosen group of peers, best rank first, what has no rank last."""
        found = among(self.edition.entries.select_related("province"), self.group)
        return found.order_by(F("rank").asc(nulls_last=True), "province__code")

    @cached_property
    def rows(self) -> list[Row]:
        """The same as plain values, all of them."""
        return rows_of(self.entries)

    def lines(self) -> list[Line]:
        """The rows with what tables show beside them."""
        places = places_within(self.rows) if self.group.code else {}
        last = self.edition.field
        return [
            Line(row, places.get(row.entry), row.province in self.own_provinces, self.beside(row.code), bar(row, last))
            for row in self.rows
        ]

    @cached_property
    def own_code(self) -> str:
        """The code of one's own province, to be marked in charts; "" for the ministry."""
        codes = [seat.body.province.code for seat in self.request.user.seats if seat.body.province]
        return min(codes, default="")

    def beside(self, code: str) -> str:
        """Where a province leads: side by side with one's own."""
        codes = dict.fromkeys(filter(None, (self.own_code, code)))
        return f"{self._side_by_side}?{urlencode([('p', each) for each in codes])}"

    @cached_property
    def _side_by_side(self) -> str:
        return reverse("comparison:side_by_side", args=[self.edition.pk])

    def page(self, items: Sequence[Item]) -> "Page[Item]":
        """The page of ?page=; whatever that says, there is one."""
        return Paginator(items, PAGE_SIZE).get_page(self.request.GET.get("page"))

    def query(self, *left_out: str, **changed: str) -> str:
        """The address's query, with some of it left out and some changed."""
        given = self.request.GET.copy()
        for name in (*left_out, *changed):
            given.pop(name, None)
        given.update(changed)
        return str(given.urlencode())

    def context(self, tab: str) -> dict[str, Any]:
        """For templates/comparison/frame.html."""
        campaign, user = self.edition.campaign, self.request.user
        query = f"?{urlencode({'group': self.group.code})}" if self.group.code else ""
        return {
            "edition": self.edition,
            "campaign": campaign,
            "is_demonstration": campaign.is_demonstration,
            "tabs": [
                {
                    "url": reverse(f"comparison:{each.name}", args=[self.edition.pk]) + query,
                    "label": each.label,
                    "is_current": each.name == tab,
                }
                for each in TABS
                if not each.is_internal or may_see_reviews(user)
            ],
            "tab": next(each for each in TABS if each.name == tab),
            "group": self.group,
            "groups": PEER_GROUPS.values(),
            "notice": self.notice,
            "may_manage": may_run_campaigns(user),
            "query": self.query("page"),
        }


def bar(row: Row, last: int) -> Bar | None:
    """`last`: how many are ranked."""
    if row.rank is None or row.rank_low is None or row.rank_high is None:
        return None
    step = HUNDRED / max(last, 1)
    width = max(step * (row.rank_high - row.rank_low + 1), LEAST_WIDTH)
    left = min(step * (row.rank_low - 1), HUNDRED - width)
    return Bar(*(value.quantize(Decimal("0.1")) for value in (left, width, step * (row.rank - 1) + step / 2)))
