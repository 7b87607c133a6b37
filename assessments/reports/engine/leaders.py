"""Leaders: the dots between a title and its page are one text, where the engine makes a box, a tag and a piece of the
file of each: half of all texts of a report."""

from typing import Any

from weasyprint.layout import inline
from weasyprint.layout.leader import leader_index

_any_leader = inline.handle_leader

NEAR = 0.01
"""In pixels: so much may all of them be wider or narrower than one by one."""


def handle_leader(context: Any, line: Any, containing_block: Any) -> None:
    _index, leader = leader_index(line)
    if leader is None:
        return
    one = leader.children[0] if leader.children else None
    _any_leader(context, line, containing_block)
    if len(leader.children) < 2 or line.style["direction"] != "ltr":
        return
    first, count = leader.children[-1], len(leader.children)
    whole = first.copy()
    whole.text = one.text * count
    layout, _, rest, width, _, _ = inline.split_first_line(whole.text, whole.style, context, None, 0)
    if rest is None and abs(width - count * one.width) < NEAR:
        whole.pango_layout, whole.width = layout, width
        leader.children = (whole,)


inline.handle_leader = handle_leader
