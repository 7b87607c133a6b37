"""What a report prints beside its snapshot: the earlier round, the published results, the action plan.

A report is made from rows that never change, so what stands beside the snapshot is gathered once, when the report is
asked for, and frozen in its row. Where it comes from is wired in settings.REPORT_SUPPLEMENTS, because comparison and
planning stand above this app.
"""

import hashlib
import json
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.module_loading import import_string
from pydantic import BaseModel, ConfigDict

from indicators.scoring import scorecard
from indicators.scoring.readings import Reading as CoreReading

from .enums import Purpose, Reading, WorkStatus, own_reading
from .models import Assessment, Campaign, ScoreSnapshot
from .queries import earlier_assessment, has_earlier_assessment
from .results import Node

HEADS = ("headline", "readiness", "results")
"""Keys of scores that are no node's."""


class Frozen(BaseModel):
    """Part of a supplement; plain JSON in the row."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Earlier(Frozen):
    """What the province had in its round before: scores by `score_key`, in the reading that was final then.
    `same_catalogues`: that round asked by the same versions, so that every node may be set beside its own."""

    campaign: str
    same_catalogues: bool
    as_of: date
    reading: Reading
    checksum: str
    scores: dict[str, Decimal]


class Peers(Frozen):
    """The medians of a group of provinces whose results are published; `count`: how many they are."""

    label: str
    count: int
    medians: dict[str, Decimal]


class Published(Frozen):
    """A published comparison, the newest that may be told: `groups` begins with all provinces. `rank` of `ranked` with
    its interval: only where the comparison is of this very result."""

    campaign: str
    number: int
    published_on: date
    groups: tuple[Peers, ...]
    rank: int | None = None
    rank_low: int | None = None
    rank_high: int | None = None
    ranked: int = 0


class PlannedAction(Frozen):
    """One line of an action plan as it stood. `gain` in points of the headline; `cost` in million đồng; `score_now`:
    of the leaf in the snapshot that the report is about, where the plan is of the round before."""

    code: str
    title: str
    action: str
    owner: str
    due: date | None = None
    cost: Decimal | None = None
    status: str
    status_label: str
    is_done: bool = False
    gain: Decimal
    note: str = ""
    score_then: Decimal | None = None
    score_now: Decimal | None = None


class Plan(Frozen):
    """An action plan: of the round that the report is about, or of the round before with what has become of it."""

    campaign: str
    updated_on: date
    actions: tuple[PlannedAction, ...]


class Supplement(Frozen):
    earlier: Earlier | None = None
    published: Published | None = None
    plan: Plan | None = None
    earlier_plan: Plan | None = None


NOTHING = Supplement()


def score_key(node: Node) -> str:
    return f"{node.kind}:{node.code}"


def gather(snapshot: ScoreSnapshot, language: str) -> Supplement:
    """What may be told beside a ready snapshot now, in the words of `language`."""
    own = snapshot.assessment
    earlier = earlier_assessment(own) if has_earlier_assessment(own) else None  # whose columns take thrice as long
    with translation.override(language):
        found = {name: import_string(path)(snapshot, earlier) for name, path in settings.REPORT_SUPPLEMENTS.items()}
        return Supplement(earlier=_told(earlier, own.campaign) if earlier else None, **found)


def columns(supplement: Supplement) -> dict[str, Any]:
    """Of a ReportFile."""
    return {"supplement": _frozen(supplement), "supplement_key": key_of(supplement)}


def key_of(supplement: Supplement) -> str:
    """sha256 over canonical JSON; "" for nothing."""
    frozen = _frozen(supplement)
    canonical = json.dumps(frozen, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest() if frozen else ""


def _frozen(supplement: Supplement) -> dict[str, Any]:
    return supplement.model_dump(mode="json", exclude_none=True)


def final_snapshots(snapshots: Iterable[ScoreSnapshot]) -> ScoreSnapshot | None:
    """The one that counts: the newest verified, else the submission."""
    ready = sorted(snapshots, key=lambda found: (found.purpose == Purpose.VERIFIED, found.created_at))
    return ready[-1] if ready else None


def _told(assessment: Assessment, now: Campaign) -> Earlier | None:
    """What is told of an earlier round in one of the campaign `now`; None if it has no score."""
    counting = assessment.snapshots.filter(status=WorkStatus.READY).exclude(purpose=Purpose.PREVIEW)
    found = final_snapshots(counting.defer("inputs", "context", "trace"))
    if found is None:
        return None
    reading = own_reading(found.purpose)
    read = scorecard.from_json(found.scorecard or {}).readings[CoreReading(reading)]
    scores = {name: getattr(read, name) for name in HEADS} | {
        f"{node.kind}:{node.code}": node.score for node in read.nodes
    }
    before = assessment.campaign
    return Earlier(
        campaign=before.name,
        same_catalogues=(before.guidance_id, before.indicators_id) == (now.guidance_id, now.indicators_id),
        as_of=found.as_of,
        reading=reading,
        checksum=found.checksum,
        scores={key: score for key, score in scores.items() if score is not None},
    )
