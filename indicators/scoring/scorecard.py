"""The reported scorecard: every node quantised once, as JSON "smartcity-scorecard/1" (docs/scoring.md)."""

from bisect import bisect
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any, NamedTuple

from .aggregate import METHOD, Node, ReadingResult
from .frame import NodeKind
from .ladder import Ladder, ladder_from_json, ladder_to_json
from .numbers import reported
from .readings import Reading

SCHEMA = "smartcity-scorecard/1"
HEADS = ("headline", "readiness", "results")
BANDS = (("starting", 0), ("forming", 20), ("developing", 40), ("integrated", 60), ("leading", 80))
CODES, BOUNDS = [code for code, _low in BANDS], [low for _code, low in BANDS[1:]]


class ReportedNode(NamedTuple):
    """Quantised to 0.01, except `weight`, which is the catalogue's."""

    code: str
    kind: NodeKind
    score: Decimal | None
    weight: Decimal
    coverage: Decimal | None
    evidenced: Decimal | None
    contribution: Decimal


class ReportedReading(NamedTuple):
    headline: Decimal | None
    readiness: Decimal | None
    results: Decimal | None
    nodes: tuple[ReportedNode, ...]
    ladder: Ladder | None = None


class Scorecard(NamedTuple):
    readings: dict[Reading, ReportedReading]


def report(results: Mapping[Reading, ReadingResult]) -> Scorecard:
    """Quantise what `assess` returned."""
    return Scorecard({reading: _reading(result) for reading, result in results.items()})


def band(score: Decimal) -> str:
    """The code of the band that holds a score in [0, 100]; a bound belongs to the upper band."""
    return CODES[bisect(BOUNDS, score)]


def to_json(scorecard: Scorecard) -> dict[str, Any]:
    """Scores as strings with two decimals, weights as the catalogue has them; `ladder` only where there is one."""
    readings = {str(reading): _reading_to_json(result) for reading, result in scorecard.readings.items()}
    return {"schema": SCHEMA, "method": METHOD, "readings": readings}


def from_json(document: Mapping[str, Any]) -> Scorecard:
    """The inverse of `to_json`, exactly. Raises KeyError or ValueError on anything else."""
    found = _readings(document)
    return Scorecard({Reading(name): _reading_from_json(reading) for name, reading in found.items()})


def stored(document: Mapping[str, Any], reading: Reading) -> Mapping[str, Any]:
    """One reading as it is stored, for `heads` and `node_from_json`: a page shows few of its nodes. Raises KeyError or
    ValueError where there is none."""
    found: Mapping[str, Any] = _readings(document)[reading]
    return found


def heads(found: Mapping[str, Any]) -> tuple[Decimal | None, Decimal | None, Decimal | None]:
    """Headline, readiness and results of a stored reading."""
    headline, readiness, results = (_number(found[name]) for name in HEADS)
    return headline, readiness, results


def node_from_json(node: Mapping[str, Any]) -> ReportedNode:
    return ReportedNode(
        node["code"],
        NodeKind(node["kind"]),
        _number(node["score"]),
        _decimal(node["weight"]),
        _number(node["coverage"]),
        _number(node["evidenced"]),
        _decimal(node["contribution"]),
    )


def _readings(document: Mapping[str, Any]) -> Mapping[str, Any]:
    if document["schema"] != SCHEMA or document["method"] != METHOD:
        raise ValueError(f"not a {SCHEMA} of method {METHOD}")
    found: Mapping[str, Any] = document["readings"]
    return found


def _reading(result: ReadingResult) -> ReportedReading:
    nodes = tuple(_node(node) for node in result.nodes)
    heads = (_maybe(result.headline), _maybe(result.readiness), _maybe(result.results))
    return ReportedReading(*heads, nodes, result.ladder)


def _node(node: Node) -> ReportedNode:
    return ReportedNode(
        node.code,
        node.kind,
        _maybe(node.score),
        node.weight,
        _maybe(node.coverage),
        _maybe(node.evidenced),
        reported(node.contribution),
    )


def _maybe(value: Decimal | None) -> Decimal | None:
    return None if value is None else reported(value)


def _reading_to_json(result: ReportedReading) -> dict[str, Any]:
    nodes = [{name: _plain(value) for name, value in node._asdict().items()} for node in result.nodes]
    heads = {name: _plain(getattr(result, name)) for name in HEADS}
    levels = {"ladder": ladder_to_json(result.ladder)} if result.ladder else {}
    return {**heads, **levels, "nodes": nodes}


def _reading_from_json(found: Mapping[str, Any]) -> ReportedReading:
    nodes = tuple(node_from_json(node) for node in found["nodes"])
    levels = ladder_from_json(found["ladder"]) if "ladder" in found else None
    return ReportedReading(*heads(found), nodes, levels)


def _number(text: str | None) -> Decimal | None:
    return None if text is None else _decimal(text)


def _decimal(text: str) -> Decimal:
    try:
        return Decimal(text)
    except InvalidOperation as error:
        raise ValueError(f"not a number: {text}") from error


def _plain(value: Decimal | str | None) -> str | None:
    return None if value is None else format(value, "f") if isinstance(value, Decimal) else str(value)
