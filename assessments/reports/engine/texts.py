"""Text: a line is laid out by Pango once, not once more to be drawn, and its letters are written without kerning by 0.

Pango contexts are shared by all text of a language and font descriptions by all text of a style. What is drawn in
another way than plain lines (ellipses, raised glyphs, emojis, justified text) goes the engine's own way.
"""

import functools
import struct
from math import inf
from typing import Any

from weasyprint.draw import text as drawing
from weasyprint.layout import inline, preferred
from weasyprint.text import line_break
from weasyprint.text.ffi import FROM_UNITS, ffi, gobject, pango
from weasyprint.text.fonts import get_font_description, get_pango_font_key

PLAIN = ("normal",) * 7
FEATURES = (
    "font_kerning", "font_variant_ligatures", "font_variant_position", "font_variant_caps", "font_variant_numeric",
    "font_variant_alternates", "font_variant_east_asian", "font_feature_settings",
)  # fmt: skip
DESCRIBED = ("font_style", "font_stretch", "font_weight", "font_size", "font_variant_caps", "font_variation_settings")
KIND = ("direction", "font_language_override", "lang", "text_decoration_line")
WRAPS = ("normal", "pre-line")
UNUSUAL = frozenset("\n\t\v\f\r\x85\xad\u2028\u2029")
"""Breaks, tabs and soft hyphens, which the engine sees to."""

_any_split = line_break.split_first_line
GLYPH = struct.Struct("Iiiii")
"""A PangoGlyphInfo: glyph, width, x offset, y offset, attributes."""


def kind_of(style: Any) -> tuple[Any, Any] | None:
    """The Pango context and font description of a style; None where more has to be set up for its text."""
    try:
        return style.kind  # type: ignore[no-any-return]
    except AttributeError:
        style.kind = _kind_of(style)
        return style.kind  # type: ignore[no-any-return]


def _kind_of(style: Any) -> tuple[Any, Any] | None:
    if style["text_decoration_line"] != "none" or style["font_language_override"] != "normal":
        return None
    if any(style[name] not in ("normal", "auto") for name in FEATURES):
        return None
    kept = style.font_config.__dict__.setdefault("kinds", {})
    where = style["direction"], style["lang"]
    if where not in kept:
        kept[where] = _context(style)
    what = tuple(style["font_family"]), *(style[name] for name in DESCRIBED)
    if what not in kept:
        kept[what] = get_font_description(style)
    return kept[where], kept[what]


def _context(style: Any) -> Any:
    context = ffi.gc(pango.pango_font_map_create_context(style.font_config.font_map), gobject.g_object_unref)
    pango.pango_context_set_round_glyph_positions(context, False)
    pango.pango_context_set_base_dir(context, line_break.PANGO_DIRECTION[style["direction"]])
    if style["lang"]:
        pango.pango_context_set_language(context, pango.pango_language_from_string(style["lang"].encode()))
    return context


def _no_hyphens() -> Any:
    """For all of a text, however long: where a word is broken no hyphen is put."""
    attributes = ffi.gc(pango.pango_attr_list_new(), pango.pango_attr_list_unref)
    attribute = pango.pango_attr_insert_hyphens_new(False)
    attribute.start_index, attribute.end_index = 0, 2**32 - 1
    pango.pango_attr_list_change(attributes, attribute)
    return attributes


NO_HYPHENS = _no_hyphens()


class KeptLayout(line_break.Layout):  # type: ignore[misc]
    def setup(self, style: Any) -> None:
        kind = kind_of(style)
        if kind is None:
            super().setup(style)
            self.spaces, self.pieces, self.spaced = 0, None, True
            return
        context, description = kind
        self.style, self.first_line_direction, self.language = style, 0, None
        self.layout = ffi.gc(pango.pango_layout_new(context), gobject.g_object_unref)
        pango.pango_layout_set_auto_dir(self.layout, False)
        pango.pango_layout_set_font_description(self.layout, description)
        self.ascent = self.underline_position = self.strikethrough_position = None

        self.spaces, self.pieces = 0, None
        self.spaced = style["letter_spacing"] != "normal" or style["word_spacing"]
        if not self.spaced and style["overflow_wrap"] in ("anywhere", "break-word"):
            pango.pango_layout_set_attributes(self.layout, NO_HYPHENS)

    def set_text(self, text: str, justify: bool = False) -> None:
        if self.language or self.spaced or "\t" in text or (justify and self.justification_spacing):
            super().set_text(text, justify)
            return
        index = text.find("\n")
        self.text = text if index == -1 else text[: index + 2]
        pango.pango_layout_set_text(self.layout, self.text.encode().replace(b"\0", b""), -1)

    def deactivate(self) -> None:
        pass

    def reactivate(self, style: Any) -> None:
        if self.justification_spacing or style["text_decoration_line"] != "none":
            super().reactivate(style)


def split_first_line(
    text: str, style: Any, context: Any, max_width: float | None, justification: float, *args: Any, **options: Any
) -> tuple[Any, ...]:
    """The first line of a text, and where the next begins. Pango, since 1.50, puts as many words on a line as it holds;
    the engine lays each line out twice more, to see whether one more word would do and to have the line alone."""
    kind = kind_of(style)
    if kind is None or justification or context is None or not UNUSUAL.isdisjoint(text):
        return _any_split(text, style, context, max_width, justification, *args, **options)  # type: ignore[no-any-return]
    wholes, key = context.__dict__.setdefault("wholes", {}), (text, kind)
    if (found := wholes.get(key)) and (max_width is None or found[3] <= max_width):
        return found  # type: ignore[no-any-return]
    found = None
    if max_width is not None and style["white_space"] in WRAPS and 0 < style["font_size"] * 4 <= max_width < inf:
        found = _first_of_lines(text, style, context, max_width)
    found = found or _any_split(text, style, context, max_width, justification, *args, **options)
    if found[2] is None:
        wholes[key] = found
    return found


