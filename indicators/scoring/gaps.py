"""Where the headline could rise, by how much, and by which step (scoring.md, "Gaps, actions, what-if")."""

from collections.abc import Mapping
from decimal import Decimal, localcontext
from statistics import median
from typing import NamedTuple

from .aggregate import Node, ReadingResult
from .frame import Frame, Leaf
from .measures import Checklist, Choice
from .numbers import CONTEXT, HUNDRED, ZERO, settled


class Gap(NamedTuple):
    """A leaf below its target. `gain`: points of the headline that closing it brings; `next_option`: the option to
    reach next ("" where the kind has no options); `effort`: S, M, L or "" if the catalogue names none."""

    code: str
    score: Decimal
    target: Decimal
    gain: Decimal
    next_option: str
    effort: str
    quick_win: bool


def gaps(frame: Frame, result: ReadingResult, targets: Mapping[str, Decimal] | None = None) -> list[Gap]:
    """The gaps of one reading, greatest gain first, then by code. A target below today's score asks for nothing."""
    leaves = {leaf.code: leaf for leaf in frame.leaves()}
    with localcontext(CONTEXT):
        found = [
            _gap(leaves[node.code], node, (targets or {}).get(node.code, HUNDRED)) for node in result.nodes if node.leaf
        ]
        open_gaps = sorted((gap for gap in found if gap.gain > 0), key=lambda gap: (-gap.gain, gap.code))
        middle = median(gap.gain for gap in open_gaps) if open_gaps else ZERO
    return [gap._replace(quick_win=gap.effort == "S" and gap.gain >= middle) for gap in open_gaps]


def _gap(leaf: Leaf, node: Node, target: Decimal) -> Gap:
    score = node.score
    if score is None:
        return Gap(leaf.code, HUNDRED, target, ZERO, "", "", quick_win=False)
    option = next_option(leaf, node)
    effort = leaf.efforts.get(option, leaf.efforts.get("", ""))
    gain = settled(max(target - score, ZERO) * node.effective)
    return Gap(leaf.code, score, target, gain, option, effort, quick_win=False)


def next_option(leaf: Leaf, node: Node) -> str:
    """The first option above today's score; in a checklist the heaviest one not ticked."""
    if isinstance(leaf.measure, Choice):
        above = {code: score for code, score in leaf.measure.scores.items() if score > (node.score or ZERO)}
        return min(above, key=lambda code: above[code], default="")
    if isinstance(leaf.measure, Checklist):
        ticked = node.leaf.value if node.leaf and isinstance(node.leaf.value, tuple) else ()
        open_items = {code: weight for code, weight in leaf.measure.weights.items() if code not in ticked}
        return max(open_items, key=lambda code: open_items[code], default="")
    return ""
