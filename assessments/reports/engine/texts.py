"""Text: a line is laid out by Pango once, where the engine does it two to four times and once more to draw it.

Contexts are shared by all text of a language, font descriptions by all of a style. Text that is out of the ordinary
(breaks, tabs, soft hyphens, decoration, justified) goes the engine's own way.
"""

import copy
import functools
from math import inf
from typing import Any

from weasyprint.layout import inline, preferred
from weasyprint.text import line_break
from weasyprint.text.ffi import FROM_UNITS, ffi, gobject, pango
from weasyprint.text.fonts import get_font_description

FEATURES = (
    "font_kerning", "font_variant_ligatures", "font_variant_position", "font_variant_caps", "font_variant_numeric",
    "font_variant_alternates", "font_variant_east_asian", "font_feature_settings",
)  # fmt: skip
DESCRIBED = ("font_style", "font_stretch", "font_weight", "font_size", "font_variant_caps", "font_variation_settings")
WRAPS = ("normal", "pre-line")
UNUSUAL = frozenset("\n\t\v\f\r\x85\xad\u2028\u2029")
FILLS_LINES = 15000
"""The version of Pango (1.50) since which a space at the end of a line takes no room."""

NO, END = 0, 2**32 - 1

_any_split = line_break.split_first_line


def kind_of(style: Any) -> tuple[Any, Any] | None:
    """The Pango context and font description of a style; None where text needs more than these."""
    try:
        return style.kind  # type: ignore[no-any-return]
    except AttributeError:
        style.kind = _kind_of(style)
        return style.kind  # type: ignore[no-any-return]


def _kind_of(style: Any) -> tuple[Any, Any] | None:
    if style["text_decoration_line"] != "none" or style["font_language_override"] != "normal":
        return None
    if any(style[name] not in ("normal", "auto") for name in (*FEATURES, "letter_spacing")) or style["word_spacing"]:
        return None
    kept = style.font_config.__dict__.setdefault("kinds", {})
    where = style["direction"], style["lang"]
    what = tuple(style["font_family"]), *(style[name] for name in DESCRIBED)
    if where not in kept:
        kept[where] = _context(style)
    if what not in kept:
        kept[what] = get_font_description(style)
    return kept[where], kept[what]


def _context(style: Any) -> Any:
    context = ffi.gc(pango.pango_font_map_create_context(style.font_config.font_map), gobject.g_object_unref)
    pango.pango_context_set_round_glyph_positions(context, NO)
    pango.pango_context_set_base_dir(context, line_break.PANGO_DIRECTION[style["direction"]])
    if style["lang"]:
        pango.pango_context_set_language(context, pango.pango_language_from_string(style["lang"].encode()))
    return context


def _no_hyphens() -> Any:
    """For all of a text, however long: where a word is broken no hyphen is put."""
    attributes = ffi.gc(pango.pango_attr_list_new(), pango.pango_attr_list_unref)
    attribute = pango.pango_attr_insert_hyphens_new(NO)
    attribute.start_index, attribute.end_index = 0, END
    pango.pango_attr_list_change(attributes, attribute)
    return attributes


NO_HYPHENS = _no_hyphens()
EXTENTS = ffi.new("PangoRectangle *")


