"""Charts: shapes and text without transformations, filters, clips and the like are drawn at once.

The engine asks every node for each of these, writes the whole state of the pen for every shape, places text letter by
letter, and makes a group, a stream of its own, of every text that is anchored elsewhere than at its start.
"""

import functools
from contextlib import suppress
from math import inf
from typing import Any

from weasyprint import svg
from weasyprint.css.properties import INITIAL_VALUES
from weasyprint.draw import text as drawing
from weasyprint.matrix import Matrix
from weasyprint.svg.text import Style, TextBox
from weasyprint.svg.utils import PointError, alpha_value, color, normalize, size
from weasyprint.text import line_break

SHAPES = frozenset({"circle", "line", "path", "polygon", "polyline", "rect"})
SILENT = frozenset({"title", "desc"})
SPECIAL = frozenset(
    {
        "alignment-baseline", "clip-path", "direction", "display", "display-anchor", "dominant-baseline", "dx", "dy",
        "fill-rule", "filter", "font-style", "font-weight", "letter-spacing", "lengthAdjust", "marker", "marker-end",
        "marker-mid", "marker-start", "mask", "opacity", "rotate", "stroke-dashoffset", "stroke-linejoin",
        "stroke-miterlimit", "textLength", "transform", "visibility",
    }
)  # fmt: skip
"""What the engine draws; but weights in numbers."""

CAPS = {"butt": 0, "round": 1, "square": 2}
SHIFTS = {"start": 0.0, "middle": 0.5, "end": 1.0}
MITER_LIMIT = 4
"""Of SVG; PDF begins with 10."""

_any_node = svg.SVG.draw_node


def draw_node(self: Any, node: Any, font_size: float, fill_stroke: bool = True, context: Any = None) -> None:
    tag, attributes = node.tag, node.attrib
    if tag in SILENT:
        return
    is_plain = fill_stroke and not context and not len(node._etree_node) and _is_plain(attributes)
    if is_plain and tag in SHAPES:
        _shape(self, node, size(attributes.get("font-size", "1em"), font_size, font_size))
    elif is_plain and tag == "text" and node.text and _is_plain_text(attributes):
        _text(self, node, size(attributes.get("font-size", "1em"), font_size, font_size))
    else:
        _any_node(self, node, font_size, fill_stroke, context)


def _is_plain(attributes: dict[str, str]) -> bool:
    special = attributes.keys() & SPECIAL
    if special and (special != {"font-weight"} or not attributes["font-weight"].isdigit()):
        return False
    return not any("(" in attributes.get(name, "") or "-" in attributes.get(name, "") for name in ("fill", "stroke"))


def _is_plain_text(attributes: dict[str, str]) -> bool:
    """Filled, and placed as a whole."""
    is_whole = all(attributes.get(name, "0").replace(".", "").isdigit() for name in ("x", "y"))
    return is_whole and "stroke" not in attributes and attributes.get("fill") != "none"


@functools.lru_cache(1000)
def pen(paint: str, opacity: str) -> Any:
    """A colour, or None; nobody changes it."""
    if paint in ("", "none"):
        return None
    found = color(paint)
    found.alpha *= alpha_value(opacity)
    return found


def _shape(self: Any, node: Any, font_size: float) -> None:
    stream, get = self.stream, node.attrib.get
    fill = pen(get("fill", "black").strip(), get("fill-opacity", "1"))
    stroke = pen(get("stroke", "").strip(), get("stroke-opacity", "1"))
    width = self.length(get("stroke-width", "1px"), font_size)
    stream.push_state()
    if fill:
        stream.set_color(fill)
    if stroke and width:
        stream.set_color(stroke, stroke=True)
        _set_line(self, get, width, font_size)
    with suppress(PointError):
        svg.TAGS[node.tag](self, node, font_size)
    self.fill_stroke(fill, stroke if width else None)
    stream.pop_state()


def _set_line(self: Any, get: Any, width: float, font_size: float) -> None:
    stream = self.stream
    stream.set_line_width(width)
    stream.set_miter_limit(MITER_LIMIT)
    if cap := CAPS.get(get("stroke-linecap", "butt"), 0):
        stream.set_line_cap(cap)
    dashes = get("stroke-dasharray", "none")
    if dashes != "none":
        stream.set_dash(tuple(self.length(value, font_size) for value in normalize(dashes).split()), 0)


def _text(self: Any, node: Any, font_size: float) -> None:
    """In one run, with kerning; written letter by letter it would be read back from the file without its blanks."""
    stream, get = self.stream, node.attrib.get
    style = _style(self.font_config, get("font-family", "sans-serif"), int(get("font-weight", 400)), font_size)
    layout, _, _, width, _, baseline = line_break.split_first_line(node.text, style, self.context, inf, 0)
    x, y = self.point(get("x"), get("y"), font_size)
    box = TextBox(layout, style)
    box.baseline = baseline
    stream.push_state()
    stream.set_color(pen(get("fill", "black").strip(), get("fill-opacity", "1")))
    stream.begin_text()
    matrix = Matrix(d=-1, e=x - SHIFTS.get(get("text-anchor", "start"), 0) * width, f=y)
    emojis = drawing.draw_first_line(stream, box, "none", "none", matrix)
    stream.end_text()
    stream.pop_state()
    drawing.draw_emojis(stream, style, x, y, emojis)


@functools.lru_cache(100)
def _style(fonts: Any, families: str, weight: int, font_size: float) -> Any:
    style = Style(INITIAL_VALUES)
    style.font_config = fonts
    style["font_family"] = [family.strip("\"' ") for family in families.split(",")]
    style["font_weight"], style["font_size"] = weight, font_size
    return style


svg.SVG.draw_node = draw_node
