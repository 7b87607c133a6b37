"""Ranks under other weights, against a plain reading of docs/scoring.md ("Robustness of ranks") draw by draw."""

import math
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.scoring import robustness as module
from indicators.scoring.numbers import reported
from indicators.scoring.robustness import Robustness, Unit, Weights, draw, geometric_headline, robustness

from .strategies import alphas, law, maybe_points, weights

D = Decimal
TWO_AND_ONE = Weights([D(1), D(1)], [D(1)], D("0.5"))


def scores(*texts: str | None) -> list[Decimal | None]:
    return [None if text is None else D(text) for text in texts]


def unit(themes: list[str | None], groups: list[str | None]) -> Unit:
    return Unit(scores(*themes), scores(*groups))


LEVEL = [unit(["50", "50"], ["50"]), unit(["60", "60"], ["60"]), unit(["40", "40"], ["40"])]


def plain_mean(found: list[Decimal | None], drawn: list[float]) -> float | None:
    applicable = [(weight, float(score)) for weight, score in zip(drawn, found, strict=True) if score is not None]
    if not applicable:
        return None
    return sum(weight * score for weight, score in applicable) / sum(weight for weight, _score in applicable)


def plain_headline(found: Unit, themes: list[float], groups: list[float], alpha: float) -> float:
    readiness, results = plain_mean(found.themes, themes), plain_mean(found.groups, groups)
    if results is None:
        return readiness
    return results if readiness is None else alpha * readiness + (1 - alpha) * results


def plain_ranks(units: list[Unit], given_weights: Weights, seed: int, draws: int) -> list[list[int]]:
    """One list of ranks a unit; every unit has a score."""
    found: list[list[int]] = [[] for _unit in units]
    drawn = draw(given_weights, seed, draws)
    for themes, groups, alpha in zip(drawn.themes.tolist(), drawn.groups.tolist(), drawn.alpha.tolist(), strict=True):
        headlines = [plain_headline(one, themes, groups, alpha) for one in units]
        shown = [math.floor(headline * 100 + 0.5 + 1e-7) for headline in headlines]
        for ranks, own in zip(found, shown, strict=True):
            ranks.append(1 + sum(other > own for other in shown))
    return found


def quantile(ranks: list[int], percent: int) -> int:
    return next(rank for rank in sorted(ranks) if 100 * sum(other <= rank for other in ranks) >= percent * len(ranks))


def has_score(found: Unit) -> bool:
    return any(score is not None for score in (*found.themes, *found.groups))


@st.composite
def worlds(draw_one: st.DrawFn) -> tuple[list[Unit], Weights]:
    themes, groups = draw_one(st.integers(0, 3)), draw_one(st.integers(0, 3))
    rows = st.builds(
        Unit,
        st.lists(maybe_points, min_size=themes, max_size=themes),
        st.lists(maybe_points, min_size=groups, max_size=groups),
    )
    heavy = Weights(
        draw_one(st.lists(weights, min_size=themes, max_size=themes)),
        draw_one(st.lists(weights, min_size=groups, max_size=groups)),
        draw_one(alphas),
    )
    return draw_one(st.lists(rows, max_size=7)), heavy


# -- by hand ---------------------------------------------------------------------------------------------------------


def test_units_apart_in_everything_keep_their_ranks_whatever_the_weights():
    found = robustness(LEVEL, TWO_AND_ONE, 1, scores("10", "10", "20"))
    assert found == [
        Robustness(2, 2, D("2.00"), D("1.0000"), False, 2, 2),
        Robustness(1, 1, D("1.00"), D("1.0000"), False, 1, 2),
        Robustness(3, 3, D("3.00"), D("1.0000"), False, 3, 1),
    ]


def test_no_units_have_no_result():
    assert robustness([], TWO_AND_ONE, 1, []) == []