class KeptLayout(line_break.Layout):  # type: ignore[misc]
    """Lives until it is drawn. `spaces`: so many letters at the end of its line are blanks that are not drawn;
    `pieces`: what was drawn, kept for the next line with the same text; `source`: all of the text that was laid out, of
    which it is the line `number`."""

    number = 0

    def setup(self, style: Any) -> None:
        self.spaces, self.pieces, self.number = 0, None, 0
        kind = kind_of(style)
        if kind is None:
            self.is_plain = False
            super().setup(style)
            return
        self.style, self.first_line_direction, self.language = style, 0, None
        self.layout = ffi.gc(pango.pango_layout_new(kind[0]), gobject.g_object_unref)
        pango.pango_layout_set_auto_dir(self.layout, NO)
        pango.pango_layout_set_font_description(self.layout, kind[1])
        self.ascent = self.underline_position = self.strikethrough_position = None
        self.is_plain = True
        if style["overflow_wrap"] in ("anywhere", "break-word"):
            pango.pango_layout_set_attributes(self.layout, NO_HYPHENS)

    def set_text(self, text: str, justify: bool = False) -> None:
        if not self.is_plain or "\t" in text or (justify and self.justification_spacing):
            if self.is_plain:
                pango.pango_layout_set_attributes(self.layout, ffi.NULL)  # the engine adds to what is shared
            super().set_text(text, justify)
            self.source = self.text
            return
        index = text.find("\n")
        self.text = self.source = text if index == -1 else text[: index + 2]
        pango.pango_layout_set_text(self.layout, self.text.encode().replace(b"\0", b""), -1)

    def get_first_line(self) -> tuple[Any, int | None]:
        line = pango.pango_layout_get_line_readonly(self.layout, self.number)
        following = pango.pango_layout_get_line_readonly(self.layout, self.number + 1)
        self.first_line_direction = line.resolved_dir
        return line, None if following == ffi.NULL else following.start_index - line.start_index

    def next_line(self) -> "KeptLayout":
        found = copy.copy(self)
        found.spaces, found.pieces, found.number = 0, None, self.number + 1
        return found

    def deactivate(self) -> None:
        pass

    def reactivate(self, style: Any) -> None:
        if self.justification_spacing or style["text_decoration_line"] != "none":
            super().reactivate(style)


def split_first_line(
    text: str, style: Any, context: Any, max_width: float | None, justification: float, *args: Any, **options: Any
) -> tuple[Any, ...]:
    """The first line of a text, and where the next begins. Pango puts as many words on a line as it holds; the engine
    lays the line out again to see whether one more would do, and again to have it alone. Text that fits whole is laid
    out once a document."""
    kind = kind_of(style)
    if kind is None or justification or context is None or not UNUSUAL.isdisjoint(text):
        return _any_split(text, style, context, max_width, justification, *args, **options)  # type: ignore[no-any-return]
    wholes, key = context.__dict__.setdefault("wholes", {}), (text, kind)
    found = wholes.get(key)
    if found and (max_width is None or found[3] <= max_width):
        return found  # type: ignore[no-any-return]
    found = None
    if max_width is not None and style["white_space"] in WRAPS and 0 < style["font_size"] * 4 <= max_width < inf:
        found = _first_of_lines(text, style, context, max_width, options.get("is_line_start", False))
    found = found or _any_split(text, style, context, max_width, justification, *args, **options)
    if found[2] is None and found[0].text == text:
        wholes[key] = found
    return found


def _first_of_lines(
    text: str, style: Any, context: Any, max_width: float, is_line_start: bool
) -> tuple[Any, ...] | None:
    """None where not even a word fits, and where the line ends with several blanks: Pango leaves out one. Where a line
    begins, the lines that follow are of the same width and laid out with it."""
    rests = context.__dict__.setdefault("rests", {})
    if layout := rests.get((text, style.kind, max_width)):
        line, resume_at = layout.get_first_line()
    else:
        short = text if is_line_start else text[: int(max_width / style["font_size"] * 4)]
        layout = line_break.create_layout(short, style, context, max_width, 0)
        line, resume_at = layout.get_first_line()
        if resume_at is None and short != text:
            layout.set_text(text)
            line, resume_at = layout.get_first_line()
    width, height, baseline = _extents(line)
    if width > max_width:
        return None
    if resume_at is not None:
        encoded = text.encode()
        if is_line_start:
            rest = layout.next_line()
            rest.text = encoded[resume_at:].decode()
            rests[rest.text, style.kind, max_width] = rest
        first = encoded[: line.length].decode()
        layout.text = first.rstrip(" ")
        layout.spaces = len(first) - len(layout.text)
        if layout.spaces > 1:
            return None
    return layout, line.length - layout.spaces, resume_at, width, height, baseline


def _extents(line: Any) -> tuple[float, float, float]:
    """Width, height and baseline of a line."""
    pango.pango_layout_line_get_extents(line, ffi.NULL, EXTENTS)
    return EXTENTS.width * FROM_UNITS, EXTENTS.height * FROM_UNITS, -EXTENTS.y * FROM_UNITS


line_break.Layout = KeptLayout
can_break_text = functools.lru_cache(10_000)(line_break.can_break_text)
for module in (line_break, inline, preferred):
    module.can_break_text = can_break_text
    if pango.pango_version() >= FILLS_LINES:
        module.split_first_line = split_first_line
