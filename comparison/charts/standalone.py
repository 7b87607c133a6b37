"""A chart as a file of its own: looks right without our pages, says where it comes from."""

import re
from collections.abc import Sequence
from xml.etree.ElementTree import Element, tostring

from defusedxml.ElementTree import fromstring
from django.utils.translation import gettext as _

from assessments.charts.drawing import SIZE, wrapped
from assessments.charts.placement import LETTER

SVG = "http://www.w3.org/2000/svg"
INK, PAPER = "#1b2631", "#ffffff"
FONTS = "'Be Vietnam Pro', 'Segoe UI', 'Noto Sans', Arial, sans-serif"
MARGIN, LINE, SMALL = 20, 18, 11
MOST_HEADING_LINES, MOST_NOTE_LINES = 3, 4
NOT_XML = re.compile(r"[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def standalone(chart: str, *, heading: str = "", notes: Sequence[str] = (), is_demonstration: bool = False) -> bytes:
    """The file. `notes` (credit, method, whose bands these are) stand under the chart, each on its own lines; links
    are gone, since they would lead nowhere."""
    root = fromstring(NOT_XML.sub("", chart))
    width, height = (float(size) for size in root.get("viewBox", "0 0 0 0").split()[2:])
    letters = max(int(width / (SIZE * LETTER)), 10)
    above = wrapped(NOT_XML.sub("", heading), letters, MOST_HEADING_LINES) if heading else []
    below = _below(notes, max(int(width / (SMALL * LETTER)), 10), is_demonstration=is_demonstration)
    top, bottom = MARGIN + LINE * len(above), MARGIN + LINE * len(below)
    _frame(root, (-MARGIN, -top, width + 2 * MARGIN, height + top + bottom))
    root.extend(_text(line, -top + MARGIN + LINE * at, SIZE + 1, "600") for at, line in enumerate(above))
    root.extend(_text(line, height + LINE * (at + 1), SMALL, "400") for at, line in enumerate(below))
    _unlink(root)
    _say_namespace_once(root)
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(root, encoding="unicode").encode()


def _below(notes: Sequence[str], letters: int, *, is_demonstration: bool) -> list[str]:
    said = [*([_("Dữ liệu minh họa, không phải số liệu thật.")] if is_demonstration else []), *notes]
    return [line for note in said for line in wrapped(NOT_XML.sub("", note), letters, MOST_NOTE_LINES)]


def _frame(root: Element, box: tuple[float, float, float, float]) -> None:
    x, y, width, height = (f"{size:g}" for size in box)
    root.attrib |= {"viewBox": f"{x} {y} {width} {height}", "width": width, "height": height}
    root.attrib |= {"color": INK, "font-family": FONTS}
    ground = Element(f"{{{SVG}}}rect", {"x": x, "y": y, "width": width, "height": height, "fill": PAPER})
    root.insert(sum(child.tag in {f"{{{SVG}}}title", f"{{{SVG}}}desc"} for child in root), ground)


def _text(line: str, y: float, size: float, weight: str) -> Element:
    look = {"x": "0", "y": f"{y:g}", "fill": INK, "font-size": f"{size:g}", "font-weight": weight}
    text = Element(f"{{{SVG}}}text", look)
    text.text = line
    return text


def _say_namespace_once(root: Element) -> None:
    """On the root, without a prefix. ElementTree's own register of prefixes is everybody's: WeasyPrint changes it."""
    for element in root.iter():
        element.tag = element.tag.removeprefix(f"{{{SVG}}}")
    root.attrib = {"xmlns": SVG} | root.attrib


def _unlink(root: Element) -> None:
    for link in root.iter(f"{{{SVG}}}a"):
        link.tag = f"{{{SVG}}}g"
        link.attrib.pop("href", None)
        link.attrib.pop("aria-label", None)
    root.attrib.pop("aria-label", None)
    root.set("role", "img")
