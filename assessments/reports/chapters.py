"""The chapters of the gap report on themes with their recommendations, and on indicators."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

import guidance.queries
from assessments.enums import Reading
from assessments.results import Gap, Node, SnapshotResult, shown_status, title_of
from catalogues.schema import Kind
from indicators.schema import Indicator, Origin
from indicators.scoring.readings import Status

from . import in_words, pictures
from .evidence_list import EvidenceList
from .standing import Beside

WITH_VALUE = {Status.ANSWERED, Status.UNEVIDENCED, Status.REJECTED}


@dataclass(frozen=True)
class Step:
    """What to do about one gap; every field is text to print, `gain` with its sign."""

    code: str
    title: str
    score: str
    gain: str
    action: str
    lead: str
    effort: str
    deadline: str
    is_quick: bool

    @property
    def terms(self) -> str:
        """Who, how much effort, by when; what the catalogue leaves open is left out."""
        effort = _("công sức %s") % self.effort if self.effort else ""
        return "; ".join(filter(None, [self.lead, effort, self.deadline]))


@dataclass(frozen=True)
class Head:
    """A theme, recommendation or group with its numbers."""

    code: str
    title: str
    score: str
    band: str
    coverage: str
    evidenced: str
    applies: bool


@dataclass(frozen=True)
class RecommendationPart:
    """`evidence`: the numbers of its items in the list of evidence, "" without any; `unbacked`: codes of answers whose
    required evidence is missing."""

    head: Head
    state: str
    gap: str
    steps: tuple[Step, ...]
    evidence: str
    unbacked: tuple[str, ...]
    clause: str
    later_rules: str


@dataclass(frozen=True)
class ThemeChapter:
    """`standing`: beside the earlier round and the published results."""

    head: Head
    summary: str
    standing: str
    chart: str
    recommendations: tuple[RecommendationPart, ...]


@dataclass(frozen=True)
class IndicatorRow:
    """`origin` in a few words; `source` where the number comes from."""

    code: str
    title: str
    value: str
    target: str
    score: str
    quality: str
    source: str
    origin: str


@dataclass(frozen=True)
class GroupChapter:
    head: Head
    standing: str
    rows: tuple[IndicatorRow, ...]


def head(node: Node) -> Head:
    return Head(
        code=node.code,
        title=node.title,
        score=in_words.points(node.score),
        band=str(node.band.label) if node.band else "",
        coverage=in_words.percent(node.coverage),
        evidenced=in_words.percent(node.evidenced) if node.evidenced is not None else "",
        applies=node.score is not None,
    )


def step(gap: Gap) -> Step:
    return Step(
        code=gap.code,
        title=gap.title,
        score=in_words.points(gap.score),
        gain=in_words.gain(gap.gain),
        action=gap.action,
        lead=gap.lead,
        effort=str(in_words.EFFORTS.get(gap.effort, "")),
        deadline=str(in_words.DEADLINES.get(gap.horizon, "")),
        is_quick=gap.quick_win,
    )


# -- themes ----------------------------------------------------------------------------------------------------------


def theme_chapters(result: SnapshotResult, beside: Beside, evidence: EvidenceList) -> Iterator[ThemeChapter]:
    backed = result.read_as(Reading.EVIDENCED)
    for theme in result.themes:
        children = result.children(theme)
        found = next(item for item in result.catalogue.guidance.themes if item.code == theme.code)
        yield ThemeChapter(
            head=head(theme),
            summary=str(found.summary or ""),
            standing=beside.sentence(theme),
            chart=pictures.of_theme(result, beside, theme, children) if len(children) > 1 else "",
            recommendations=tuple(_recommendation(result, backed, evidence, node) for node in children),
        )


def _recommendation(
    result: SnapshotResult, backed: SnapshotResult, evidence: EvidenceList, node: Node
) -> RecommendationPart:
    section = result.catalogue.sections[node.code]
    recommendation = section.recommendation
    rules = guidance.queries.rules(result.catalogue.guidance.document)
    leaves = result.children(node)
    gaps = [gap for gap in result.gaps if gap.section is section]
    return RecommendationPart(
        head=head(node),
        state=_state(result, node, leaves),
        gap=_gap_sentence(node, gaps),
        steps=tuple(map(step, gaps)),
        evidence=evidence.cited(section),
        unbacked=tuple(leaf.code for leaf in backed.children(node) if leaf.status == Status.UNEVIDENCED),
        clause=in_words.clause(recommendation.source, rules),
        later_rules=in_words.rule_names(recommendation.later_rules, rules),
    )


def _state(result: SnapshotResult, node: Node, leaves: list[Node]) -> str:
    """Today's state: the level that was chosen, in the catalogue's words, and how many questions are where."""
    asked = [leaf for leaf in leaves if leaf.score is not None]
    if not asked:
        return _("Khuyến nghị này không áp dụng theo các câu trả lời của địa phương.")
    answered = [leaf for leaf in asked if leaf.status != Status.MISSING]
    if not answered:
        return _("Chưa có câu trả lời nào cho khuyến nghị này.")
    names = {
        "answered": len(answered),
        "asked": len(asked),
        "full": sum(leaf.score == 100 for leaf in asked),
    }
    if names["full"]:
        counts = _("Đã trả lời %(answered)d/%(asked)d câu áp dụng, %(full)d câu đạt điểm tối đa.") % names
    else:
        counts = _("Đã trả lời %(answered)d/%(asked)d câu áp dụng, chưa câu nào đạt điểm tối đa.") % names
    return " ".join(filter(None, [_level(result, answered), counts]))


def _level(result: SnapshotResult, answered: list[Node]) -> str:
    """The label of the level chosen in the heaviest question that has levels; "" if there is none, or none that the
    ministry let stand."""
    standing = [leaf for leaf in answered if leaf.status != Status.REJECTED]
    levels = [leaf for leaf in standing if result.catalogue.items[leaf.code].kind is Kind.LEVEL]
    if not levels:
        return ""
    heaviest = max(levels, key=lambda leaf: leaf.weight)
    label = in_words.value(result.catalogue.items[heaviest.code], heaviest.trace["how"]["option"])
    return f"{label.rstrip('.')} ({heaviest.code})."


def _gap_sentence(node: Node, gaps: list[Gap]) -> str:
    if node.score is None:
        return ""
    if not gaps:
        return _("không còn; các câu áp dụng đều đạt mục tiêu.")
    names = {
        "points": in_words.points(100 - node.score),
        "count": len(gaps),
        "gain": in_words.points(sum((gap.gain for gap in gaps), Decimal(0))),
    }
    return _("còn %(points)s điểm, ở %(count)d câu; ứng với %(gain)s điểm chung.") % names


# -- indicators ------------------------------------------------------------------------------------------------------


def group_chapters(result: SnapshotResult, beside: Beside) -> Iterator[GroupChapter]:
    for group in result.groups:
        section = result.catalogue.sections[group.code]
        yield GroupChapter(head(group), beside.sentence(group), tuple(_row(result, item) for item in section.items))


def _row(result: SnapshotResult, item: Indicator) -> IndicatorRow:
    leaf = result.leaf(item.code)
    source = leaf.trace["source"] if leaf else item.code
    status = leaf.status if leaf else ""
    shown = in_words.table_value(item, result.value(source)) if status in WITH_VALUE else ""
    fed = _("lấy từ câu %s") % source if source != item.code else ""
    return IndicatorRow(
        code=item.code,
        title=title_of(item),
        value=shown or shown_status(status),
        target=in_words.target(item),
        score=in_words.points(leaf.score) if leaf else _("không tính"),
        quality=in_words.quality(result.beside(source).get("quality", "")),
        source="; ".join(filter(None, [str(item.source or "").rstrip("."), fed])),
        origin=origin(item.origin),
    )


def origin(found: Origin) -> str:
    return _("bộ chính thức") if found is Origin.OFFICIAL else _("bộ làm việc")