def test_unit_without_any_score_is_not_in_the_field():
    nothing = unit([None, None], [None])
    found = robustness([nothing, LEVEL[0], nothing], TWO_AND_ONE, 1, scores("90", "10", "90"))
    assert found == [None, Robustness(1, 1, D("1.00"), D("1.0000"), False, 1, 1), None]


def test_units_all_without_scores_are_none():
    assert robustness([unit([None, None], [None])] * 2, TWO_AND_ONE, 1) == [None, None]


def test_evidenced_rank_is_none_without_an_evidenced_headline():
    assert [one.rank_evidenced for one in robustness(LEVEL, TWO_AND_ONE, 1)] == [None, None, None]
    found = robustness(LEVEL, TWO_AND_ONE, 1, scores("10", None, "20"))
    assert [one.rank_evidenced for one in found] == [2, None, 1]


@pytest.mark.parametrize(
    ("themes", "groups", "given_weights"),
    [
        (["50"], [], Weights([D(1)], [], D("0.5"))),
        (["50"], [None], Weights([D(1)], [D(1)], D("0.5"))),
        ([], ["50"], Weights([], [D(1)], D("0.5"))),
        ([None], ["50"], Weights([D(1)], [D(1)], D("0.5"))),
    ],
)
def test_one_half_alone_is_the_headline(themes, groups, given_weights):
    better = [None if score is None else "50.01" for score in themes], [None if s is None else "50.01" for s in groups]
    found = robustness([unit(themes, groups), unit(*better)], given_weights, 1)
    assert [(one.rank_low, one.rank_high, one.rank_geometric) for one in found] == [(2, 2, 2), (1, 1, 1)]


def test_two_units_that_change_places_share_the_draws():
    # two themes of equal weight, no groups: whoever has the heavier theme leads, which is even odds
    given_weights = Weights([D(1), D(1)], [], D(1))
    one, other = robustness([unit(["80", "20"], []), unit(["20", "80"], [])], given_weights, 7)
    assert (one.rank_low, one.rank_high, other.rank_low, other.rank_high) == (1, 2, 1, 2)
    assert abs(one.mean_rank - D("1.5")) < D("0.02")
    assert one.is_uncertain
    assert other.is_uncertain


def test_interval_of_exactly_a_third_of_the_field_is_not_uncertain():
    # the first two change places, the third is far off: 2 - 1 is a third of three, and more than a third of two
    moving = [unit(["80", "20"], []), unit(["20", "80"], [])]
    given_weights = Weights([D(1), D(1)], [], D(1))
    found = robustness([*moving, unit(["1", "1"], [])], given_weights, 7)
    assert [(one.rank_low, one.rank_high, one.is_uncertain) for one in found] == [
        (1, 2, False),
        (1, 2, False),
        (3, 3, False),
    ]


def test_top_five_is_a_share_of_the_draws():
    units = [unit([str(90 - place)] * 2, [str(90 - place)]) for place in range(7)]
    assert [str(one.top5) for one in robustness(units, TWO_AND_ONE, 1)] == ["1.0000"] * 5 + ["0.0000"] * 2


def test_equal_units_share_every_rank_also_at_half_a_hundredth():
    # 12.345 in everything is 12.34499… or 12.34500… as a sum of doubles, depending on the weights
    units = [unit(["12.345"] * 2, ["12.345"]), unit(["12.345", None], [None]), unit(["12.35"] * 2, ["12.35"])]
    assert [(one.rank_low, one.rank_high) for one in robustness(units, TWO_AND_ONE, 3)] == [(1, 1)] * 3


def test_weight_that_all_but_vanishes_still_divides():
    # Dirichlet(0.00000005): every draw underflows to nothing
    given_weights = Weights([D(1), D("0.000000001")], [], D(1))
    found = robustness([unit([None, "70"], []), unit(["60", None], [])], given_weights, 1)
    assert [(one.rank_low, one.rank_high) for one in found] == [(1, 1), (2, 2)]


