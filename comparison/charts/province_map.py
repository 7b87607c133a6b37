"""The map of the 34 provinces and cities, with Hoàng Sa and Trường Sa where they are."""

import functools
import json
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from assessments.charts.bands import LEGEND_LINE, legend, result, result_and_band, shade
from assessments.charts.drawing import (
    NOTHING,
    Place,
    extremes,
    in_words,
    joined,
    linked,
    scenery,
    shape,
    svg,
    text,
    wrapped,
)
from assessments.charts.marks import diamond

SHAPES = Path(__file__).resolve().parents[1] / "data/vietnam_map_34.json"
SIZE = (860, 884)
LEFT = 36
LEGEND: Place = (470, 60)
NAME_SIZE = 15
"""At least 8 pt where a report prints the map over the width of its page."""
KEY_SCALE = 1.3
ARCHIPELAGOS = (
    ((520, 366, 108, 88), (574, 356), "Hoàng Sa (Đà Nẵng)"),
    ((372, 637, 447, 242), (596, 627), "Trường Sa (Khánh Hòa)"),
)


class Label(NamedTuple):
    """Where a province's sign stands, and where its name begins ("" anchor: around the sign, inside the shape)."""

    sign: Place
    name: Place = (0, 0)
    anchor: str = ""


LABELS = {
    "01": Label((187, 138), (112, 176), "end"),
    "04": Label((214, 41), (252, 32), "start"),
    "08": Label((149, 50), (112, 11), "end"),
    "11": Label((56, 92), (50, 156), "end"),
    "12": Label((60, 58), (50, 31), "end"),
    "14": Label((94, 118)),
    "15": Label((114, 73)),
    "19": Label((191, 66), (300, 50), "start"),
    "20": Label((226, 86), (284, 68), "start"),
    "22": Label((263, 124), (316, 118), "start"),
    "24": Label((237, 115), (316, 142), "start"),
    "25": Label((164, 148), (112, 199), "end"),
    "31": Label((228, 140), (316, 166), "start"),
    "33": Label((217, 161), (316, 190), "start"),
    "37": Label((200, 174), (316, 214), "start"),
    "38": Label((166, 190)),
    "40": Label((142, 226)),
    "42": Label((185, 281), (226, 270), "start"),
    "44": Label((246, 362), (262, 336), "start"),
    "46": Label((277, 389), (322, 384), "start"),
    "48": Label((304, 418)),
    "51": Label((333, 464), (368, 460), "start"),
    "52": Label((330, 508)),
    "56": Label((355, 616), (388, 620), "start"),
    "66": Label((325, 576)),
    "68": Label((308, 630)),
    "75": Label((253, 632), (176, 610), "end"),
    "79": Label((236, 665), (270, 718), "start"),
    "80": Label((208, 648), (146, 640), "end"),
    "82": Label((187, 703), (128, 664), "end"),
    "86": Label((212, 727), (282, 752), "start"),
    "91": Label((154, 702), (110, 748), "end"),
    "92": Label((190, 743), (262, 780), "start"),
    "96": Label((155, 771), (128, 792), "end"),
}


def credit() -> str:
    """To be shown wherever the map is (CC BY 4.0)."""
    return _(
        "Bản đồ dựng từ @svg-maps/vietnam 2.0.0 (giấy phép CC BY 4.0), gộp 63 tỉnh, thành phố trước đây thành 34 và "
        "giản lược; không dùng làm căn cứ về địa giới hành chính."
    )


@functools.cache
def shapes() -> dict[str, str]:
    """SVG path by province code."""
    paths: dict[str, str] = json.loads(SHAPES.read_text(encoding="utf-8"))["paths"]
    return paths


