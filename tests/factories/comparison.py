"""Editions stored in bulk, with numbers that are made up: nothing is answered, reviewed or scored."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal
from itertools import count, islice
from string import ascii_lowercase, digits

from django.utils import timezone

from accounts.models import Province, ProvinceType, Region, User
from accounts.roles import Role
from assessments.catalogue import CampaignCatalogue, campaign_catalogue
from assessments.enums import AssessmentState, CampaignState, Purpose, WorkStatus
from assessments.models import Assessment, Campaign, ScoreSnapshot
from comparison.models import Edition, Entry, NodeScore
from guidance.models import GuidanceVersion
from indicators.models import IndicatorSetVersion
from indicators.scoring.frame import Branch, Leaf, NodeKind
from tests.assessments.small import store_versions

from .accounts import user_as
from .assessments import CampaignFactory

LETTERS = ascii_lowercase + digits
POPULATIONS = (5_000, 3_000, 1_000, None)
REGIONS = list(Region)


def made_edition(
    provinces: int = 3,
    *,
    published: bool = True,
    unranked: int = 0,
    first: Sequence[Province] = (),
    campaign: Campaign | None = None,
    **fields: object,
) -> Edition:
    """A ready edition; published ones have their campaign published, too. The best province has H 90.00, the worst
    10.00, R is 4 more and K 4 less; claimed is 6 more. The `unranked` last ones have no score. `first` are the best,
    the others are new; the first of all is a city, and regions and populations go round."""
    by = user_as(Role.CAMPAIGN_MANAGER)
    found = campaign or small_campaign(CampaignState.PUBLISHED if published else CampaignState.FINAL)
    edition = Edition.objects.create(
        campaign=found,
        number=fields.pop("number", found.editions.count() + 1),
        seed=7,
        draws=10_000,
        field=provinces - unranked,
        done=provinces,
        status=WorkStatus.READY,
        finished_at=timezone.now(),
        created_by=by,
        published_at=timezone.now() if published else None,
        published_by=by if published else None,
        **fields,
    )
    everybody = [*first, *Province.objects.bulk_create(islice(_new_provinces(), provinces - len(first)))]
    assessments = _assessments(found, everybody, by)
    entries = Entry.objects.bulk_create(_entries(edition, assessments, unranked))
    NodeScore.objects.bulk_create(_nodes(entries, campaign_catalogue(found)), batch_size=2_000)
    return edition


def small_campaign(state: CampaignState, **fields: object) -> Campaign:
    """On the small catalogues (tests/assessments/small.py)."""
    if not GuidanceVersion.objects.filter(code="nho/v1").exists():
        store_versions()
    versions = {
        "guidance": GuidanceVersion.objects.get(code="nho/v1"),
        "indicators": IndicatorSetVersion.objects.get(code="nho-chi-so/v1"),
    }
    made = CampaignFactory(**{**versions, "state": state, **fields})
    return Campaign.objects.with_versions().get(pk=made.pk)


def _new_provinces() -> Iterator[Province]:
    """With codes that no other has: aa, ab …"""
    taken = set(Province.objects.values_list("code", "valid_from"))
    for number in count():
        round_, rest = divmod(number, 26 * len(LETTERS))
        code = ascii_lowercase[rest // len(LETTERS)] + LETTERS[rest % len(LETTERS)]
        since = date(2025, 7, 1) + timedelta(days=round_)
        if (code, since) not in taken:
            region, population = REGIONS[number % len(REGIONS)], POPULATIONS[number % len(POPULATIONS)]
            yield Province(code=code, name=f"Tỉnh {code}", valid_from=since, region=region, population=population)


def _assessments(campaign: Campaign, provinces: Sequence[Province], by: User) -> list[Assessment]:
    now = timezone.now()
    marks = {"submitted_at": now, "submitted_by": by, "finalised_at": now, "finalised_by": by}
    return Assessment.objects.bulk_create(
        Assessment(campaign=campaign, province=province, state=AssessmentState.FINAL, **marks) for province in provinces
    )


def _snapshots(assessments: Sequence[Assessment], purpose: Purpose) -> list[ScoreSnapshot]:
    now = timezone.now()
    empty = {"inputs": {"answers": []}, "context": {}, "scorecard": {}, "trace": {}}
    return ScoreSnapshot.objects.bulk_create(
        ScoreSnapshot(
            assessment=assessment,
            purpose=purpose,
            as_of=now.date(),
            status=WorkStatus.READY,
            finished_at=now,
            checksum="0" * 64,
            **empty,
        )
        for assessment in assessments
    )


def _entries(edition: Edition, assessments: Sequence[Assessment], unranked: int) -> list[Entry]:
    verified, submitted = (_snapshots(assessments, purpose) for purpose in (Purpose.VERIFIED, Purpose.SUBMISSION))
    last = len(assessments) - unranked
    rows = zip(assessments, verified, submitted, strict=True)
    return [
        Entry(
            edition=edition,
            assessment=assessment,
            province=assessment.province,
            type=ProvinceType.Type.PROVINCE if place else ProvinceType.Type.CITY,
            verified_snapshot=snapshot,
            submission=submission,
            **(_numbers(place, last) if place < last else {}),
        )
        for place, (assessment, snapshot, submission) in enumerate(rows)
    ]


def _numbers(place: int, last: int) -> dict[str, object]:
    headline = Decimal(90) - Decimal(80 * place) / max(last - 1, 1)
    headline = headline.quantize(Decimal("0.01"))
    return {
        "headline": headline,
        "readiness": headline + 4,
        "results": headline - 4,
        "coverage": Decimal(100),
        "evidenced_share": Decimal("87.5"),
        "claimed": headline + 6,
        "evidenced": headline + 2,
        "rank": place + 1,
        "rank_low": max(place, 1),
        "rank_high": min(place + 2, last),
        "mean_rank": Decimal(place + 1),
        "top5": Decimal(1) if place < 5 else Decimal("0.125"),
        "rank_geometric": last - place,
        "rank_evidenced": place + 1,
        "is_uncertain": place == last - 1,
    }


def _nodes(entries: Sequence[Entry], catalogue: CampaignCatalogue) -> list[NodeScore]:
    """Every node has the headline, and 6 more claimed."""
    keys = [key for branch in (*catalogue.frame.themes, *catalogue.frame.groups) for key in _keys(branch, "")]
    return [
        NodeScore(
            entry=entry,
            kind=kind,
            code=code,
            parent=parent,
            claimed=None if entry.headline is None else entry.headline + 6,
            verified=entry.headline,
            effective=Decimal("0.1"),
        )
        for entry in entries
        for kind, code, parent in keys
    ]


def _keys(node: Branch | Leaf, parent: str) -> list[tuple[NodeKind, str, str]]:
    own = [(node.kind, node.code, parent)]
    return own + [key for child in getattr(node, "children", ()) for key in _keys(child, node.code)]
