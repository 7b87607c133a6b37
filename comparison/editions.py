"""Making an edition: reading the verified snapshots of a campaign into rows, ranking them, and trying the ranks."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import chain
from typing import Any
from uuid import UUID

from django.db import transaction

from assessments.catalogue import CampaignCatalogue, campaign_catalogue
from assessments.enums import Purpose, Reading, Verdict
from assessments.models import Assessment, ReviewAssignment, ScoreSnapshot
from indicators.scoring import robustness, scorecard
from indicators.scoring.frame import NodeKind
from indicators.scoring.numbers import reported
from indicators.scoring.ranks import ranks
from indicators.scoring.readings import Reading as CoreReading

from .models import Edition, Entry, EntryReviewer, NodeScore
from .queries import latest_snapshots

CHUNK = 50
"""Snapshots read at once: their JSON is what takes memory."""

LEAVES = frozenset({NodeKind.QUESTION, NodeKind.INDICATOR})
RANKED = ("rank", "rank_low", "rank_high", "mean_rank", "top5", "rank_geometric", "rank_evidenced", "is_uncertain")


def compute(edition: Edition) -> int:
    """Fill an edition from the campaign's final results as they are now, whatever an earlier attempt left. Returns how
    many provinces were ranked."""
    Entry.objects.filter(edition=edition).delete()
    Edition.objects.filter(pk=edition.pk).update(done=0)
    catalogue = campaign_catalogue(edition.campaign)
    newest = latest_snapshots(edition.campaign.assessments.all())
    for done, keys in _chunks(sorted(newest.items(), key=str)):
        with transaction.atomic():
            _store(edition, catalogue, dict(keys))
            Edition.objects.filter(pk=edition.pk).update(done=done)
    return _rank(edition, catalogue)


def _chunks(items: Sequence[tuple[UUID, UUID]]) -> Iterator[tuple[int, Sequence[tuple[UUID, UUID]]]]:
    """Each with how many are done after it."""
    for start in range(0, len(items), CHUNK):
        yield min(start + CHUNK, len(items)), items[start : start + CHUNK]


def _store(edition: Edition, catalogue: CampaignCatalogue, newest: dict[UUID, UUID]) -> None:
    """Entries with their nodes and reviewers, in a fixed number of queries."""
    verified = ScoreSnapshot.objects.in_bulk(newest.values())
    submitted = ScoreSnapshot.objects.filter(assessment__in=newest, purpose=Purpose.SUBMISSION)
    submissions = {snapshot.assessment_id: snapshot for snapshot in submitted.defer("inputs", "context", "trace")}
    assessments = Assessment.objects.filter(pk__in=newest).select_related("province")
    pairs = {found.pk: (verified[newest[found.pk]], submissions[found.pk]) for found in assessments}
    entries = Entry.objects.bulk_create(_entry(edition, found, *pairs[found.pk]) for found in assessments)
    NodeScore.objects.bulk_create(
        chain.from_iterable(_nodes(entry, *pairs[entry.assessment_id]) for entry in entries), batch_size=5_000
    )
    by_assessment = {entry.assessment_id: entry for entry in entries}
    EntryReviewer.objects.bulk_create(
        EntryReviewer(entry=by_assessment[row.assessment_id], seat=row.seat, reviewer_id=row.reviewer_id)
        for row in ReviewAssignment.objects.filter(assessment__in=newest)
    )


def _entry(edition: Edition, assessment: Assessment, verified: ScoreSnapshot, submission: ScoreSnapshot) -> Entry:
    found = scorecard.from_json(verified.scorecard or {}).readings[CoreReading.VERIFIED]
    traces = _traces(verified)
    return Entry(
        edition=edition,
        assessment=assessment,
        province=assessment.province,
        type=verified.context["province"]["type"],
        verified_snapshot=verified,
        submission=submission,
        headline=found.headline,
        readiness=found.readiness,
        results=found.results,
        coverage=_share(traces, "coverage"),
        evidenced_share=_share(traces, "evidenced"),
        claimed=submission.claimed,
        evidenced=verified.evidenced,
        ladder_level=found.ladder.reached if found.ladder else None,
    )


def _traces(snapshot: ScoreSnapshot) -> list[dict[str, Any]]:
    return list((snapshot.trace or {})["readings"][str(Reading.VERIFIED)])


def _share(traces: list[dict[str, Any]], name: str) -> Decimal | None:
    """The weighted share (0–100) over the leaves that have one; None if none has."""
    leaves = [
        (Decimal(trace["effective"]), Decimal(trace[name]))
        for trace in traces
        if trace["kind"] in LEAVES and trace[name] is not None
    ]
    total = sum((weight for weight, _share in leaves), Decimal(0))
    return reported(sum((weight * share for weight, share in leaves), Decimal(0)) / total) if total else None


def _nodes(entry: Entry, verified: ScoreSnapshot, submission: ScoreSnapshot) -> Iterator[NodeScore]:
    """What was claimed at submission and what was verified, node by node."""
    claimed = scorecard.from_json(submission.scorecard or {}).readings[CoreReading.CLAIMED].nodes
    shown = scorecard.from_json(verified.scorecard or {}).readings[CoreReading.VERIFIED].nodes
    before = {(node.kind, node.code): node.score for node in claimed}
    verdicts = {row["code"]: row["review"]["verdict"] for row in verified.inputs["answers"] if row.get("review")}
    for node, trace in zip(shown, _traces(verified), strict=True):
        source = trace.get("source", "")
        verdict = verdicts.get(source, "")
        remark = verified.context["reviews"].get(source, {}) if verdict != Verdict.ACCEPTED else {}
        yield NodeScore(
            entry=entry,
            kind=node.kind,
            code=node.code,
            parent=trace["parent"],
            claimed=before.get((node.kind, node.code)),
            verified=node.score,
            effective=Decimal(trace["effective"]),
            verdict=verdict,
            reason=remark.get("reason", ""),
        )


def _rank(edition: Edition, catalogue: CampaignCatalogue) -> int:
    """Ranks, their intervals and the alternatives; without JSON, from the rows."""
    entries = list(Entry.objects.filter(edition=edition).order_by("province__code"))
    weights = _weights(edition, catalogue)
    units = _units(entries, catalogue)
    backed = [entry.evidenced for entry in entries]
    tried = robustness.robustness(units, weights, edition.seed, backed, edition.draws)
    for entry, rank, found in zip(entries, ranks(entry.headline for entry in entries), tried, strict=True):
        entry.rank = rank
        if found:
            for name, value in found._asdict().items():
                setattr(entry, name, value)
    Entry.objects.bulk_create(  # `bulk_update` takes five times as long: a case for each row and column
        entries, update_conflicts=True, update_fields=RANKED, unique_fields=["id"], batch_size=500
    )
    return sum(entry.rank is not None for entry in entries)


def _weights(edition: Edition, catalogue: CampaignCatalogue) -> robustness.Weights:
    frame = catalogue.frame
    themes, groups = ([branch.weight for branch in half] for half in (frame.themes, frame.groups))
    return robustness.Weights(themes, groups, edition.campaign.alpha)


def _units(entries: Sequence[Entry], catalogue: CampaignCatalogue) -> list[robustness.Unit]:
    """The verified scores of themes and groups; those of a ladder are no points."""
    kinds = [NodeKind.THEME, NodeKind.GROUP]
    rows = NodeScore.objects.filter(entry__in=entries, kind__in=kinds).values_list(
        "entry_id", "kind", "code", "verified"
    )
    scores = {(entry, kind, code): verified for entry, kind, code, verified in rows}
    themes = [(NodeKind.THEME, branch.code) for branch in catalogue.frame.themes]
    groups = [(NodeKind.GROUP, branch.code) for branch in catalogue.frame.groups]
    is_ladder = catalogue.frame.is_ladder
    return [
        robustness.Unit(
            [scores.get((entry.pk, *node)) for node in themes],
            [None if is_ladder else scores.get((entry.pk, *node)) for node in groups],
        )
        for entry in entries
    ]
