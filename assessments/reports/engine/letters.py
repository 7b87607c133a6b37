"""Letters: what a line shows is looked up glyph by glyph in what was shown before, and kerning by 0 is not written.

Raised glyphs, emojis, unknown letters and ellipses go the engine's own way.
"""

import struct
from typing import Any, NamedTuple

from weasyprint.draw import text as drawing
from weasyprint.text.ffi import FROM_UNITS, ffi, pango
from weasyprint.text.fonts import get_pango_font_key

from .writing import to_bytes

GLYPH = struct.Struct("Iiiii")
"""A PangoGlyphInfo: glyph, width, x offset, y offset, attributes."""

_any_first_line = drawing.draw_first_line


class Run(NamedTuple):
    """Letters of one font; `item`: Pango's; `size`: of the font in units of the page."""

    item: Any
    text: str
    font: Any
    size: float


def draw_first_line(stream: Any, textbox: Any, text_overflow: str, block_ellipsis: str, matrix: Any) -> list[Any]:
    (a, b, _), (c, d, _), (x, y, _) = matrix
    if (a, b, c, d) == (1, 0, 0, -1) and draw_at(stream, textbox, text_overflow, block_ellipsis, x, y):
        return []
    layout = textbox.pango_layout
    layout.setup(textbox.style)
    layout.set_text(layout.text, justify=True)
    return _any_first_line(stream, textbox, text_overflow, block_ellipsis, matrix)  # type: ignore[no-any-return]


def draw_at(stream: Any, textbox: Any, text_overflow: str, block_ellipsis: str, x: float, y: float) -> bool:
    """Upright and of its own size; False if the line is out of the ordinary."""
    layout = textbox.pango_layout
    if text_overflow == "ellipsis" or block_ellipsis != "none" or not textbox.text.strip() or "\n" in layout.text:
        return False
    if layout.pieces is None:
        layout.pieces = _pieces(stream, layout)
        if layout.pieces is None:
            return False
    stream.stream.append(b"1 0 0 -1 %b %b Tm" % (to_bytes(x), to_bytes(y)))
    for font, size, string in layout.pieces:
        stream.set_font_size(font.hash, size)
        stream.stream.append(string)
    return True


def _pieces(stream: Any, layout: Any) -> list[tuple[Any, float, bytes]] | None:
    """The line as strings shown in the file, each with its font and size."""
    line, following = layout.get_first_line()
    if following is not None and not layout.spaces:
        return None
    pieces: list[tuple[Any, float, str]] = []
    run = line.runs[0]
    while run != ffi.NULL:
        item, run = run.data, run.next
        font, size = _font(stream, layout, item.item.analysis.font)
        string = _string(stream, Run(item, layout.source, font, size), layout.spaces if run == ffi.NULL else 0)
        if string is None:
            return None
        if pieces and pieces[-1][:2] == (font, size):
            string = pieces.pop()[2] + string
        pieces.append((font, size, string))
    return [(font, size, b"[%b] TJ" % string.encode()) for font, size, string in pieces]


def _font(stream: Any, layout: Any, pango_font: Any) -> tuple[Any, float]:
    """Kept by its address, which stays its own while the layout kept with it lives."""
    kept = layout.style.font_config.__dict__.setdefault("pango_fonts", {})
    address = int(ffi.cast("intptr_t", pango_font))
    key, size, _layout = kept.get(address, (None, 0, None))
    if key in stream._fonts:
        return stream._fonts[key], size
    font, size = stream.add_font(pango_font)
    kept[address] = get_pango_font_key(pango_font)[0], size, layout.layout
    return font, size


def _string(stream: Any, run: Run, spaces: int) -> str | None:
    font, count = run.font, run.item.glyphs.num_glyphs - spaces
    if font.bitmap or font.png or font.svg or font.colr or count < 0 or (spaces and run.item.item.analysis.level % 2):
        return None
    known = font.__dict__.setdefault("known", {}).setdefault(run.size, {})
    found = []
    glyphs = GLYPH.iter_unpack(ffi.buffer(run.item.glyphs.glyphs, count * GLYPH.size))
    for i, (glyph, width, x, y, _attributes) in enumerate(glyphs):
        if x or y:
            return None
        piece = known.get((glyph, width))
        if piece is None:
            if glyph == pango.PANGO_GLYPH_EMPTY or glyph & pango.PANGO_GLYPH_UNKNOWN_FLAG:
                return None
            piece = known[glyph, width] = _piece(stream, run, i, glyph, width)
        found.append(piece)
    return f"<{''.join(found)}>".removesuffix("<>")


def _piece(stream: Any, run: Run, i: int, glyph: int, width: int) -> str:
    """A glyph, and how much the next is nearer or farther than the font says."""
    font = run.font
    if glyph not in font.to_unicode:
        start, end = _letters(run.item, i)
        font.to_unicode[glyph] = run.text.encode()[start:end].decode()
    if glyph not in font.widths:
        pango.pango_font_get_glyph_extents(run.item.item.analysis.font, glyph, stream.ink_rect, stream.logical_rect)
        font.widths[glyph] = round(stream.logical_rect.width * 1000 * FROM_UNITS / run.size)
    kerning = int(font.widths[glyph] - width * 1000 * FROM_UNITS / run.size)
    return f"{glyph:04x}>{kerning}<" if kerning else f"{glyph:04x}"


def _letters(item: Any, i: int) -> tuple[int, int]:
    """Where in the text, in bytes, the letters of a glyph stand."""
    clusters, last = item.glyphs.log_clusters, item.glyphs.num_glyphs - 1
    if item.item.analysis.level % 2:
        end = item.item.length if i == 0 else clusters[i - 1]
    else:
        end = item.item.length if i == last else clusters[i + 1]
    return item.item.offset + clusters[i], item.item.offset + end


drawing.draw_first_line = draw_first_line
