"""Styles: what no rule of a stylesheet says is inherited or initial at once; what follows from a style alone is worked
out once a style and not once a box."""

from math import inf
from typing import Any

from weasyprint.css import AnonymousStyle, ComputedStyle, computed_values
from weasyprint.css.properties import INHERITED, INITIAL_NOT_COMPUTED, INITIAL_VALUES, Dimension
from weasyprint.formatting_structure.boxes import Box
from weasyprint.layout import absolute, block, column, inline, page, percent, table
from weasyprint.text import line_break

OWN_WAY = frozenset({"page", "position", "float", "display", *INITIAL_NOT_COMPUTED})
LOGICAL = {key: function(block="ttb", inline="ltr") for key, function in computed_values.PHYSICAL_FUNCTIONS.items()}
PLAIN = {
    key: (key in INHERITED, LOGICAL.get(key))
    for key in INITIAL_VALUES
    if key not in OWN_WAY and not key.startswith(("text_decoration_", "__"))
}
"""Whether a property is inherited, and its name in a text from left to right."""

SIDES = ("top", "right", "bottom", "left")
LENGTHS = (
    "width", "height", "min_width", "min_height", "max_width", "max_height",
    *(f"{space}_{side}" for space in ("margin", "padding") for side in SIDES),
)  # fmt: skip
WIDTHS = tuple(f"border_{side}_width" for side in SIDES)

_any_computed = ComputedStyle.__missing__
_any_percentages = percent.resolve_percentages
_any_strut = line_break.strut
_any_floated, _any_in_flow = Box.is_floated, Box.is_in_normal_flow


def computed(self: Any, key: str) -> Any:
    """The value of a property that no rule sets; the engine asks ten questions about each."""
    cascaded = self.cascaded
    if key in cascaded or key not in PLAIN:
        return _any_computed(self, key)
    inherited, logical = PLAIN[key]
    if logical is not None and (logical in cascaded or self["direction"] != "ltr"):
        return _any_computed(self, key)
    if not inherited:
        value = self[key] = INITIAL_VALUES[key]
        return value
    if self.parent_style is None:
        return _any_computed(self, key)
    value = self[key] = self.parent_style[key]
    return value


def resolve_percentages(box: Any, containing_block: Any) -> None:
    """The lengths of a style without a percentage are the same in whatever it stands."""
    style = box.style
    try:
        lengths = style.lengths
    except AttributeError:
        lengths = style.lengths = fixed_lengths(style)
    if lengths is None:
        _any_percentages(box, containing_block)
    else:
        box.__dict__.update(lengths)


def fixed_lengths(style: Any) -> dict[str, Any] | None:
    if style["border_collapse"] == "collapse" or style["box_sizing"] != "content-box":
        return None
    found: dict[str, Any] = {}
    if type(style) is AnonymousStyle and style.keys().isdisjoint(LENGTHS):
        return UNSET
    for name in LENGTHS:
        value = style[name]
        if type(value) is Dimension and value.unit == "px":
            found[name] = value.value
        elif value == "auto":
            found[name] = 0 if name in ("min_width", "min_height") else value
        else:
            return None
    return found | {name: style[name] for name in WIDTHS}


UNSET = dict.fromkeys(LENGTHS, 0) | {"width": "auto", "height": "auto", "max_width": inf, "max_height": inf}
UNSET |= dict.fromkeys(WIDTHS, 0)
"""The lengths of a box that no element stands for."""


def strut(style: Any) -> tuple[float, float]:
    try:
        return style.strut  # type: ignore[no-any-return]
    except AttributeError:
        style.strut = _any_strut(style)
        return style.strut  # type: ignore[no-any-return]


def is_floated(self: Any) -> bool:
    try:
        return self.style.floated  # type: ignore[no-any-return]
    except AttributeError:
        self.style.floated = _any_floated(self)
        return self.style.floated  # type: ignore[no-any-return]


def is_in_normal_flow(self: Any) -> bool:
    try:
        return self.style.in_flow  # type: ignore[no-any-return]
    except AttributeError:
        self.style.in_flow = _any_in_flow(self)
        return self.style.in_flow  # type: ignore[no-any-return]


ComputedStyle.__missing__ = computed
for module in (percent, absolute, block, column, inline, page, table):
    module.resolve_percentages = resolve_percentages
for module in (line_break, inline):
    module.strut = strut
Box.is_floated, Box.is_in_normal_flow = is_floated, is_in_normal_flow
