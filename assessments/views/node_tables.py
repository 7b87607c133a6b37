"""The tables of a scorecard's nodes, written once for each catalogue and language (ADR 0023)."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import lru_cache

from django.utils.safestring import SafeString
from django.utils.translation import get_language

from assessments.catalogue import CampaignCatalogue
from assessments.enums import Band
from assessments.explanations import points
from assessments.reports.in_words import percent
from assessments.results import Node, SnapshotResult, node_title
from assessments.templatetags.shown import band_mark, score_bar
from indicators.scoring.frame import Branch, NodeKind

from .slots import ANY_KEY, Stencil, slot

NUMBERS = ("bar", "score", "band", "coverage", "evidenced")
AROUND = {"of_snapshot": ANY_KEY, "in_reading": slot("reading")}


@dataclass(frozen=True)
class Row:
    """A node as tables print it: `numbers` differ from snapshot to snapshot, the rest is the catalogue's."""

    kind: NodeKind
    code: str
    title: str
    numbers: dict[str, str]


def rows(nodes: Collection[Node]) -> Iterator[Row]:
    for node, numbers in _numbers(nodes):
        yield Row(node.kind, node.code, node.title, dict(zip(NUMBERS, numbers, strict=True)))


def score_tables(result: SnapshotResult) -> tuple[list[SafeString], SafeString]:
    """`_node_table.html` of each theme with its recommendations, and `_node_rows.html` of the groups of indicators."""
    themes, groups, language = result.themes, result.groups, get_language()
    recommendations = [node for theme in themes for node in result.children(theme)]
    words = _words(result, [*themes, *recommendations, *groups])
    tables = [_theme(result.catalogue, theme.code, language).filled(words) for theme in themes]
    return tables, _groups(result.catalogue, language).filled(words)


def _numbers(nodes: Collection[Node]) -> Iterator[tuple[Node, tuple[str, ...]]]:
    """As NUMBERS names them; figures have nothing to escape. Most shares are 0 or 100: each is written once."""
    marks = {band: band_mark(band) for band in (None, *Band)}
    found = {share for node in nodes for share in (node.coverage, node.evidenced)}
    shares = {share: percent(share) for share in found}
    for node in nodes:
        said = shares[node.coverage], shares[node.evidenced]
        yield node, (score_bar(node.score), points(node.score), marks[node.band], *said)


def _words(result: SnapshotResult, nodes: Collection[Node]) -> dict[str, str]:
    words: dict[str, str] = {"pk": str(result.snapshot.pk), "reading": result.reading.value}
    for node, numbers in _numbers(nodes):
        words |= zip([f"{node.kind} {node.code} {name}" for name in NUMBERS], numbers, strict=True)
    return words


@lru_cache(maxsize=256)
def _theme(catalogue: CampaignCatalogue, code: str, _language: str | None) -> Stencil:
    theme = next(theme for theme in catalogue.frame.themes if theme.code == code)
    children = [_blank(catalogue, branch) for branch in theme.branches]
    return Stencil.drawn("assessments/_node_table.html", **AROUND, node=_blank(catalogue, theme), children=children)


@lru_cache(maxsize=64)
def _groups(catalogue: CampaignCatalogue, _language: str | None) -> Stencil:
    children = [_blank(catalogue, group) for group in catalogue.frame.groups]
    return Stencil.drawn("assessments/_node_rows.html", **AROUND, children=children)


def _blank(catalogue: CampaignCatalogue, branch: Branch) -> Row:
    numbers = {name: slot(f"{branch.kind} {branch.code} {name}") for name in NUMBERS}
    return Row(branch.kind, branch.code, node_title(catalogue, branch.kind, branch.code), numbers)
