"""How the provinces lie on one thing: a headline score, a theme, a recommendation, a question or an indicator."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from assessments.catalogue import CampaignCatalogue, Section
from assessments.charts.distribution import Value, distribution, quartiles
from assessments.charts.scales import POINTS
from assessments.permissions import may_see_reviews
from assessments.results import title_of
from comparison.exports import Table
from comparison.queries import get_edition_or_404, node_scores
from indicators.scoring.frame import NodeKind
from indicators.scoring.ranks import ranks

from .frame import Frame, Line

TITLE_LENGTH = 90
WHOLE = "whole"
HEADLINE = f"{WHOLE}:headline"
"""Scores of an entry itself; the others are `kind:code` of a node."""


class Choice(NamedTuple):
    """`value` stands in ?node=."""

    value: str
    label: str


class Score(NamedTuple):
    """A province at the chosen node; `claimed` is for those who may see reviews."""

    line: Line
    place: int | None
    verified: Decimal | None
    claimed: Decimal | None

    @property
    def difference(self) -> Decimal | None:
        return None if self.claimed is None or self.verified is None else self.claimed - self.verified


@require_GET
def one_node(request: HttpRequest, pk: UUID) -> HttpResponse:
    frame = Frame(request, get_edition_or_404(request.user, pk))
    groups = list(choices(frame.catalogue))
    node = chosen(frame, groups)
    scores = scores_at(frame, node)
    context = {
        "node": node,
        "node_groups": groups,
        "chart": _draw(frame, node, scores),
        "page": frame.page(scores),
        "quartiles": quartiles(sorted(score.verified for score in scores if score.verified is not None)),
        "count": sum(score.verified is not None for score in scores),
        "own": [score for score in scores if score.line.is_own],
        "sees_claimed": may_see_reviews(request.user),
    }
    return render(request, "comparison/distribution.html", frame.context("distribution") | context)


def chart(frame: Frame) -> SafeString:
    node = chosen(frame)
    return _draw(frame, node, scores_at(frame, node))


def exported(frame: Frame) -> Table:
    node = chosen(frame)
    heads = [_("Hạng ở nội dung này"), _("Mã"), _("Tỉnh, thành phố"), _("Điểm đã thẩm định")]
    scores = scores_at(frame, node)
    rows: list[tuple[str | int | Decimal | None, ...]] = [
        (score.place, score.line.row.code, score.line.row.name, score.verified) for score in scores
    ]
    if may_see_reviews(frame.request.user):
        heads += [_("Tự đánh giá"), _("Tự đánh giá trừ thẩm định")]
        rows = [(*row, score.claimed, score.difference) for row, score in zip(rows, scores, strict=True)]
    return Table(node.label, heads, rows, [_("Điểm từ 0 đến 100, không phải giá trị gốc của chỉ số.")])


def choices(catalogue: CampaignCatalogue) -> Iterator[tuple[str, list[Choice]]]:
    """Groups of what can be looked at, in the order of the catalogues. The levels of a ladder have no points."""
    is_ladder = catalogue.frame.is_ladder
    whole = [Choice(HEADLINE, _("Điểm chung H")), Choice(f"{WHOLE}:readiness", _("Mức sẵn sàng R"))]
    yield _("Cả phiếu"), whole if is_ladder else [*whole, Choice(f"{WHOLE}:results", _("Mức kết quả K"))]
    for theme in catalogue.guidance.themes if catalogue.guidance else ():
        found = [_choice(NodeKind.THEME, theme.code, _("%s (cả nhóm nội dung)") % theme.title)]
        for section in catalogue.theme_sections(theme):
            found.append(_choice(NodeKind.RECOMMENDATION, section.code, str(section.title)))
            found += _leaves(catalogue, section, NodeKind.QUESTION)
        yield f"{theme.code} {theme.title}", found
    for section in catalogue.group_sections():
        whole_group = _choice(NodeKind.GROUP, section.code, _("%s (cả nhóm chỉ số)") % section.title)
        yield (
            f"{section.code} {section.title}",
            [
                *([] if is_ladder else [whole_group]),
                *_leaves(catalogue, section, NodeKind.INDICATOR),
            ],
        )


def _leaves(catalogue: CampaignCatalogue, section: Section, kind: NodeKind) -> list[Choice]:
    return [_choice(kind, item.code, title_of(item)) for item in section.items if catalogue.leaves[item.code].scored]


def _choice(kind: NodeKind, code: str, title: str) -> Choice:
    return Choice(f"{kind}:{code}", f"{code} {Truncator(title).chars(TITLE_LENGTH)}")


def chosen(frame: Frame, groups: Sequence[tuple[str, list[Choice]]] = ()) -> Choice:
    """What ?node= says; the headline where it says nothing that there is."""
    known = {choice.value: choice for _label, found in groups or choices(frame.catalogue) for choice in found}
    return known.get(frame.request.GET.get("node", ""), known[HEADLINE])


def scores_at(frame: Frame, node: Choice) -> list[Score]:
    """The highest first, what has none last."""
    kind, _colon, code = node.value.partition(":")
    if kind == WHOLE:
        found = {row.entry: (row.claimed if code == "headline" else None, getattr(row, code)) for row in frame.rows}
    else:
        found = node_scores(frame.entries, kind, code)
    lines = frame.lines()
    pairs = [found.get(line.row.entry, (None, None)) for line in lines]
    places = ranks(verified for _claimed, verified in pairs)
    scores = [
        Score(line, place, verified, claimed)
        for line, place, (claimed, verified) in zip(lines, places, pairs, strict=True)
    ]
    return sorted(scores, key=lambda score: (score.place is None, score.place or 0))


def _draw(frame: Frame, node: Choice, scores: Sequence[Score]) -> SafeString:
    units = [Value(score.line.row.code, score.line.row.name, score.verified, score.line.url) for score in scores]
    return distribution(units, node.label, bounds=POINTS, marked=frame.own_code)
