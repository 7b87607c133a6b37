"""The stored trace: every node of every reading with the arithmetic of each leaf, as JSON.

A snapshot keeps it, so that "vì sao điểm này?" years later shows what was computed then.
"""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
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
    leaves = {leaf.code: leaf for leaf in frame.leaves()}
    readings = {
        str(reading): [_node(node, leaves, as_of) for node in result.nodes] for reading, result in results.items()
    }
    found = {"schema": SCHEMA, "alpha": str(alpha), "as_of": as_of.isoformat(), "readings": readings}
    levels = {str(reading): ladder_to_json(result.ladder) for reading, result in results.items() if result.ladder}
    return {**found, "ladder": levels} if levels else found


def _node(node: Node, leaves: Mapping[str, Leaf], as_of: date) -> dict[str, Any]:
    found: dict[str, Any] = {
        "code": node.code,
        "kind": str(node.kind),
        "parent": node.parent,
        "score": _text(node.score),
        "weight": _text(node.weight),
        "effective": _text(node.effective),
        "coverage": _text(node.coverage),
        "evidenced": _text(node.evidenced),
        "contribution": _text(node.contribution),
    }
    if node.leaf is not None:
        leaf = leaves[node.code]
        found |= {"status": str(node.leaf.status), "source": node.leaf.source, "evidence": node.leaf.evidence}
        found["how"] = {"kind": leaf.measure.kind, **how(leaf.measure, node.leaf.value, as_of)}
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
