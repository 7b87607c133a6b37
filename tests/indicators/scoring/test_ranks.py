from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.scoring.ranks import ranks

from .strategies import decimals, law


@pytest.mark.parametrize(
    ("scores", "expected"),
    [
        ([], []),
        ([None, None], [None, None]),
        (["7.00"], [1]),
        (["10", "30", "20"], [3, 1, 2]),
        (["50", "50", "40"], [1, 1, 3]),
        (["40", "50", "50", "60", "50"], [5, 2, 2, 1, 2]),
        (["40", None, "50"], [2, None, 1]),
        (["0", "0.00", "-0"], [1, 1, 1]),
    ],
)
def test_equals_share_the_better_place_and_the_next_is_counted_on(scores, expected):
    assert ranks(None if score is None else Decimal(score) for score in scores) == expected


def test_two_at_fifteen_are_followed_by_seventeen():
    scores = [Decimal(90 - place) for place in range(14)] + [Decimal(50), Decimal(50), Decimal(49)]
    assert ranks(scores)[13:] == [14, 15, 15, 17]


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("71.204", "71.195", [1, 1]),
        ("71.205", "71.204", [1, 2]),
        ("12.34499999999999999999999999999999999999999999", "12.35", [1, 1]),
    ],
)
def test_what_is_reported_alike_is_ranked_alike(one, other, expected):
    # the last is a mean of thirds that is exactly 12.345
    assert ranks([Decimal(one), Decimal(other)]) == expected


@law
@given(st.lists(st.none() | decimals(0, 20), max_size=30))
def test_a_rank_is_one_more_than_the_number_of_better_scores(scores):
    expected = [
        None if score is None else 1 + sum(other is not None and other > score for other in scores) for score in scores
    ]
    assert ranks(scores) == expected
