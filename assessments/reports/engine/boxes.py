"""Boxes: most have no border, no background and no decorated text, which is known from their style; a border along one
side is a filled rectangle, not four corners to be clipped and a frame to be filled."""

from typing import Any

import weasyprint.draw as drawing
from weasyprint.draw import border
from weasyprint.draw import text as texts
from weasyprint.draw.color import get_color
from weasyprint.formatting_structure.boxes import BlockContainerBox, LineBox
from weasyprint.layout import background, inline
from weasyprint.layout.absolute import AbsolutePlaceholder
from weasyprint.matrix import Matrix

from . import letters

CORNERS = tuple(f"border_{corner}_radius" for corner in ("top_left", "top_right", "bottom_right", "bottom_left"))
SQUARE = dict.fromkeys(CORNERS, (0, 0))
BARE = SQUARE | {"background": None}
"""What the layout of backgrounds leaves of a box without one."""

_any_border = border.draw_border
_any_avoiding = inline.avoid_collisions
_any_text = texts.draw_text
_any_background = background.layout_box_backgrounds


def is_bare(style: Any) -> bool:
    """Whether a style says nothing of backgrounds, shadows, rounded corners and pictures in borders."""
    try:
        return style.bare  # type: ignore[no-any-return]
    except AttributeError:
        style.bare = (
            style["border_image_source"][0] == style["mask_border_source"][0] == "none"
            and style["visibility"] == "visible"
            and all(kind == "none" for kind, _value in style["background_image"])
            and get_color(style, "background_color").alpha == 0
            and not style["box_shadow"]
            and all(style[corner] == ((0, "px"), (0, "px")) for corner in CORNERS)
        )
        return style.bare  # type: ignore[no-any-return]


def layout_box_backgrounds(
    page: Any,
    box: Any,
    image: Any,
    layout_children: bool = True,
    style: Any = None,
) -> None:
    if isinstance(box, AbsolutePlaceholder):
        box = box._box
    if box is page or style is not None or not layout_children or not is_bare(box.style):
        _any_background(page, box, image, layout_children, style)
        return
    box.__dict__.update(BARE)
    for child in box.all_children():
        layout_box_backgrounds(page, child, image)


def draw_border(stream: Any, box: Any) -> None:
    top, right = box.border_top_width, box.border_right_width
    bottom, left = box.border_bottom_width, box.border_left_width
    style = box.style
    ruled = isinstance(box, BlockContainerBox) and style["column_rule_width"]
    if ruled or right or left or (top and bottom) or not is_bare(style):
        _any_border(stream, box)
    elif top or bottom:
        side = "top" if top else "bottom"
        color = get_color(style, f"border_{side}_color")
        if style[f"border_{side}_style"] != "solid" or not color.alpha:
            _any_border(stream, box)
            return
        y = box.border_box_y() + (0 if top else box.border_height() - bottom)
        with stream.artifact():
            stream.set_color(color)
            stream.rectangle(box.border_box_x(), y, box.border_width(), top or bottom)
            stream.fill()


def draw_text(stream: Any, textbox: Any, offset_x: float, text_overflow: str, block_ellipsis: str = "none") -> None:
    style = textbox.style
    if style["text_decoration_line"] != "none" or style["visibility"] != "visible":
        _any_text(stream, textbox, offset_x, text_overflow, block_ellipsis)
        return
    x, y = textbox.position_x, textbox.position_y + textbox.baseline
    set_color(stream, style["color"])
    textbox.pango_layout.reactivate(style)
    stream.begin_text()
    if not letters.draw_at(stream, textbox, text_overflow, block_ellipsis, x, y):
        emojis = texts.draw_first_line(stream, textbox, text_overflow, block_ellipsis, Matrix(d=-1, e=x, f=y))
        stream.end_text()
        texts.draw_emojis(stream, style, x, y, emojis)
        return
    stream.end_text()


def set_color(stream: Any, color: Any) -> None:
    """Nothing to be asked where the last one set is the same object."""
    last, current, alpha = stream.__dict__.get("last", (None, None, None))
    if last is color and current is stream._current_color and alpha is stream._current_alpha:
        return
    stream.set_color(color)
    stream.last = color, stream._current_color, stream._current_alpha


def avoid_collisions(context: Any, box: Any, container: Any, outer: bool = True) -> tuple[float, float, float]:
    """A line has nothing to avoid where nothing floats."""
    if outer or context.excluded_shapes or not isinstance(box, LineBox) or container.style["direction"] != "ltr":
        return _any_avoiding(context, box, container, outer)  # type: ignore[no-any-return]
    left = container.content_box_x() + box.margin_left
    right = left - box.margin_left + container.width - box.margin_right
    return left - box.margin_left, box.border_box_y() - box.margin_top, right - left


inline.avoid_collisions = avoid_collisions
background.layout_box_backgrounds = layout_box_backgrounds
drawing.draw_border = border.draw_border = draw_border
drawing.draw_text = texts.draw_text = draw_text
