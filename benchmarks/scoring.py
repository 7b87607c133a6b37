"""The scoring core beside a bare loop over the same sums, and the robustness of ranks beside a plain one."""

import gc
import math
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal, localcontext
from itertools import repeat
from pathlib import Path
from random import Random
from statistics import median
from typing import Any

import guidance.loading
import indicators.loading
from accounts.models import Province
from assessments.catalogue import CampaignCatalogue
from assessments.demonstration.answers import Made, Maker
from indicators.scoring import aggregate
from indicators.scoring.frame import Answer, Branch, Frame, Leaf, NodeKind, Review, Verdict
from indicators.scoring.numbers import CONTEXT, ONE, ZERO
from indicators.scoring.readings import LeafResult, Reading, leaf_results
from indicators.scoring.robustness import DRAWS, DUST, Draws, Unit, Weights, draw, robustness

from .measuring import Figure, at_most

ROOT = Path(__file__).resolve().parents[1]
ALPHA, AS_OF = Decimal("0.5"), date(2026, 6, 30)
CORE_LIMIT, ROBUSTNESS_LIMIT = 6, 100
UNITS, PLAIN_DRAWS, SEED = 34, 200, 1
ROUNDS = 9


Leaves = Mapping[str, LeafResult]


def figures() -> Iterator[Figure]:
    yield from _core()
    yield from _robustness()


def real_catalogue() -> CampaignCatalogue:
    """Both catalogues as the repository has them."""
    guide = guidance.loading.read_folder(ROOT / "guidance/data/cv2333/v1")
    return CampaignCatalogue(guide, indicators.loading.read_folder(ROOT / "indicators/data/cv3098/v1"))


def whole_answers(catalogue: CampaignCatalogue) -> dict[str, Answer]:
    """Every leaf answered as the demonstration makes it up, and reviewed: of ten, one is adjusted, one rejected."""
    made = Maker(catalogue, Province(code="48", name="Đà Nẵng"), 1, AS_OF).answers()
    return {code: _answer(found, place) for place, (code, found) in enumerate(made.items())}


def _answer(made: Made, place: int) -> Answer:
    reviews = {3: Review(Verdict.ADJUSTED, made.value), 7: Review(Verdict.REJECTED)}
    review = reviews.get(place % 10, Review(Verdict.ACCEPTED))
    return Answer(made.value, made.not_applicable, made.reason, len(made.documents), review)


# -- the core ----------------------------------------------------------------------------------------------------------


def _core() -> Iterator[Figure]:
    catalogue = real_catalogue()
    frame, answers = catalogue.frame, whole_answers(catalogue)
    bare = BareLoop(frame, [leaf_results(frame, answers, reading, AS_OF) for reading in Reading])
    ours, theirs = paired(lambda: aggregate.assess(frame, answers, ALPHA, AS_OF), bare.run)
    aside = f"{len(catalogue.leaves)} leaves; {1000 * ours:.2f} ms against {1000 * theirs:.2f} ms"
    yield at_most("scoring core against a bare loop over the same sums", ours / theirs, CORE_LIMIT, "ratio", aside)
    _ours, least = paired(lambda: None, bare.headlines)
    name = "scoring core against a loop that finds the three headlines alone, and no node"
    yield at_most(name, ours / least, None, "ratio", f"{1000 * least:.2f} ms")


class BareLoop:
    """What anybody would write in a script who wants the same sums: score, coverage and evidence of every node upwards,
    effective weight and contribution downwards; three readings, Decimals of as many digits, leaf scores worked out
    already. Rows are bare lists, children before their parent: parent's row, weight, score, covered, required, backed,
    weight that applies, effective weight, contribution."""

    def __init__(self, frame: Frame, readings: Sequence[Leaves]) -> None:
        headline = _headline(frame)
        self.readings = [_rows(headline, found) for found in readings]
        self.trees = [[_tree(headline, found)] for found in readings]

    def run(self) -> list[Any]:
        with localcontext(CONTEXT):
            return [_up_and_down([[*row] for row in rows]) for rows in self.readings]

    def headlines(self) -> list[Decimal]:
        """The least that can be asked for: one sum of products, no node."""
        with localcontext(CONTEXT):
            return [_score(reading) for reading in self.trees]


def _tree(item: Branch | Leaf, found: Leaves) -> tuple[Decimal, Any]:
    """(weight, score) of a leaf, (weight, children) of a branch."""
    if isinstance(item, Leaf):
        return item.weight, found[item.code].score
    return item.weight, [_tree(child, found) for child in (*item.branches, *item.scored)]


def _score(children: list[Any]) -> Decimal | None:
    upper = lower = ZERO
    for weight, inside in children:
        score = _score(inside) if type(inside) is list else inside
        if score is not None:
            upper += weight * score
            lower += weight
    return upper / lower if lower else None