# -- the geometric alternative ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (unit(["20", "80"], ["50"]), "45.00"),  # √(20·80) = 40; 0.5·40 + 0.5·50
        (unit(["0", "81"], ["30"]), "19.50"),  # the 0 counts 1: √81 = 9; (9 + 30) / 2
        (unit([None, "64"], ["0.5"]), "32.50"),  # 64 alone; 0.5 counts 1
        (unit(["20", "80"], [None]), "40.00"),
        (unit([None, None], ["49"]), "49.00"),
        (unit([None, None], [None]), None),
    ],
)
def test_geometric_headline_worked_by_hand(found, expected):
    headline = geometric_headline(found, TWO_AND_ONE)
    assert (headline if headline is None else str(round(headline, 2))) == expected


def test_geometric_mean_is_weighted():
    # (8² · 1)^(1/3) = 4
    found = geometric_headline(unit(["8", "1"], []), Weights([D(2), D(1)], [], D("0.5")))
    assert round(found, 20) == 4


def test_geometric_rank_punishes_what_is_uneven():
    # 50 against 51 by the arithmetic mean; √(50·50) = 50 against √(100·2) = 14.1
    found = robustness([unit(["50", "50"], []), unit(["100", "2"], [])], Weights([D(1), D(1)], [], D(1)), 1)
    assert [one.rank_geometric for one in found] == [1, 2]


# -- draws -----------------------------------------------------------------------------------------------------------


def test_draws_have_the_moments_of_their_distributions():
    # Dirichlet(37.5, 12.5): mean 3/4 and 1/4, variance 0.75 · 0.25 / 51; α uniform in [0.4, 0.6]
    drawn = draw(Weights([D(3), D(1)], [D(2)], D("0.5")), 2026)
    assert drawn.themes.shape == (10_000, 2)
    assert np.allclose(drawn.themes.mean(axis=0), [0.75, 0.25], atol=0.003)
    assert np.allclose(drawn.themes.var(axis=0), 0.75 * 0.25 / 51, rtol=0.05)
    assert np.allclose(drawn.themes.sum(axis=1), 1)
    assert np.allclose(drawn.groups, 1)
    assert (round(drawn.alpha.min(), 2), round(drawn.alpha.max(), 2)) == (0.4, 0.6)
    assert abs(drawn.alpha.mean() - 0.5) < 0.003


@pytest.mark.parametrize(("alpha", "low", "high"), [("0", 0.0, 0.1), ("0.05", 0.0, 0.15), ("1", 0.9, 1.0)])
def test_alpha_stays_within_0_and_1(alpha, low, high):
    found = draw(Weights([], [], D(alpha)), 1).alpha
    assert (round(found.min(), 3), round(found.max(), 3)) == (low, high)


def test_draws_of_a_seed_are_these():
    # a release of numpy that draws otherwise shows here: published intervals could then not be computed again
    found = draw(Weights([D(1), D(1)], [D(1)], D("0.5")), 2333, 1)
    assert (found.themes.round(6).tolist(), found.alpha.round(6).tolist()) == ([[0.500285, 0.499715]], [0.495127])


@law
@given(worlds())
def test_geometric_headline_in_doubles_is_shown_as_the_exact_one(world):
    units, given_weights = world
    exact = [geometric_headline(found, given_weights) for found in units]
    shown = [module._shown_geometric(found, given_weights) for found in units]
    assert [score and reported(score) for score in shown] == [score and reported(score) for score in exact]


@pytest.mark.parametrize(("score", "shown"), [("12.345", "12.35"), ("12.34499", "12.34"), ("12.34501", "12.35")])
def test_geometric_mean_of_equals_is_rounded_as_what_it_is(score, shown):
    found = module._shown_geometric(unit([score, score], [score]), TWO_AND_ONE)
    assert reported(found) == D(shown)


# -- refusals --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("found", [unit(["1"], ["1"]), unit(["1", "1"], []), unit(["1", "1", "1"], ["1"])])
def test_unit_with_another_number_of_scores_is_refused(found):
    with pytest.raises(ValueError, match="one score a theme and one a group"):
        robustness([found], TWO_AND_ONE, 1)


