"""The frozen answers of a snapshot as the scoring core takes them: what could be raised, and what would come of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from assessments.results import SnapshotResult
from indicators.scoring import aggregate, exchange
from indicators.scoring.choices import EVIDENCE, Datum, Way, changed, data, effort_of
from indicators.scoring.measures import Checklist, RatioValue, Value, percent
from indicators.scoring.numbers import ZERO
from indicators.scoring.readings import Reading as CoreReading

from .models import PlannedAction


@dataclass(frozen=True)
class Target:
    """Where a planned action leads, as its row keeps it: the option to reach, or the items of a checklist to add; the
    number or percentage to reach; or the evidence of what is claimed. None of them: the full score."""

    options: tuple[str, ...] = ()
    value: Decimal | None = None
    needs_evidence: bool = False


class Case:
    """In the reading of `result`. Nothing of it is stored."""

    def __init__(self, result: SnapshotResult) -> None:
        self.result, self.catalogue = result, result.catalogue
        inputs = result.snapshot.inputs
        self.alpha = exchange.read_header(inputs).alpha
        self.answers = exchange.read_answers(inputs, self.catalogue.frame)
        self.as_of, self.reading = result.snapshot.as_of, CoreReading(result.reading)

    def scored(self, values: Mapping[str, Value]) -> aggregate.ReadingResult:
        """What the answers would score with these values."""
        answers = changed(self.answers, values)
        return aggregate.assess(self.catalogue.frame, answers, self.alpha, self.as_of)[self.reading]

    @cached_property
    def now(self) -> aggregate.ReadingResult:
        return self.scored({})

    @cached_property
    def data(self) -> dict[str, Datum]:
        """By the code of the leaf that takes the answer, in catalogue order."""
        found = data(self.catalogue.frame, self.answers, self.reading, self.now, self.as_of)
        return {datum.code: datum for datum in found}

    @cached_property
    def _sources(self) -> dict[str, str]:
        return {taker: datum.code for datum in self.data.values() for taker in datum.takers}

    def datum(self, code: str) -> Datum | None:
        """Of a leaf that is scored, or is answered for one that is."""
        return self.data.get(self._sources.get(code, code))

    def gain(self, way: Way) -> Decimal:
        """Points of the headline; really scored where what is asked depends on the answer."""
        datum = self.datum(way.code)
        return self._difference({way.code: way.value}) if datum and datum.steers else way.gain

    def _difference(self, values: Mapping[str, Value]) -> Decimal:
        before, after = self.now.headline, self.scored(values).headline
        return ZERO if before is None or after is None else after - before

    def step(self, code: str) -> Way | None:
        """The next thing to do about a leaf."""
        datum = self.datum(code)
        return datum.ways[0] if datum and datum.ways else None

    def way_to(self, code: str, target: Target) -> Way | None:
        """What is still to be done to get there; None if nothing, or if the leaf does not count."""
        datum = self.data.get(code)
        if datum is None or not datum.ways:
            return None
        if target.needs_evidence:
            return datum.ways[0] if is_evidence_only(datum.ways[0], datum) else None
        if not target.options:
            return datum.ways[-1]
        if isinstance(self.catalogue.leaves[code].measure, Checklist):
            return self._items(datum, target.options)
        return next((way for way in datum.ways if way.value == target.options[-1]), None)

    def _items(self, datum: Datum, wanted: tuple[str, ...]) -> Way | None:
        """The items that are not ticked yet, each at the effort of its own step."""
        leaf, held = self.catalogue.leaves[datum.code], datum.held if isinstance(datum.held, tuple) else ()
        missing = tuple(code for code in leaf.measure.weights if code in wanted and code not in held)
        if not missing:
            return None
        value = tuple(code for code in leaf.measure.weights if code in held or code in missing)
        first = EVIDENCE if is_evidence_only(datum.ways[0], datum) else ""
        efforts = first + "".join(effort_of(leaf, code) for code in missing)
        return Way(datum.code, value, efforts, missing, self._difference({datum.code: value}))


def is_evidence_only(way: Way, datum: Datum) -> bool:
    return not way.reached and way.value == datum.held


def target_of(way: Way, datum: Datum) -> Target:
    """What a row keeps of a way."""
    if is_evidence_only(way, datum):
        return Target(needs_evidence=True)
    if isinstance(way.value, RatioValue):
        return Target(value=percent(way.value))
    if isinstance(way.value, Decimal):
        return Target(value=way.value)
    is_checklist = isinstance(way.value, tuple)
    return Target(options=way.reached if is_checklist else way.reached[-1:])


def target_of_action(action: PlannedAction) -> Target:
    return Target(tuple(action.target.split()), action.target_value, action.needs_evidence)