def _first_of_lines(text: str, style: Any, context: Any, max_width: float) -> tuple[Any, ...] | None:
    """None where not even a word fits."""
    short = text[: int(max_width / style["font_size"] * 4)]
    layout = line_break.create_layout(short, style, context, max_width, 0)
    line, resume_at = layout.get_first_line()
    if resume_at is None and short != text:
        layout.set_text(text)
        line, resume_at = layout.get_first_line()
    width, height = line_break.line_size(line, style)
    if width > max_width:
        return None
    if resume_at is not None:
        first = layout.text.encode()[: line.length].decode()
        layout.text = first.rstrip(" ")
        layout.spaces = len(first) - len(layout.text)
    baseline = pango.pango_layout_get_baseline(layout.layout) * FROM_UNITS
    length = line.length - layout.spaces
    return layout, length, resume_at, width, height, baseline


line_break.Layout = KeptLayout
can_break = functools.lru_cache(10_000)(line_break.can_break_text)
for module in (line_break, inline, preferred):
    module.can_break_text = can_break
if pango.pango_version() >= 15000:
    for module in (line_break, inline, preferred):
        module.split_first_line = split_first_line

_any_first_line = drawing.draw_first_line


def draw_first_line(stream: Any, textbox: Any, text_overflow: str, block_ellipsis: str, matrix: Any) -> list[Any]:
    layout = textbox.pango_layout
    if text_overflow != "ellipsis" and block_ellipsis == "none" and textbox.text.strip() and "\n" not in layout.text:
        line, index = layout.get_first_line()
        if (index is None or layout.spaces) and (pieces := _kept_pieces(stream, layout, line)) is not None:
            stream.set_text_matrix(*matrix.values)
            for font, size, string in pieces:
                stream.set_font_size(font.hash, size)
                stream.show_text(string)
            return []
    layout.setup(textbox.style)
    layout.set_text(layout.text, justify=True)
    return _any_first_line(stream, textbox, text_overflow, block_ellipsis, matrix)  # type: ignore[no-any-return]


def _kept_pieces(stream: Any, layout: Any, line: Any) -> list[tuple[Any, float, str]] | None:
    """Text that is on many lines has one layout."""
    if layout.pieces is None:
        layout.pieces = _pieces(stream, layout, line)
    return layout.pieces  # type: ignore[no-any-return]


def _pieces(stream: Any, layout: Any, line: Any) -> list[tuple[Any, float, str]] | None:
    pieces: list[tuple[Any, float, str]] = []
    run = line.runs[0]
    while run != ffi.NULL:
        item = run.data
        run = run.next
        spaces = layout.spaces if run == ffi.NULL else 0
        pango_font = item.item.analysis.font
        font, size = font_of(stream, layout, pango_font)
        string = _string(stream, layout, item, pango_font, font, size, spaces)
        if string is None:
            return None
        if pieces and pieces[-1][:2] == (font, size):
            string = pieces.pop()[2] + string
        pieces.append((font, size, string))
    return pieces


def font_of(stream: Any, layout: Any, pango_font: Any) -> tuple[Any, float]:
    """Kept by its address, which stays its own while the layout kept with it lives."""
    kept = layout.style.font_config.__dict__.setdefault("pango_fonts", {})
    address = int(ffi.cast("intptr_t", pango_font))
    key, size, _layout = kept.get(address, (None, 0, None))
    if key in stream._fonts:
        return stream._fonts[key], size
    font, size = stream.add_font(pango_font)
    kept[address] = get_pango_font_key(pango_font)[0], size, layout.layout
    return font, size


def _string(stream: Any, layout: Any, item: Any, pango_font: Any, font: Any, size: float, spaces: int) -> str | None:
    if font.bitmap or font.png or font.svg or font.colr:
        return None
    glyphs = item.glyphs
    known = font.__dict__.setdefault("known", {}).setdefault(size, {})
    count = glyphs.num_glyphs - spaces
    if count < 0 or (spaces and item.item.analysis.level % 2):
        return None
    found = []
    for i, (glyph, width, x, y, _attributes) in enumerate(
        GLYPH.iter_unpack(ffi.buffer(glyphs.glyphs, count * GLYPH.size))
    ):
        if x or y:
            return None
        piece = known.get((glyph, width))
        if piece is None:
            if glyph == pango.PANGO_GLYPH_EMPTY or glyph & pango.PANGO_GLYPH_UNKNOWN_FLAG:
                return None
            piece = known[glyph, width] = _piece(stream, layout, item, pango_font, font, size, i, glyph, width)
        found.append(piece)
    return f"<{''.join(found)}>".removesuffix("<>")


def _piece(stream, layout, item, pango_font, font, size, i, glyph, width):
    if glyph not in font.to_unicode:
        clusters = item.glyphs.log_clusters
        offset, start = item.item.offset, clusters[i]
        if item.item.analysis.level % 2:
            end = item.item.length if i == 0 else clusters[i - 1]
        else:
            end = item.item.length if i == item.glyphs.num_glyphs - 1 else clusters[i + 1]
        font.to_unicode[glyph] = layout.text.encode()[offset + start : offset + end].decode()
    if glyph not in font.widths:
        pango.pango_font_get_glyph_extents(pango_font, glyph, stream.ink_rect, stream.logical_rect)
        font.widths[glyph] = round(stream.logical_rect.width * 1000 * FROM_UNITS / size)
    kerning = int(font.widths[glyph] - width * 1000 * FROM_UNITS / size)
    return f"{glyph:04x}>{kerning}<" if kerning else f"{glyph:04x}"


drawing.draw_first_line = draw_first_line
