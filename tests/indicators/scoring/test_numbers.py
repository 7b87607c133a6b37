from decimal import Decimal

import pytest

from indicators.scoring.numbers import CONTEXT, reported


@pytest.mark.parametrize(
    ("value", "cents"),
    [
        ("0", "0.00"),
        ("12.344", "12.34"),
        ("12.345", "12.35"),
        ("12.3449", "12.34"),
        ("12.355", "12.36"),
        ("99.994999", "99.99"),
        ("99.995", "100.00"),
        ("0.004", "0.00"),
        ("0.005", "0.01"),
    ],
)
def test_reported_rounds_half_up_once(value, cents):
    assert str(reported(Decimal(value))) == cents


def test_reported_rounds_a_tie_that_lost_its_last_digit_up():
    carried = Decimal("12.344" + "9" * 45)
    assert len(carried.as_tuple().digits) == CONTEXT.prec
    assert str(reported(carried)) == "12.35"


def test_reported_leaves_what_is_truly_below_a_tie_below():
    assert str(reported(Decimal("12.344" + "9" * 30))) == "12.34"


def test_reported_nought_has_no_sign():
    assert str(reported(Decimal("-0"))) == "0.00"
