"""Lines of one text: half of all. Where nothing floats, they are placed without what parts of a line, their breaks and
their alignment among each other need."""

from typing import Any

from weasyprint.formatting_structure.boxes import TextBox
from weasyprint.layout import inline

COLLAPSING = frozenset({"normal", "nowrap", "pre-line"})
ALIGNED = frozenset({"left", "right", "center", "start", "end"})
WIDENED = 1 + 1e-9
"""By so much does the engine widen a line against errors of rounding."""

_any_line = inline.get_next_linebox


def get_next_linebox(
    context: Any, linebox: Any, position_y: float, bottom_space: float, skip_stack: Any, container: Any, *rest: Any
) -> tuple[Any, Any]:
    """`rest`: lists of absolute and fixed boxes, styles of the first letter and of the first line."""
    if is_plain(linebox) and not context.excluded_shapes and not any(rest[2:]):
        skip = 0 if skip_stack is None else next(iter(skip_stack[0] or {0: None}))
        if found := _one_text(context, linebox, position_y, skip, container):
            return found
    return _any_line(context, linebox, position_y, bottom_space, skip_stack, container, *rest)  # type: ignore[no-any-return]


def is_plain(linebox: Any) -> bool:
    children, style = linebox.children, linebox.style
    return (
        len(children) == 1
        and type(children[0]) is TextBox
        and children[0].style["vertical_align"] == "baseline"
        and style["white_space"] in COLLAPSING
        and style["text_align_all"] in ALIGNED
        and style["text_align_last"] in (ALIGNED | {"auto"})
        and style["direction"] == "ltr"
        and style["position"] == "static"
    )


def _one_text(context: Any, linebox: Any, y: float, skip: int, container: Any) -> tuple[Any, Any] | None:
    """None where the text is empty, is broken on purpose or does not fit."""
    text = linebox.children[0]
    encoded = text.text.encode()[skip:]
    skip += len(encoded) - len(encoded.lstrip(b" "))
    linebox.position_y, linebox.width, linebox.height = y, 0, 0
    linebox.position_x, _y, width = inline.avoid_collisions(context, linebox, container, outer=False)
    inline.resolve_percentages(text, container)
    text.position_x, text.position_y = linebox.position_x + linebox.text_indent, y
    until = (linebox.position_x + width) * WIDENED
    part, resume_at, is_broken = inline.split_text_box(context, text, until - text.position_x, skip)
    if part is None or is_broken or part.position_x + part.margin_width() > until:
        return None
    line = linebox.copy_with_children([part])
    line.remove_decoration(start=skip > 0, end=resume_at is not None)
    line.width = part.position_x + part.margin_width() - line.content_box_x()
    inline._adjust_line_height(line)
    if part.text.endswith(" "):
        inline.remove_last_whitespace(context, line)
    _place(line, part, inline.text_align(context, line, width, last=resume_at is None), y)
    linebox.width, linebox.height = line.width, line.height
    return line, None if resume_at is None else {0: {resume_at: None}}


def _place(line: Any, part: Any, dx: float, y: float) -> None:
    """Both baselines at the same height, the higher of both at `y`."""
    top = min(-part.baseline, -line.baseline)
    bottom = max(-part.baseline + part.margin_height(), -line.baseline + line.margin_height())
    line.baseline, line.height = -top, bottom - top
    line.margin_top = line.margin_bottom = 0
    line.position_x, line.position_y = line.position_x + dx, y
    part.position_x, part.position_y = part.position_x + dx, -part.baseline + (y - top)


inline.get_next_linebox = get_next_linebox
