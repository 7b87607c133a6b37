"""Lines of a scorecard's lists, each kind written once with slots (ADR 0023): gaps, and leaves that the ministry did
not accept as they were."""

from functools import lru_cache
from typing import NamedTuple
from urllib.parse import quote

from django.template.defaultfilters import linebreaksbr
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from assessments.enums import ReasonCode, Verdict
from assessments.explanations import points
from assessments.reports import in_words
from assessments.results import Gap, Node, Review, SnapshotResult
from assessments.templatetags.shown import signed, trimmed
from indicators.scoring.frame import NodeKind

from .node_tables import AROUND
from .slots import Stencil, slot


class GapWords(NamedTuple):
    """What the catalogue says of a gap."""

    kind: NodeKind
    code: str
    title: str
    action: str
    lead: str
    effort: str
    horizon: str
    quick_win: bool


def gap_lines(result: SnapshotResult, most: int) -> list[SafeString]:
    return [_gap_line(result, gap) for gap in result.largest_gaps(most)]


def corrected_lines(result: SnapshotResult) -> list[SafeString]:
    """In catalogue order."""
    doubts = result.doubts
    leaves = [leaf for code in result.catalogue.items if code in doubts and (leaf := result.leaf(code))]
    own = [leaf for leaf in leaves if leaf.trace.get("source") == leaf.code]
    return [_corrected_line(result, leaf, doubts[leaf.code]) for leaf in own]


def _gap_line(result: SnapshotResult, gap: Gap) -> SafeString:
    kind = NodeKind.QUESTION if gap.section.recommendation else NodeKind.INDICATOR
    words = GapWords(kind, gap.code, gap.title, gap.action, gap.lead, gap.effort, gap.horizon, gap.quick_win)
    numbers = {"gain": signed(gap.gain), "score": points(gap.score), "target": trimmed(gap.target)}
    return _gap(words, get_language()).filled(
        {**numbers, "pk": str(result.snapshot.pk), "reading": result.reading.value}
    )


def _corrected_line(result: SnapshotResult, leaf: Node, review: Review) -> SafeString:
    to = in_words.value(result.catalogue.items[leaf.code], review.value)
    stencil = _corrected(leaf.kind, review.verdict, review.reason, bool(to), bool(review.text), get_language())
    said = {"to": escape(to) if to else "", "text": linebreaksbr(review.text) if review.text else ""}
    code = {"code": leaf.code, "code in address": quote(leaf.code)}  # codes have no letters to escape
    return stencil.filled({**said, **code, "pk": str(result.snapshot.pk), "title": escape(leaf.title)})


@lru_cache(maxsize=1024)
def _gap(gap: GapWords, _language: str | None) -> Stencil:
    numbers = {name: slot(name) for name in ("gain", "score", "target")}
    return Stencil.drawn("assessments/_gap_line.html", **AROUND, **numbers, gap=gap)


@lru_cache(maxsize=256)
def _corrected(
    kind: NodeKind, verdict: Verdict, reason: ReasonCode | None, has_to: bool, has_text: bool, _language: str | None
) -> Stencil:
    review = Review(verdict, slot("to") if has_to else None, reason, slot("text") if has_text else "")
    leaf = {"kind": kind, "code": slot("code"), "title": slot("title")}
    return Stencil.drawn("assessments/_corrected_line.html", **AROUND, leaf=leaf, review=review, item=None)
