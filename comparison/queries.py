"""Reading editions: access, what an edition is made from, and groups of peers."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple
from uuid import UUID

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.http import Http404
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import Province, ProvinceType, Region, User
from accounts.provinces import vietnamese_order
from assessments.enums import AssessmentState, Band, Purpose, WorkStatus, band_of
from assessments.models import Assessment, Campaign, ScoreSnapshot
from audit.trail import seen
from indicators.scoring.numbers import reported

from .models import Edition, Entry, NodeScore

LARGE, SMALL = 4_000, 2_000
"""Thousands of people: from the first on a province is large, below the second it is small. Our own bounds."""


def get_edition_or_404(user: User, pk: UUID) -> Edition:
    """The edition if the user may see it; provinces know only of what is published."""
    found = Edition.objects.visible_to(user).with_campaign().filter(pk=pk).first()
    if found is None:
        raise Http404
    seen("campaign", found.campaign_id)
    return found


def latest_snapshots(assessments: QuerySet[Assessment]) -> dict[UUID, UUID]:
    """The newest verified snapshot of each assessment that is final."""
    newest = ScoreSnapshot.objects.filter(assessment=OuterRef("pk"), purpose=Purpose.VERIFIED).order_by("-created_at")
    final = assessments.filter(state=AssessmentState.FINAL).annotate(newest=Subquery(newest.values("pk")[:1]))
    return dict(final.values_list("pk", "newest"))


def unscored(campaign: Campaign) -> int:
    """How many of the snapshots that an edition would be made from have no score."""
    newest = latest_snapshots(campaign.assessments.all())
    wanted = Q(pk__in=newest.values()) | Q(purpose=Purpose.SUBMISSION, assessment__in=newest)
    return ScoreSnapshot.objects.filter(wanted).exclude(status=WorkStatus.READY).count()


def open_assessments(campaign: Campaign) -> int:
    """How many were submitted and are not final."""
    return campaign.assessments.exclude(state__in=(AssessmentState.DRAFT, AssessmentState.FINAL)).count()


def outdated(edition: Edition) -> int:
    """How many assessments have another newest verified snapshot than the edition was made from."""
    now = latest_snapshots(edition.campaign.assessments.all())
    then = dict(edition.entries.values_list("assessment_id", "verified_snapshot_id"))
    return sum(now.get(pk) != then.get(pk) for pk in now.keys() | then.keys())


# -- peers -------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class PeerGroup:
    """Provinces that are compared with one another; `code` stands in addresses."""

    code: str
    label: str | Promise


ALL = PeerGroup("", _("Tất cả"))
CITIES = PeerGroup("cities", _("Thành phố trực thuộc trung ương"))
PROVINCES = PeerGroup("provinces", _("Các tỉnh"))
SIZES = (
    PeerGroup("large", _("Dân số từ 4 triệu người")),
    PeerGroup("medium", _("Dân số từ 2 đến dưới 4 triệu người")),
    PeerGroup("small", _("Dân số dưới 2 triệu người")),
)
REGIONS = tuple(PeerGroup(region.value, region.label) for region in Region)
PEER_GROUPS = {group.code: group for group in (ALL, CITIES, PROVINCES, *REGIONS, *SIZES)}


def peer_group(code: str) -> PeerGroup:
    """All for a code that is none."""
    return PEER_GROUPS.get(code, ALL)


def size_of(province: Province) -> str:
    """The code of its group by population; "" where that is not known."""
    if province.population is None:
        return ""
    return "large" if province.population >= LARGE else "small" if province.population < SMALL else "medium"


def among(entries: QuerySet[Entry], group: PeerGroup) -> QuerySet[Entry]:
    """The entries of a group of peers, by what each unit was when the edition was made."""
    conditions = {
        "": {},
        "cities": {"type": ProvinceType.Type.CITY},
        "provinces": {"type": ProvinceType.Type.PROVINCE},
        "large": {"province__population__gte": LARGE},
        "medium": {"province__population__lt": LARGE, "province__population__gte": SMALL},
        "small": {"province__population__lt": SMALL},
    }
    return entries.filter(**conditions.get(group.code, {"province__region": group.code}))


def groups_of(entry: Entry) -> Iterable[PeerGroup]:
    """The groups that an entry belongs to, the smallest that say most first."""
    return peers_of(entry.province, entry.type)


def peers_of(province: Province, kind: str) -> Iterable[PeerGroup]:
    """The same of a province that is of that kind (ProvinceType.Type, "" where it is not known)."""
    codes = [province.region, size_of(province)]
    codes.append("cities" if kind == ProvinceType.Type.CITY else "provinces" if kind else "")
    return (PEER_GROUPS[code] for code in codes if code in PEER_GROUPS and code)


# -- rows --------------------------------------------------------------------------------------------------------------


class Row(NamedTuple):
    """An entry as the compare pages read it: plain values, so that thousands of them are cheap."""

    entry: int
    province: int
    code: str
    name: str
    headline: Decimal | None
    readiness: Decimal | None
    results: Decimal | None
    coverage: Decimal | None
    evidenced_share: Decimal | None
    claimed: Decimal | None
    evidenced: Decimal | None
    rank: int | None
    rank_low: int | None
    rank_high: int | None
    mean_rank: Decimal | None
    top5: Decimal | None
    rank_geometric: int | None
    rank_evidenced: int | None
    is_uncertain: bool
    ladder_level: int | None

    @property
    def band(self) -> Band | None:
        return band_of(self.headline)

    @property
    def band_label(self) -> str:
        return str(self.band.label) if self.band else ""

    @property
    def top5_share(self) -> Decimal | None:
        """In hundredths."""
        return None if self.top5 is None else reported(self.top5 * 100)

    @property
    def difference(self) -> Decimal | None:
        """By how much the province put itself higher than the review did; less than 0: lower."""
        return None if self.claimed is None or self.headline is None else self.claimed - self.headline


COLUMNS = ("pk", "province_id", "province__code", "province__name", *Row._fields[4:])


def rows_of(entries: QuerySet[Entry]) -> list[Row]:
    """In one query, in the order of the entries."""
    return [Row(*values) for values in entries.values_list(*COLUMNS)]


def places_within(rows: Sequence[Row]) -> dict[int, int]:
    """The rank of each ranked entry among these alone."""
    ranks = sorted(row.rank for row in rows if row.rank is not None)
    return {row.entry: bisect_left(ranks, row.rank) + 1 for row in rows if row.rank is not None}


def without_result(edition: Edition) -> list[str]:
    """The names of the provinces that were in the campaign and are not in the edition."""
    missing = edition.campaign.assessments.exclude(pk__in=edition.entries.values("assessment"))
    return sorted(missing.values_list("province__name", flat=True), key=vietnamese_order)


def node_scores(entries: QuerySet[Entry], kind: str, code: str) -> dict[int, tuple[Decimal | None, Decimal | None]]:
    """What was claimed and what was verified at one node, by entry; an entry whose catalogue lacks it is left out."""
    found = NodeScore.objects.filter(entry__in=entries.order_by(), kind=kind, code=code)
    return {
        entry: (claimed, verified) for entry, claimed, verified in found.values_list("entry", "claimed", "verified")
    }
