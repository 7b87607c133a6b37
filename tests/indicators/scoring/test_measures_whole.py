"""Counts: numbers and ratios that take no fraction."""

from decimal import Decimal

import pytest

from indicators.scoring.measures import Number, Ratio, RatioValue, Refused, shown

from .examples import rising

COUNT = Number(rising(0, 10), Decimal(0), Decimal(100), whole=True)
SHARE = Ratio(rising(0, 90), whole=True)


def refusals(measure, raw) -> list[tuple[str, str, str]]:
    with pytest.raises(Refused) as refused:
        measure.read(raw)
    return [(str(f.field), f.expected, shown(f.came)) for f in (refused.value, *refused.value.also)]


@pytest.mark.parametrize("raw", ["7", "7.0", "7.00000000", 7, Decimal("7.0")])
def test_count_is_taken_however_it_is_written(raw):
    assert COUNT.read(raw) == 7


@pytest.mark.parametrize("raw", ["2.5", "0.00000001", "-0.5", "1000.5"])
def test_fraction_of_a_count_is_refused_before_its_bounds(raw):
    assert refusals(COUNT, raw) == [("", "một số nguyên", raw)]


def test_count_keeps_its_bounds():
    assert refusals(COUNT, "101") == [("", "giá trị từ 0 đến 100", "101")]


def test_each_half_of_a_ratio_of_counts_is_one():
    assert SHARE.read({"numerator": "3", "denominator": "4"}) == RatioValue(Decimal(3), Decimal(4))
    found = refusals(SHARE, {"numerator": "1.5", "denominator": "2.25"})
    assert sorted(found) == [("denominator", "một số nguyên", "2.25"), ("numerator", "một số nguyên", "1.5")]


def test_number_that_is_no_count_takes_a_fraction():
    assert Number(None).read("2.5") == Decimal("2.5")
