"""A whole campaign scored by real workers, beside the scoring core alone on the same answers."""

import statistics
import time
from collections.abc import Iterator
from datetime import date
from typing import Any

from assessments.catalogue import CampaignCatalogue, campaign_catalogue
from assessments.demonstration.rounds import FIRST
from assessments.models import Campaign
from benchmarks.measuring import Figure, at_most
from indicators.scoring import aggregate, exchange, gaps, scorecard, trace

from .memory import Memory, children, memory
from .portal import Portal, until
from .seeding import COMMUNES

SAMPLE, WARM = 200, 0.05
"""So many are scored by the core alone, and this share of the campaign goes by before the workers are timed."""

AGAINST_CORE, GROWTH = 2.0, 1.1
PATIENCE = 600
READY = """FROM assessments_scoresnapshot AS snapshot JOIN assessments_assessment AS own ON own.id = assessment_id
    JOIN assessments_campaign AS campaign ON campaign.id = campaign_id
    WHERE campaign.code = %s AND snapshot.purpose = 'submission' AND snapshot.status = 'ready'"""


def figures(portal: Portal, count: int) -> Iterator[Figure]:
    core, readings = _core_seconds(portal, min(count, SAMPLE))
    portal.empty_queue()  # of what the demonstration left to be done
    portal.run("benchmarks.load.sending", "score", COMMUNES)
    with portal.workers(2) as pid:
        sizes = _scored(portal, count, children(pid))
    each = _seconds_each(portal, count)
    aside = f"{count} units, {1000 * each:.1f} ms each; the core {1000 * core:.1f} ms, by {min(count, SAMPLE)} of them"
    yield at_most("campaign scoring by 2 workers against the core alone", each / core, AGAINST_CORE, "ratio", aside)
    alone = f"{1000 * readings:.1f} ms"
    yield at_most(
        "campaign scoring by 2 workers against the three readings alone", each / readings, None, "ratio", alone
    )
    growth = sizes[-1].resident / sizes[0].resident
    shown = ", ".join(f"{size.resident:.0f}" for size in sizes)
    yield at_most("memory of a scoring worker, end against start", growth, GROWTH, "ratio", f"{shown} MiB")


def _core_seconds(portal: Portal, sample: int) -> tuple[float, float]:
    """What the core takes for one assessment in the middle: everything of it that a snapshot is made by, and the three
    readings alone."""
    catalogue = campaign_catalogue(Campaign.objects.with_versions().get(code=FIRST))
    query = READY.replace("'ready'", "'queued'")
    rows = portal.sql(f"SELECT snapshot.inputs, snapshot.as_of {query} LIMIT %s", COMMUNES, sample)
    for inputs, as_of in rows[:10]:
        _core(catalogue, inputs, as_of)
    taken = [_core(catalogue, inputs, as_of) for inputs, as_of in rows]
    return statistics.mean(whole for whole, _readings in taken), statistics.mean(readings for _whole, readings in taken)


def _core(catalogue: CampaignCatalogue, inputs: dict[str, Any], as_of: date) -> tuple[float, float]:
    """Answers read, three readings, reported scorecard, trace and gaps: indicators.scoring and nothing else."""
    begun = time.perf_counter()
    header = exchange.read_header(inputs)
    answers = exchange.read_answers(inputs, catalogue.frame)
    read = time.perf_counter()
    results = aggregate.assess(catalogue.frame, answers, header.alpha, as_of)
    assessed = time.perf_counter()
    scorecard.to_json(scorecard.report(results))
    trace.trace(catalogue.frame, results, header.alpha, as_of)
    for result in results.values():
        gaps.gaps(catalogue.frame, result)
    return time.perf_counter() - begun, assessed - read


def _scored(portal: Portal, count: int, workers: list[int]) -> list[Memory]:
    """Once all are; the largest worker's size after the first, in the middle and after the last."""
    sizes = []
    for done in (max(int(WARM * count), 1), count // 2, count):
        until(lambda done=done: _scores(portal) >= done, "scores", PATIENCE, pause=1)
        sizes.append(memory(workers))
    return sizes


def _scores(portal: Portal) -> int:
    [(count,)] = portal.sql(f"SELECT count(*) {READY}", COMMUNES)
    return int(count)


def _seconds_each(portal: Portal, count: int) -> float:
    """By the rows' own times, from when the workers are warm; the reports that follow come after them in the queue."""
    rows = portal.sql(f"SELECT snapshot.finished_at {READY} ORDER BY snapshot.finished_at", COMMUNES)
    times = [at for (at,) in rows]
    first = int(WARM * count)
    return float((times[-1] - times[first]).total_seconds() / (count - 1 - first))
