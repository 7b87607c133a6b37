"""What every chart is made of: real text, a title that says what is to be seen, nothing that only colour tells.

The same markup stands in pages and in PDFs. Pages forbid style attributes and may hold several charts, PDFs know no
page stylesheet inside an SVG: so there are presentation attributes and classes only, and no ids. Everything is drawn
in `currentColor` unless `accent` names a colour.
"""

import textwrap
from collections.abc import Callable, Iterable
from decimal import Decimal
from html import escape

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from assessments.explanations import points

Place = tuple[float, float]
Words = tuple[str, str, str]

RINGS = (20, 40, 60, 80, 100)
LINE = 16
SIZE = 12.5
FONTS = "Be Vietnam Pro, sans-serif"
NOTHING = SafeString("")
DASHED = SafeString(' stroke-dasharray="3 4"')


def shown(score: Decimal | None) -> str:
    return _("không áp dụng") if score is None else points(score)


def wrapped(text: str, width: int, lines: int) -> list[str]:
    """At most so many lines of about so many letters, as even as they can be; what does not fit ends in "…"."""
    fitted = _wrap(text, width, lines)
    for narrower in range(max(width // 2, 1), width):
        even = _wrap(text, narrower, lines)
        if len(even) == len(fitted) and " ".join(even) == " ".join(fitted):
            return even
    return fitted


def _wrap(text: str, width: int, lines: int) -> list[str]:
    return textwrap.wrap(text, width, break_on_hyphens=False, max_lines=lines, placeholder="…") or [""]


def svg(name: str, size: tuple[int, int], words: Words, body: SafeString, *, has_links: bool = False) -> SafeString:
    """`words`: title, finding, and every value. The title holds the finding too, since PDFs read out nothing else.

    What is inside an image cannot be reached, so a chart with links is a group: its `scenery` is hidden from screen
    readers and each link says its own.
    """
    title, finding, values = words
    whole = f"{title}. {finding}" if finding else title
    role = format_html('role="group" aria-label="{}"', whole) if has_links else SafeString('role="img"')
    return format_html(
        '<svg xmlns="http://www.w3.org/2000/svg" class="chart chart-{}" {} viewBox="0 0 {} {}" width="{}" '
        'height="{}" font-family="{}" font-size="{}"><title>{}</title><desc>{}</desc>{}</svg>',
        name,
        role,
        *size,
        *size,
        FONTS,
        SIZE,
        whole,
        values,
        body,
    )


def scenery(*parts: SafeString) -> SafeString:
    """What screen readers pass over: it repeats the description or a link's words."""
    return SafeString(f'<g aria-hidden="true">{joined(parts)}</g>')


def linked(url: str, words: str, content: SafeString) -> SafeString:
    """One unit of a chart with its own tooltip; to be followed where there is a `url`."""
    if not url:
        return format_html('<g class="chart-unit" aria-hidden="true"><title>{}</title>{}</g>', words, content)
    anchor = '<a class="chart-unit" href="{}" aria-label="{}"><title>{}</title>{}</a>'
    return format_html(anchor, url, words, words, content)


def shape(tag: str, content: str = NOTHING, /, **attributes: object) -> SafeString:
    """An element; `stroke_width=2` becomes stroke-width="2", `class_` class; attributes that are "" are left out."""
    written = "".join(
        f' {name.rstrip("_").replace("_", "-")}="{_attribute(value)}"'
        for name, value in attributes.items()
        if value != ""
    )
    return SafeString(f"<{tag}{written}>{_escaped(content)}</{tag}>" if content else f"<{tag}{written}/>")


def _attribute(value: object) -> str:
    """A chart has thousands of them, most of them numbers."""
    if isinstance(value, float):
        return n(value)
    return str(value) if isinstance(value, int) else _escaped(value)


def _escaped(value: object) -> str:
    """`conditional_escape` of what is not lazy."""
    return value if isinstance(value, SafeString) else escape(str(value))


def text(
    place: Place,
    lines: Iterable[str],
    anchor: str = "start",
    *,
    bold: bool = False,
    size: float = SIZE,
    opacity: str = "",
    fill: str = "currentColor",
    name: str = "",
) -> SafeString:
    """Lines of text from the first one's baseline down; `name` is their class."""
    more = {
        "class_": name,
        "font_weight": "600" if bold else "",
        "font_size": size if size != SIZE else "",
        "fill_opacity": opacity,
        "text_anchor": anchor if anchor != "start" else "",
    }
    leading = round(LINE * size / SIZE, 1)
    return joined(
        shape("text", line or " ", x=n(place[0]), y=n(place[1] + leading * number), fill=fill, **more)
        for number, line in enumerate(lines)
    )


def in_words(points: Iterable[tuple[str, Decimal | None]], written: Callable[[Decimal | None], str] = shown) -> str:
    listed = "; ".join(f"{label}: {written(score)}" for label, score in points)
    return f"{listed}." if listed else _("Không có mục nào.")


def extremes(points: Iterable[tuple[str, Decimal | None]], written: Callable[[Decimal | None], str] = shown) -> str:
    """The finding: the highest and the lowest, the first of equals."""
    given = [(score, label) for label, score in points if score is not None]
    if not given:
        return _("Không có mục nào có điểm.")
    high, low = max(given, key=lambda pair: pair[0]), min(given, key=lambda pair: pair[0])
    if high[0] == low[0]:
        return _("Mọi mục đều %(score)s điểm.") % {"score": written(high[0])}
    names = {"high": high[1], "top": written(high[0]), "low": low[1], "bottom": written(low[0])}
    return _("Cao nhất: %(high)s (%(top)s); thấp nhất: %(low)s (%(bottom)s).") % names


def joined(parts: Iterable[SafeString | str]) -> SafeString:
    return SafeString("".join(map(_escaped, parts)))


def xy(place: Place) -> str:
    return f"{n(place[0])},{n(place[1])}"


def n(value: float) -> str:
    """With a point whatever the language, at most one decimal."""
    return f"{value:.1f}".removesuffix(".0")
