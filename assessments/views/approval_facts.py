"""What a leader needs to know of a draft in a minute."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple

from django.db.models import Count, Max

from assessments.catalogue import Item
from assessments.enums import Purpose, WorkStatus
from assessments.models import Assessment, Campaign
from assessments.queries import Filled, codes_to_review, earlier_assessment, filled
from assessments.results import Gap, Node, SnapshotResult, own_result, title_of
from assessments.scorecards import trial
from indicators.scoring import scorecard
from indicators.scoring.frame import NodeKind
from indicators.scoring.readings import Reading, Status

GAPS = 5


class Leaf(NamedTuple):
    item: Item
    title: str
    section: str
    reason: str = ""


class Writer(NamedTuple):
    name: str
    answers: int
    last: datetime


@dataclass(frozen=True)
class Before:
    """The province's last round, as it was claimed; `changed`: answers that differ from it, of those asked in both."""

    campaign: Campaign
    headline: Decimal | None
    themes: dict[str, Decimal | None]
    changed: int
    is_alike: bool


class ThemeLine(NamedTuple):
    node: Node
    change: Decimal | None


@dataclass(frozen=True)
class Facts:
    """`without_evidence`: claims that count and lack the evidence that is required of them."""

    result: SnapshotResult
    before: Before | None
    themes: list[ThemeLine]
    gaps: list[Gap]
    without_evidence: list[Leaf]
    exempt: list[Leaf]
    writers: list[Writer]

    @property
    def change(self) -> Decimal | None:
        return _minus(self.result.headline, self.before.headline if self.before else None)


def facts(assessment: Assessment, found: Filled, today: date) -> Facts:
    result = own_result(trial(assessment, today))
    before = _before(assessment, found, today)
    themes = before.themes if before else {}
    return Facts(
        result=result,
        before=before,
        themes=[ThemeLine(node, _minus(node.score, themes.get(node.code))) for node in result.themes],
        gaps=result.largest_gaps(GAPS),
        without_evidence=_without_evidence(found),
        exempt=_exempt(found),
        writers=_writers(assessment),
    )


def _before(assessment: Assessment, found: Filled, today: date) -> Before | None:
    earlier = earlier_assessment(assessment)
    kept = earlier.snapshots.filter(purpose=Purpose.SUBMISSION, status=WorkStatus.READY) if earlier else None
    snapshot = kept.only("scorecard", "claimed").first() if kept is not None else None
    if earlier is None or snapshot is None:
        return None
    nodes = scorecard.from_json(snapshot.scorecard or {}).readings[Reading.CLAIMED].nodes
    then, now = earlier.campaign, assessment.campaign
    pinned = ("guidance_id", "indicators_id", "alpha")
    return Before(
        campaign=then,
        headline=snapshot.claimed,
        themes={node.code: node.score for node in nodes if node.kind is NodeKind.THEME},
        changed=_changed(found, filled(earlier, today)),
        is_alike=all(getattr(then, name) == getattr(now, name) for name in pinned),
    )


def _changed(found: Filled, then: Filled) -> int:
    codes = [code for code in codes_to_review(found) if code in then.catalogue.leaves]
    return sum(_said(found, code) != _said(then, code) for code in codes)


def _said(found: Filled, code: str) -> tuple[object, bool]:
    answer = found.answers.get(code)
    return (answer.value, answer.not_applicable) if answer else (None, False)


def _without_evidence(found: Filled) -> list[Leaf]:
    return _leaves(found, [code for code in codes_to_review(found) if _lacks_evidence(found, code)])


def _lacks_evidence(found: Filled, code: str) -> bool:
    result = found.results[code]
    claims = result.status is Status.ANSWERED and bool(result.score)
    return claims and found.catalogue.leaves[code].evidence_required and not result.evidence


def _exempt(found: Filled) -> list[Leaf]:
    return _leaves(found, [code for code, answer in found.answers.items() if answer.not_applicable])


def _leaves(found: Filled, codes: Collection[str]) -> list[Leaf]:
    items, section_of = found.catalogue.items, found.catalogue.section_of
    return [Leaf(items[code], title_of(items[code]), section_of[code], _reason(found, code)) for code in codes]


def _reason(found: Filled, code: str) -> str:
    return found.answers[code].reason if code in found.answers else ""


def _writers(assessment: Assessment) -> list[Writer]:
    """Who gave the answers that stand now, most first."""
    rows = assessment.answers.filter(is_given=True).order_by().values("updated_by", "updated_by__full_name")
    counted = rows.annotate(count=Count("pk"), last=Max("updated_at")).order_by("-count", "updated_by__full_name")
    return [Writer(row["updated_by__full_name"], row["count"], row["last"]) for row in counted]


def _minus(now: Decimal | None, then: Decimal | None) -> Decimal | None:
    return None if now is None or then is None else now - then
