import pytest

from benchmarks.growth import grown, slope


@pytest.mark.parametrize(
    ("taken", "expected"),
    [
        ({10: 0.5, 100: 5.0, 1000: 50.0}, 1),
        ({34: 1.0, 3_400: 1.0}, 0),
        ({1: 1.0, 10: 100.0, 100: 10_000.0}, 2),
    ],
)
def test_slope_is_the_exponent_of_a_power(taken, expected):
    assert round(slope(taken), 9) == expected


def test_figure_tells_what_was_measured():
    figure = grown("ranks", "units", {10: 0.001, 100: 0.1})
    assert (figure.name, figure.value, figure.holds) == ("growth with units: ranks", 2, False)
    assert figure.aside == "10: 1 ms; 100: 100 ms"
