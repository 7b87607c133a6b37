"""What a gap report tells of the published results (assessments.supplements.Published): medians of all provinces and of
the province's peers, and the rank where the comparison is of the very result that the report is about."""

from collections.abc import Iterator
from decimal import Decimal
from statistics import median

from django.core.cache import cache
from django.db.models import Q
from django.utils import timezone

from assessments.enums import Purpose
from assessments.models import Assessment, ScoreSnapshot
from assessments.supplements import HEADS, Peers, Published
from indicators.scoring.frame import NodeKind
from indicators.scoring.numbers import reported

from .models import Edition, NodeScore
from .queries import ALL, PeerGroup, among, peers_of

KINDS = (NodeKind.THEME, NodeKind.RECOMMENDATION, NodeKind.GROUP)
FEWEST = 3
"""Of fewer provinces a median says nothing of a group."""

KEPT_SECONDS = 24 * 60 * 60


def published(snapshot: ScoreSnapshot, earlier: Assessment | None = None) -> Published | None:
    """Of the snapshot's own round if it is published, else of the last published one before it."""
    edition = _edition(snapshot)
    if edition is None or edition.published_at is None:
        return None
    ranks = _ranks(edition, snapshot) if snapshot.purpose == Purpose.VERIFIED else {}
    return Published(
        campaign=edition.campaign.name,
        number=edition.number,
        published_on=timezone.localdate(edition.published_at),
        groups=tuple(_groups(edition, snapshot)),
        ranked=edition.field if ranks else 0,
        **ranks,
    )


def _ranks(edition: Edition, snapshot: ScoreSnapshot) -> dict[str, int | None]:
    """Of a verified result, which is what is compared; empty if the edition is not of this very one."""
    own = edition.entries.filter(verified_snapshot=snapshot, rank__isnull=False)
    return own.order_by().values("rank", "rank_low", "rank_high").first() or {}


def _edition(snapshot: ScoreSnapshot) -> Edition | None:
    """Made-up results never stand beside real ones."""
    campaign = snapshot.assessment.campaign
    found = Edition.objects.published().filter(campaign__is_demonstration=campaign.is_demonstration)
    found = found.filter(Q(campaign=campaign) | Q(campaign__opens_on__lt=campaign.opens_on))
    return found.select_related("campaign").order_by("-campaign__opens_on", "-campaign__pk", "-number").first()


def _groups(edition: Edition, snapshot: ScoreSnapshot) -> Iterator[Peers]:
    """All, then the first group of the province's peers that is large enough."""
    yield _peers(edition, ALL)
    kind = snapshot.context["province"]["type"]
    for group in peers_of(snapshot.assessment.province, kind):
        found = _peers(edition, group)
        if found.count >= FEWEST:
            yield found
            return


def _peers(edition: Edition, group: PeerGroup) -> Peers:
    """A published edition never changes, so its medians are found once a day."""
    key = f"medians:{edition.pk}:{group.code}"
    found = cache.get(key)
    if found is None:
        found = _medians(edition, group)
        cache.set(key, found, KEPT_SECONDS)
    count, medians = found
    return Peers(label=str(group.label), count=count, medians=medians)


def _medians(edition: Edition, group: PeerGroup) -> tuple[int, dict[str, Decimal]]:
    """How many results the group has, and the median of every score that any of them has."""
    entries = among(edition.entries.all(), group).order_by()
    scores: dict[str, list[Decimal]] = {}
    for row in entries.filter(headline__isnull=False).values_list(*HEADS):
        for name, score in zip(HEADS, row, strict=True):
            scores.setdefault(name, []).append(score)
    nodes = NodeScore.objects.filter(entry__in=entries, kind__in=KINDS)
    for kind, code, score in nodes.order_by().values_list("kind", "code", "verified").iterator():
        scores.setdefault(f"{kind}:{code}", []).append(score)
    known = {key: [score for score in found if score is not None] for key, found in scores.items()}
    return len(scores.get("headline", ())), {key: reported(median(found)) for key, found in known.items() if found}
