"""The stored trace: every node of every reading with the arithmetic of each leaf, as JSON.

A snapshot keeps it, so that "vì sao điểm này?" years later shows what was computed then.
"""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any

from .aggregate import Node, ReadingResult
from .frame import Frame, Leaf
from .ladder import ladder_to_json
from .measures import Choice, Linear, Number, Optimum, Ratio, RatioValue, Rule, Steps, percent
from .numbers import CONTEXT
from .readings import Reading

SCHEMA = "smartcity-trace/1"
PLACES = Decimal("1e-12")


def trace(frame: Frame, results: Mapping[Reading, ReadingResult], alpha: Decimal, as_of: date) -> dict[str, Any]:
    """All numbers unrounded as strings; `how` names the rule of a leaf and everything that entered it. `ladder`, the
    levels of each reading, is there only with a ladder."""
    explained, texts = _Explained({leaf.code: leaf for leaf in frame.leaves()}, as_of), _Texts()
    readings = {
        str(reading): [_node(node, explained, texts) for node in result.nodes] for reading, result in results.items()
    }
    found = {"schema": SCHEMA, "alpha": str(alpha), "as_of": as_of.isoformat(), "readings": readings}
    levels = {str(reading): ladder_to_json(result.ladder) for reading, result in results.items() if result.ladder}
    return {**found, "ladder": levels} if levels else found


class _Explained:
    """How leaves came to their scores; most have the same value in all readings and are explained once."""

    def __init__(self, leaves: Mapping[str, Leaf], as_of: date) -> None:
        self.leaves, self.as_of = leaves, as_of
        self.found: dict[str, tuple[Any, dict[str, Any]]] = {}

    def of(self, code: str, value: Any) -> dict[str, Any]:
        known = self.found.get(code)
        if known is None or known[0] is not value:
            measure = self.leaves[code].measure
            known = self.found[code] = (value, {"kind": measure.kind, **how(measure, value, self.as_of)})
        return known[1]


class _Texts(dict[Decimal | None, str | None]):
    """Numbers as text; the readings of one assessment have most of them in common."""

    def __missing__(self, value: Decimal | None) -> str | None:
        return self.setdefault(value, _text(value))


def _node(node: Node, explained: _Explained, texts: _Texts) -> dict[str, Any]:
    found: dict[str, Any] = {
        "code": node.code,
        "kind": str(node.kind),
        "parent": node.parent,
        "score": texts[node.score],
        "weight": texts[node.weight],
        "effective": texts[node.effective],
        "coverage": texts[node.coverage],
        "evidenced": texts[node.evidenced],
        "contribution": texts[node.contribution],
    }
    if node.leaf is not None:
        found["status"], found["source"], found["evidence"] = (
            str(node.leaf.status),
            node.leaf.source,
            node.leaf.evidence,
        )
        found["how"] = explained.of(node.code, node.leaf.value)
    return found


def how(measure: Any, value: Any, as_of: date) -> dict[str, Any]:
    """What entered a leaf's score; empty without a value."""
    return {} if value is None else HOW.get(type(measure), _parts)(measure, value, as_of)


def _choice(measure: Choice, value: str, as_of: date) -> dict[str, Any]:
    return {"option": value, "score": _text(measure.scores[value])}


def _parts(measure: Any, value: Any, as_of: date) -> dict[str, Any]:
    """Checklists and documents: the score says how much of it is there."""
    if isinstance(value, tuple):
        weights = measure.weights
        ticked = sum((weights[code] for code in value), Decimal(0))
        return {"ticked": list(value), "have": _text(ticked), "all": _text(sum(weights.values(), Decimal(0)))}
    given = {"number": value.number, "date": value.date and value.date.isoformat(), "issuer": value.issuer}
    return {**given, "as_of": as_of.isoformat()}


def _number(measure: Number, value: Decimal, as_of: date) -> dict[str, Any]:
    return {"x": _text(value), **_rule(measure.rule)}


def _ratio(measure: Ratio, value: RatioValue, as_of: date) -> dict[str, Any]:
    parts = {"numerator": _text(value.numerator), "denominator": _text(value.denominator)}
    return {**parts, "x": _text(percent(value)), **_rule(measure.rule)}


@lru_cache(1024)
def _rule(rule: Rule | None) -> dict[str, Any]:
    if isinstance(rule, Linear):
        return {"rule": "linear", "floor": _text(rule.floor), "target": _text(rule.target)}
    if isinstance(rule, Steps):
        steps = [[_text(at), _text(score)] for at, score in rule.steps]
        return {"rule": "steps", "steps": steps, "lower_is_better": rule.lower_is_better}
    if isinstance(rule, Optimum):
        bounds = {name: _text(getattr(rule, name)) for name in ("floor", "low", "high", "ceiling")}
        return {"rule": "optimum", **bounds}
    return {}


HOW: dict[type, Callable[[Any, Any, date], dict[str, Any]]] = {Choice: _choice, Number: _number, Ratio: _ratio}


def _text(value: Decimal | None) -> str | None:
    """Up to 12 decimals: enough to redo the arithmetic, short enough to store 3,321 times."""
    if value is None:
        return None
    text = format(value.quantize(PLACES, context=CONTEXT), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
