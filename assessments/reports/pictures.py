"""The charts of a report, in its accent."""

from decimal import Decimal
from itertools import accumulate

from django.utils.translation import gettext as _

from assessments.charts.bars import Bar, bars
from assessments.charts.radar import radar
from assessments.charts.roadmap import Action, roadmap
from assessments.charts.waterfall import waterfall
from assessments.enums import Reading
from assessments.results import Node, SnapshotResult
from assessments.supplements import score_key
from catalogues.schema import Horizon

from .standing import Beside

ACCENT = "#1f4e79"
MOST_STEPS = 5
"""So many of each phase the roadmap draws and lists; the rest are in the chapters."""


def themes(result: SnapshotResult, beside: Beside) -> str:
    points = [(node.title, node.score) for node in result.themes]
    medians = [beside.median(score_key(node)) for node in result.themes]
    compared = (
        {"other": medians, "other_label": _("trung vị cả nước"), "label": _("địa phương")} if beside.national else {}
    )
    return radar(points, _("Điểm các nhóm nội dung khuyến nghị"), accent=ACCENT, **compared)


def of_theme(result: SnapshotResult, beside: Beside, theme: Node, children: list[Node]) -> str:
    return _bars(result, beside, children, _("Điểm các khuyến nghị của nhóm %s") % theme.title)


def groups(result: SnapshotResult, beside: Beside) -> str:
    return _bars(result, beside, result.groups, _("Điểm các nhóm chỉ số"))


def _bars(result: SnapshotResult, beside: Beside, nodes: list[Node], title: str) -> str:
    other, label = marked(result)
    rows = [
        Bar(
            f"{node.code} {node.title}",
            node.score,
            other.node(node.kind, node.code).score,
            beside.median(score_key(node)),
        )
        for node in nodes
    ]
    second = _("trung vị cả nước") if beside.national else ""
    return bars(rows, title, mark_label=label, second_label=second, accent=ACCENT)


def marked(result: SnapshotResult) -> tuple[SnapshotResult, str]:
    """What a chart marks beside its bars, and what the mark is called: beside what was verified what was claimed."""
    if result.reading is Reading.VERIFIED:
        return result.read_as(Reading.CLAIMED), _("điểm tự đánh giá")
    return result.read_as(Reading.EVIDENCED), _("điểm khi chỉ tính nội dung có minh chứng")


def gains(result: SnapshotResult) -> list[tuple[Node, Decimal]]:
    """What closing all gaps of each theme and group adds to the headline."""
    found: dict[str, Decimal] = {}
    for gap in result.gaps:
        theme = gap.section.theme
        key = f"theme:{theme.code}" if theme else f"group:{gap.section.code}"
        found[key] = found.get(key, Decimal(0)) + gap.gain
    nodes = (*result.themes, *result.groups)
    return [(node, found[score_key(node)]) for node in nodes if score_key(node) in found]


def waterfall_of(result: SnapshotResult) -> str:
    """From today's headline to the target, by theme and group; "" without a headline."""
    steps = [(f"{node.code} {node.title}", gain) for node, gain in gains(result)]
    if result.headline is None or not steps:
        return ""
    return waterfall(result.headline, steps, _("Khoảng cách nằm ở đâu"), accent=ACCENT)


def roadmap_of(result: SnapshotResult) -> str:
    """The actions that gain most in each phase, with what all of each bring; "" where there are none."""
    phases = [[gap for gap in result.gaps if gap.horizon == horizon] for horizon in Horizon]
    actions = [
        Action(gap.code, gap.title, gap.horizon, gap.effort, gap.gain, gap.quick_win)
        for gaps in phases
        for gap in gaps[:MOST_STEPS]
    ]
    if not actions:
        return ""
    reached = accumulate(sum((gap.gain for gap in gaps), Decimal(0)) for gaps in phases)
    title = _("Các việc tăng nhiều điểm nhất, theo thời hạn")
    return roadmap(actions, title, reached=list(reached), accent=ACCENT)
