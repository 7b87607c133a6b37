from decimal import Decimal

import pytest

from assessments.charts.scales import POINTS, scale


def drawn(values, **more):
    found = scale([Decimal(str(value)) for value in values], 0, 100, **more)
    return [str(tick.normalize()) if tick else "0" for tick in found.ticks]


@pytest.mark.parametrize(
    ("values", "ticks"),
    [
        ([41, 79], ["4E+1", "5E+1", "6E+1", "7E+1", "8E+1"]),
        ([0.001, 0.0049], ["0.001", "0.002", "0.003", "0.004", "0.005"]),
        ([-3, 7], ["-4", "-2", "0", "2", "4", "6", "8"]),
        ([5, 5], ["3", "4", "5", "6", "7"]),
    ],
)
def test_scales_have_round_ends_around_the_values(values, ticks):
    assert drawn(values) == ticks


@pytest.mark.parametrize("values", [[], [120, 130], [-9, -5]])
def test_without_values_inside_the_bounds_the_whole_is_shown(values):
    assert drawn(values, bounds=POINTS) == ["0", "2E+1", "4E+1", "6E+1", "8E+1", "1E+2"]


@pytest.mark.parametrize("value", [0, 100, 50])
def test_one_value_stays_within_the_bounds(value):
    found = scale([Decimal(value)], 0, 100, bounds=POINTS)
    assert 0 <= found.low < found.high <= 100
    assert found.low <= value <= found.high


def test_no_values_and_no_bounds_are_points():
    assert drawn([]) == ["0", "2E+1", "4E+1", "6E+1", "8E+1", "1E+2"]


def test_values_beyond_the_scale_end_with_it():
    found = scale([Decimal(20), Decimal(60)], 100, 0, bounds=POINTS)
    assert [found.at(Decimal(value)) for value in (-5, 20, 40, 60, 900)] == [100, 100, 50, 0, 0]


def test_huge_and_tiny_values_have_few_ticks():
    for values in ([0, 9_876_543_210], ["0.0000001", "0.0000009"], ["1E+30", "2E+30"]):
        assert 3 <= len(drawn(values)) <= 12
