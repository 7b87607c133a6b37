"""The five bands as shades of one hue. Never by shade alone: a number or the band's own number stands on it.

The attributes are the light page's and the PDF's colours; static/css/comparison.css has the same for light and others
for dark pages under the classes chart-band-N (surface) and chart-on-N (what is written on it).
"""

from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from django.utils.formats import number_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from assessments.enums import Band, band_of
from assessments.explanations import points
from indicators.scoring.numbers import reported
from indicators.scoring.scorecard import BANDS

from .drawing import Place, joined, shape, text


class Shade(NamedTuple):
    """`place`: 1 to 5 from the lowest band, 0 for no score. `sign`: what is printed so that the shade is not alone."""

    place: int
    fill: str
    ink: str

    @property
    def sign(self) -> str:
        return str(self.place) if self.place else "–"

    @property
    def surface(self) -> dict[str, object]:
        if self.place:
            return {"class_": f"chart-band-{self.place}", "fill": self.fill}
        return {"class_": "chart-band-0", "fill": self.fill, "stroke_dasharray": "2 3"}

    @property
    def writing(self) -> dict[str, str]:
        return {"name": f"chart-on-{self.place}", "fill": self.ink}


SHADES = (
    Shade(0, "#ffffff", "#1b2631"),
    Shade(1, "#e9f1f8", "#1b2631"),
    Shade(2, "#c3dbee", "#1b2631"),
    Shade(3, "#8cb9dd", "#1b2631"),
    Shade(4, "#2a6ea8", "#ffffff"),
    Shade(5, "#0b3a63", "#ffffff"),
)
ORDER = list(Band)
LEGEND_LINE, LEGEND_COLUMN = 21, 226
TENTH = Decimal("0.1")


def band(score: Decimal | None) -> Band | None:
    """Of the score as it is shown, with two decimals; beyond the scale is its end."""
    return None if score is None else band_of(min(max(reported(score), Decimal(0)), Decimal(100)))


def shade(score: Decimal | None) -> Shade:
    found = band(score)
    return SHADES[ORDER.index(found) + 1] if found else SHADES[0]


def result(score: Decimal | None) -> str:
    return _("chưa có kết quả") if score is None else points(score)


def result_and_band(score: Decimal | None) -> str:
    found = band(score)
    return f"{result(score)}, {found.label}" if found else result(score)


def brief(score: Decimal | None) -> str:
    """One decimal, but both where one would lift it into the next band."""
    if score is None:
        return "–"
    short = reported(score).quantize(TENTH, ROUND_HALF_UP)
    return number_format(short, decimal_pos=1) if band(short) == band(score) else points(score)


def ranges() -> list[tuple[Shade, str]]:
    """Every band with its word and bounds, the lowest first."""
    lows = [low for _code, low in BANDS]
    words = []
    for place, found in enumerate(ORDER):
        is_last = place == len(ORDER) - 1
        bounds = _("từ %(low)s đến %(high)s") if is_last else _("từ %(low)s đến dưới %(high)s")
        high = 100 if is_last else lows[place + 1]
        words.append((SHADES[place + 1], f"{found.label} ({bounds % {'low': lows[place], 'high': high}})"))
    return words


def legend(place: Place) -> SafeString:
    """A line a band, from `place` (left, top) down."""
    return joined(legend_line((place[0], place[1] + LEGEND_LINE * row), *line) for row, line in enumerate(_lines()))


def legend_row(place: Place) -> SafeString:
    """The same three in a line."""
    places = [(place[0] + LEGEND_COLUMN * (at % 3), place[1] + LEGEND_LINE * (at // 3)) for at in range(6)]
    return joined(legend_line(at, *line) for at, line in zip(places, _lines(), strict=True))


def _lines() -> list[tuple[Shade, str]]:
    return [*ranges(), (SHADES[0], _("Chưa có kết quả"))]


def legend_line(place: Place, shade: Shade, words: str) -> SafeString:
    x, y = place
    outline = {"stroke": "currentColor", "stroke_opacity": "0.6"}
    box = shape("rect", x=x, y=y, width=24, height=16, rx=2, **outline, **shade.surface)
    sign = text((x + 12, y + 12.5), [shade.sign], "middle", bold=True, size=12, **shade.writing)
    return box + sign + text((x + 32, y + 12.5), [words], size=12)
