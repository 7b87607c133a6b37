from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.scoring.agreement import Agreement, agreement

from .strategies import law

D = Decimal
labels = st.sampled_from(["đạt", "không đạt", "không áp dụng"])
pairs = st.lists(st.tuples(labels, labels), max_size=30)


def table(both: int, first_only: int, second_only: int, neither: int) -> Agreement:
    """A 2×2 table as pairs."""
    cells = {("yes", "yes"): both, ("yes", "no"): first_only, ("no", "yes"): second_only, ("no", "no"): neither}
    return agreement(pair for pair, count in cells.items() for _turn in range(count))


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        # the example of the encyclopaedias: fifty applications, two readers, κ = (0.7 - 0.5) / (1 - 0.5)
        ((20, 5, 10, 15), Agreement(50, D("0.70"), D("0.50"), D("0.40"))),
        # their two tables with the same observed agreement: κ = 0.06 / 0.46 and 0.14 / 0.54
        ((45, 15, 25, 15), Agreement(100, D("0.60"), D("0.54"), D("0.13"))),
        ((25, 35, 5, 35), Agreement(100, D("0.60"), D("0.46"), D("0.26"))),
        # what chance alone gives: 0.5 observed, 0.5 expected
        ((1, 1, 1, 1), Agreement(4, D("0.50"), D("0.50"), D("0.00"))),
        # never of one mind: (0 - 0.5) / 0.5
        ((0, 3, 3, 0), Agreement(6, D("0.00"), D("0.50"), D("-1.00"))),
        ((2, 0, 0, 2), Agreement(4, D("1.00"), D("0.50"), D("1.00"))),
    ],
)
def test_tables_worked_by_hand(cells, expected):
    assert table(*cells) == expected


def test_three_categories_worked_by_hand():
    # observed 5/6 = 30/36; first rater 3 a, 2 b, 1 c, second 2 a, 3 b, 1 c: expected (6 + 6 + 1) / 36
    # κ = (30 - 13) / (36 - 13) = 17/23 = 0.739…
    found = agreement([("a", "a"), ("a", "a"), ("a", "b"), ("b", "b"), ("b", "b"), ("c", "c")])
    assert found == Agreement(6, D("0.83"), D("0.36"), D("0.74"))


def test_no_pairs_agree_in_nothing():
    assert agreement([]) == Agreement(0, None, None, None)


def test_one_category_throughout_has_no_kappa():
    assert agreement([("đạt", "đạt")] * 3) == Agreement(3, D("1.00"), D("1.00"), None)


def test_kappa_just_below_nought_is_written_without_a_sign():
    # observed 501/1004, expected (502 · 501 + 502 · 503) / 1004² = 1/2: κ = -0.00199…
    found = table(250, 252, 251, 251)
    assert (found.kappa, str(found.kappa)) == (0, "0.00")


@law
@given(pairs)
def test_kappa_never_exceeds_one_and_is_one_in_full_agreement(found):
    kappa = agreement(found).kappa
    assert kappa is None or -1 <= kappa <= 1
    same = agreement([(one, one) for one, _other in found])
    assert same.kappa in {None, 1}


@law
@given(pairs, st.randoms(use_true_random=False))
def test_order_of_pairs_and_of_raters_is_irrelevant(found, random):
    shuffled = [(other, one) for one, other in found]
    random.shuffle(shuffled)
    assert agreement(shuffled) == agreement(found)