def province_map(
    values: Mapping[str, Decimal | None],
    names: Mapping[str, str],
    title: str,
    *,
    links: Mapping[str, str] | None = None,
    marked: str = "",
    finding: str = "",
) -> SafeString:
    """Scores from 0 to 100 by province code. None or left out: no result. `marked` is drawn with a bold outline."""
    links = links or {}
    named = [(names.get(code, code), values.get(code)) for code in {**shapes(), **values}]
    ordered = sorted(shapes(), key=lambda code: code == marked)
    units = joined(_province(code, names.get(code, code), values.get(code), links, marked) for code in ordered)
    signs = joined(_sign(code, names.get(code, code), values.get(code), code == marked) for code in shapes())
    written = format_html('<g class="chart-names">{}</g>', signs)
    key = _key(legend((0, 0)) + _marked_line(names.get(marked, "")))
    body = joined([units, _shifted(scenery(written, *map(_archipelago, ARCHIPELAGOS))), scenery(key)])
    words = (title, finding or extremes(named, result), in_words(named, result_and_band))
    return svg("map", SIZE, words, body, has_links=bool(links))


def _key(content: SafeString) -> SafeString:
    return format_html(
        '<g class="chart-key" transform="translate({} {}) scale({})">{}</g>', *LEGEND, KEY_SCALE, content
    )


def _shifted(content: SafeString) -> SafeString:
    """Everything drawn in the map's own coordinates; the margin is for names west of it."""
    return format_html('<g transform="translate({} 0)">{}</g>', LEFT, content)


def _province(code: str, name: str, score: Decimal | None, links: Mapping[str, str], marked: str) -> SafeString:
    width = 3.0 if code == marked else 0.8
    outline = {"stroke": "currentColor", "stroke_width": width, "stroke_linejoin": "round"}
    area = shape("path", d=shapes()[code], **outline, **shade(score).surface)
    return linked(links.get(code, ""), f"{name}: {result_and_band(score)}", _shifted(area))


def _sign(code: str, name: str, score: Decimal | None, is_marked: bool) -> SafeString:
    label, found = LABELS[code], shade(score)
    (x, y), rise = label.sign, 0 if label.anchor else 3
    sign = text((x, y + 5 - rise), [found.sign], "middle", bold=True, size=NAME_SIZE, **found.writing)
    if label.anchor:
        return sign + _leader(label) + _name_beside(label, name, is_marked)
    mark = diamond((x - 13, y - rise), 5, found.ink, found.writing["name"]) if is_marked else NOTHING
    inside = {"bold": is_marked, "size": NAME_SIZE, **found.writing}
    return sign + mark + text((x, y + 18), wrapped(name, 9, 2), "middle", **inside)


def _name_beside(label: Label, name: str, is_marked: bool) -> SafeString:
    x, y = label.name
    side = 1 if label.anchor == "start" else -1
    mark = diamond((x + 6 * side, y), 5) if is_marked else NOTHING
    place = (x + 15 * side if is_marked else x, y + 5)
    return mark + text(place, wrapped(name, 18, 2), label.anchor, bold=is_marked, size=NAME_SIZE)


def _leader(label: Label) -> SafeString:
    """From beside the sign to just before the name; none where the name is next to the province."""
    (x1, y1), (x2, y2) = label.sign, label.name
    side = 1 if label.anchor == "start" else -1
    length = ((x2 - x1) ** 2 + (y2 - y1) ** 2) ** 0.5
    start = (x1 + 9 * (x2 - x1) / length, y1 + 9 * (y2 - y1) / length)
    ends = {"x1": start[0], "y1": start[1], "x2": x2 - 4.0 * side, "y2": float(y2)}
    return shape("line", **ends, stroke="currentColor", stroke_width="0.8", stroke_opacity="0.7")


def _archipelago(archipelago: tuple[tuple[int, int, int, int], Place, str]) -> SafeString:
    (x, y, width, height), place, name = archipelago
    frame = {"fill": "none", "stroke": "currentColor", "stroke_opacity": "0.6", "stroke_dasharray": "4 3", "rx": 6}
    return shape("rect", x=x, y=y, width=width, height=height, **frame) + text(
        place, [name], "middle", bold=True, size=NAME_SIZE + 1, name="chart-islands"
    )


def _marked_line(name: str) -> SafeString:
    if not name:
        return NOTHING
    y = 6 * LEGEND_LINE
    return diamond((12, y + 9), 6) + text((32, y + 12.5), [name], bold=True, size=12)