def _headline(frame: Frame) -> Branch:
    """Both halves below one branch."""
    halves = ((ALPHA, frame.themes), (1 - ALPHA, frame.groups))
    return Branch("", NodeKind.THEME, ONE, tuple(Branch("", NodeKind.THEME, weight, half) for weight, half in halves))


def _rows(headline: Branch, found: Leaves) -> list[Any]:
    rows: list[Any] = []
    _row(headline, found, rows)
    places = {id(row): place for place, row in enumerate(rows)}
    return [[places.get(id(row[0])), *row[1:]] for row in rows]


def _row(item: Branch | Leaf, found: Leaves, rows: list[Any]) -> list[Any]:
    if isinstance(item, Branch):
        row = [None, item.weight, *[ZERO] * 7]
        for child in (*item.branches, *item.scored):
            _row(child, found, rows)[0] = row
    else:
        result = found[item.code]
        shares = (result.value is not None, item.evidence_required, item.evidence_required and bool(result.evidence))
        row = [None, item.weight, result.score, *map(Decimal, shares), ONE, ZERO, ZERO]
    rows.append(row)
    return row


def _up_and_down(rows: list[Any]) -> list[Any]:
    for row in rows:
        parent, weight, score, covered, required, backed, total, _effective, _contribution = row
        if score is None or not total:
            continue
        if total is not ONE:
            row[2:6] = score, covered, required, backed = (
                score / total,
                covered / total,
                required / total,
                backed / total,
            )
        if parent is not None:
            above = rows[parent]
            above[2] += weight * score
            above[3] += weight * covered
            above[4] += weight * required
            above[5] += weight * backed
            above[6] += weight
    rows[-1][7] = ONE
    for row in reversed(rows[:-1]):
        if row[2] is not None and row[6]:
            above = rows[row[0]]
            row[7] = above[7] * row[1] / above[6]
            row[8] = row[7] * row[2]
    return rows


# -- robustness --------------------------------------------------------------------------------------------------------


def _robustness() -> Iterator[Figure]:
    units, weights = made_up_units(UNITS)
    backed = [Decimal(place) for place in range(UNITS)]
    drawn = draw(weights, SEED, DRAWS)
    few = Draws(drawn.themes[:PLAIN_DRAWS], drawn.groups[:PLAIN_DRAWS], drawn.alpha[:PLAIN_DRAWS])
    ours, theirs = paired(
        lambda: robustness(units, weights, SEED, backed), lambda: plain_ranks(units, few), rounds=5, calls=1
    )
    plain = theirs * DRAWS / PLAIN_DRAWS
    aside = f"{DRAWS} draws × {UNITS} units: {1000 * ours:.0f} ms against {plain:.2f} s"
    yield Figure(
        "rank robustness against a plain loop", round(plain / ours, 1), ROBUSTNESS_LIMIT, "higher", "ratio", aside
    )


def made_up_units(count: int) -> tuple[list[Unit], Weights]:
    """Six themes and nine groups; of thirty units one has a theme that does not apply."""
    random = Random(count)
    scores = [[Decimal(random.randint(2_000, 9_000)) / 100 for _node in range(15)] for _unit in range(count)]
    units = [Unit([None if place % 30 == 7 else row[0], *row[1:6]], row[6:]) for place, row in enumerate(scores)]
    return units, Weights([ONE] * 6, [ONE] * 9, ALPHA)


def plain_ranks(units: Sequence[Unit], drawn: Draws) -> list[list[int]]:
    """As docs/scoring.md says it, draw by draw: one list of ranks a unit."""
    found: list[list[int]] = [[] for _unit in units]
    for themes, groups, alpha in zip(drawn.themes.tolist(), drawn.groups.tolist(), drawn.alpha.tolist(), strict=True):
        headlines = [
            alpha * _plain_mean(unit.themes, themes) + (1 - alpha) * _plain_mean(unit.groups, groups) for unit in units
        ]
        shown = [math.floor(headline * 100 + 0.5 + DUST) for headline in headlines]
        for ranks, own in zip(found, shown, strict=True):
            ranks.append(1 + sum(other > own for other in shown))
    return found


def _plain_mean(scores: Sequence[Decimal | None], weights: Sequence[float]) -> float:
    applicable = [(weight, float(score)) for weight, score in zip(weights, scores, strict=True) if score is not None]
    return sum(weight * score for weight, score in applicable) / sum(weight for weight, _score in applicable)


def paired(
    ours: Callable[[], object], theirs: Callable[[], object], rounds: int = ROUNDS, calls: int = 20
) -> tuple[float, float]:
    """Processor seconds of one call of each, by turns, so that both meet the same noise: the medians."""
    ours()
    theirs()
    taken: tuple[list[float], list[float]] = ([], [])
    for _round in range(rounds):
        for work, times in zip((ours, theirs), taken, strict=True):
            gc.collect()
            begun = time.process_time()
            for _call in repeat(None, calls):
                work()
            times.append((time.process_time() - begun) / calls)
    return median(taken[0]), median(taken[1])
