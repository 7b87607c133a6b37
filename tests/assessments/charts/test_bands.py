from decimal import Decimal

import pytest
from django.utils import translation

from assessments.charts import bands
from assessments.charts.bands import SHADES, brief, legend, legend_row, ranges, result, result_and_band, shade

from .colours import contrast, luminance, schemes
from .markup import texts


@pytest.mark.parametrize(
    ("score", "place"),
    [
        (None, 0),
        (Decimal(-3), 1),
        (Decimal(0), 1),
        (Decimal("19.99"), 1),
        (Decimal("19.995"), 2),
        (Decimal(20), 2),
        (Decimal(40), 3),
        (Decimal(60), 4),
        (Decimal(80), 5),
        (Decimal(140), 5),
    ],
)
def test_a_shade_is_that_of_the_score_as_shown(score, place):
    assert (shade(score).place, shade(score).sign) == (place, str(place) if place else "–")


def test_results_in_words():
    assert [result_and_band(score) for score in (None, Decimal("71.2"))] == ["chưa có kết quả", "71,20, Tích hợp"]
    assert result(Decimal(5)) == "5,00"


@pytest.mark.parametrize(
    ("score", "shown"),
    [
        (None, "–"),
        (Decimal("59.94"), "59,9"),
        (Decimal("59.96"), "59,96"),
        (Decimal(60), "60,0"),
        (Decimal(100), "100,0"),
    ],
)
def test_brief_numbers_stay_in_their_band(score, shown):
    assert brief(score) == shown


def test_brief_numbers_follow_the_language():
    with translation.override("en"):
        assert brief(Decimal("71.25")) == "71.3"


def test_the_legend_has_every_band_with_its_bounds():
    words = [
        *("Khởi đầu (từ 0 đến dưới 20)", "Hình thành (từ 20 đến dưới 40)", "Phát triển (từ 40 đến dưới 60)"),
        *("Tích hợp (từ 60 đến dưới 80)", "Dẫn dắt (từ 80 đến 100)"),
    ]
    assert [said for _shade, said in ranges()] == words
    for draw in (legend, legend_row):
        shown = texts(f'<svg xmlns="http://www.w3.org/2000/svg">{draw((0, 0))}</svg>')
        assert shown[1::2] == [*words, "Chưa có kết quả"]
        assert shown[::2] == ["1", "2", "3", "4", "5", "–"]


@pytest.mark.parametrize("scheme", schemes(), ids=["light", "dark"])
def test_what_is_written_on_a_band_can_be_read(scheme):
    ratios = {place: contrast(scheme[f"band-{place}"], scheme[f"on-band-{place}"]) for place in range(6)}
    assert {place: ratio for place, ratio in ratios.items() if ratio < 4.5} == {}


@pytest.mark.parametrize("shade", SHADES)
def test_what_is_written_on_a_band_can_be_read_on_paper(shade):
    assert contrast(shade.fill, shade.ink) >= 4.5


def test_bands_go_one_way_from_faint_to_strong():
    light, dark = ([luminance(scheme[f"band-{place}"]) for place in range(1, 6)] for scheme in schemes())
    assert light == sorted(light, reverse=True)
    assert dark == sorted(dark)


def test_the_stylesheet_has_the_colours_of_the_attributes():
    light = schemes()[0]
    own = {
        place: (light[f"band-{place}"], light[f"on-band-{place}"].replace("#fff", "#ffffff")) for place in range(1, 6)
    }
    assert own == {shade.place: (shade.fill, shade.ink) for shade in bands.SHADES[1:]}