def test_another_number_of_evidenced_headlines_is_refused():
    with pytest.raises(ValueError, match="one evidenced headline"):
        robustness(LEVEL, TWO_AND_ONE, 1, scores("1"))


# -- laws ------------------------------------------------------------------------------------------------------------


@pytest.mark.slow
@law
@given(worlds(), st.integers(0, 2**32))
def test_results_equal_a_plain_loop_over_the_same_draws(world, seed):
    units, given_weights = world
    ranked = [found for found in units if has_score(found)]
    expected = iter(plain_ranks(ranked, given_weights, seed, 40))
    for found, result in zip(units, robustness(units, given_weights, seed, draws=40), strict=True):
        assert (result is not None) == has_score(found)
        if result is not None:
            ranks = next(expected)
            assert (result.rank_low, result.rank_high) == (quantile(ranks, 5), quantile(ranks, 95))
            assert abs(result.mean_rank - D(sum(ranks)) / 40) <= D("0.005")
            assert result.top5 == D(sum(rank <= 5 for rank in ranks)) / 40


@pytest.mark.slow
@law
@given(worlds(), st.integers(0, 2**32))
def test_intervals_are_ordered_and_within_the_field(world, seed):
    units, given_weights = world
    found = [result for result in robustness(units, given_weights, seed, draws=60) if result]
    for result in found:
        assert 1 <= result.rank_low <= result.rank_high <= len(found)
        assert 1 <= result.mean_rank <= len(found)
        assert 0 <= result.top5 <= 1
        assert 1 <= result.rank_geometric <= len(found)


@pytest.mark.slow
@law
@given(worlds(), st.randoms(use_true_random=False))
def test_order_of_units_is_irrelevant(world, random):
    units, given_weights = world
    order = list(range(len(units)))
    random.shuffle(order)
    found = robustness(units, given_weights, 5, draws=60)
    assert robustness([units[place] for place in order], given_weights, 5, draws=60) == [
        found[place] for place in order
    ]


@pytest.mark.slow
@law
@given(worlds())
def test_a_unit_best_in_everything_is_always_first(world):
    units, given_weights = world
    best = Unit([D(101)] * len(given_weights.themes), [D(101)] * len(given_weights.groups))
    found = robustness([*units, best], given_weights, 5, draws=60)[-1]
    if has_score(best):
        assert (found.rank_low, found.rank_high, found.mean_rank, found.rank_geometric) == (1, 1, 1, 1)


@pytest.mark.slow
@law
@given(worlds(), st.integers(1, 200))
def test_size_of_a_chunk_is_irrelevant(world, size):
    units, given_weights = world
    expected = robustness(units, given_weights, 5, draws=60)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "CHUNK", size)
        assert robustness(units, given_weights, 5, draws=60) == expected


@law
@given(worlds())
def test_searching_for_quantiles_finds_what_counting_finds(world):
    units, given_weights = world
    expected = robustness(units, given_weights, 5, draws=60)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "COUNTED", 0)
        assert robustness(units, given_weights, 5, draws=60) == expected


def test_searching_among_many_finds_what_counting_finds(monkeypatch):
    units = [unit([str(10 + place * 37 % 83), str(90 - place * 11 % 71)], [str(place % 97)]) for place in range(300)]
    expected = robustness(units, TWO_AND_ONE, 1, draws=200)
    monkeypatch.setattr(module, "COUNTED", 299)
    assert robustness(units, TWO_AND_ONE, 1, draws=200) == expected


def test_same_seed_gives_the_same_and_another_seed_another_result():
    units = [unit([str(40 + 7 * place % 30), str(60 - 11 * place % 30)], [str(50 + place)]) for place in range(34)]
    first = robustness(units, TWO_AND_ONE, 1)
    assert robustness(units, TWO_AND_ONE, 1) == first
    assert robustness(units, TWO_AND_ONE, 2) != first
