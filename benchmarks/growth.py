"""What the cost of things grows with: the slope of time over size, both as logarithms. 1 is linear."""

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from statistics import fmean

from django.db import transaction
from django.test import Client
from django.urls import reverse

from accounts.models import Province
from accounts.roles import Role
from assessments.catalogue import campaign_catalogue
from comparison import editions
from comparison.models import Edition
from indicators.scoring import aggregate
from indicators.scoring.frame import Branch, Frame, Leaf
from indicators.scoring.ranks import ranks
from indicators.scoring.robustness import robustness
from tests.factories import user_as
from tests.factories.comparison import made_edition

from .measuring import Figure, at_most, processor_seconds
from .pages import opened
from .scoring import ALPHA, AS_OF, made_up_units, real_catalogue, whole_answers

LINEAR = 1.1
"""With what sorting adds."""

UNITS, MANY_UNITS = (34, 340, 3_321), (34, 3_321, 33_210)
TIMES, ROUNDS = (1, 4, 16), (2, 4, 8)
DRAWS = 200
PAGES = ("table", "map", "heatmap", "quadrants", "distribution", "side_by_side", "overclaiming")


def figures() -> Iterator[Figure]:
    yield grown("scoring one assessment", "questions", {174 * times: _scoring(times) for times in TIMES})
    yield grown("ranks", "units", {units: _ranks(units) for units in MANY_UNITS})
    yield grown("robustness of ranks", "units", {units: _robustness(units) for units in MANY_UNITS})
    yield from _pages_by_units()
    yield from _pages_by_rounds()


def grown(name: str, what: str, taken: Mapping[int, float]) -> Figure:
    """`taken`: seconds by size."""
    aside = "; ".join(f"{size:,}: {1000 * seconds:.3g} ms" for size, seconds in taken.items())
    return at_most(f"growth with {what}: {name}", slope(taken), LINEAR, "exponent", aside)


def slope(taken: Mapping[int, float]) -> float:
    """Of the line of least squares through the logarithms."""
    x, y = [math.log(size) for size in taken], [math.log(seconds) for seconds in taken.values()]
    middle, level = fmean(x), fmean(y)
    spread = sum((one - middle) ** 2 for one in x)
    return sum((one - middle) * (other - level) for one, other in zip(x, y, strict=True)) / spread


def _scoring(times: int) -> float:
    """Of the real catalogues so many times side by side."""
    catalogue = real_catalogue()
    answers = whole_answers(catalogue)
    copies = [f"-{number}" for number in range(times)]
    halves = ([_renamed(branch, copy) for copy in copies for branch in half] for half in _halves(catalogue.frame))
    frame = Frame(*map(tuple, halves))
    given = {code + copy: answer for copy in copies for code, answer in answers.items()}
    return processor_seconds(lambda: aggregate.assess(frame, given, ALPHA, AS_OF), 3)


def _halves(frame: Frame) -> Sequence[Sequence[Branch]]:
    return frame.themes, frame.groups


def _renamed(branch: Branch, copy: str) -> Branch:
    children = [_renamed(child, copy) for child in branch.branches] or [_leaf(child, copy) for child in branch.leaves()]
    return replace(branch, code=branch.code + copy, children=tuple(children))


def _leaf(leaf: Leaf, copy: str) -> Leaf:
    asked = leaf.shown_if and replace(leaf.shown_if, question=leaf.shown_if.question + copy)
    feeds = tuple(code + copy for code in leaf.feeds)
    return replace(leaf, code=leaf.code + copy, shown_if=asked, feeds=feeds)


def _ranks(units: int) -> float:
    scores = [unit.groups[0] for unit in made_up_units(units)[0]]
    return processor_seconds(lambda: ranks(scores), 3)


def _robustness(units: int) -> float:
    found, weights = made_up_units(units)
    return processor_seconds(lambda: robustness(found, weights, 1, None, DRAWS), 3)


# -- pages over made-up editions, which do not stay ------------------------------------------------------------------


def _pages_by_units() -> Iterator[Figure]:
    taken: dict[str, dict[int, float]] = {name: {} for name in ("ranking an edition", *PAGES)}
    for units in UNITS:
        with transaction.atomic():
            for name, work in _of_an_edition(made_edition(units)):
                taken[name][units] = processor_seconds(work, 2)
            transaction.set_rollback(True)
    for name, found in taken.items():
        yield grown(f"compare page {name}" if name in PAGES else name, "units", found)


def _of_an_edition(edition: Edition) -> Iterator[tuple[str, Callable[[], object]]]:
    edition.draws = DRAWS
    client, provinces = _manager(), list(edition.entries.values_list("province__code", flat=True)[:4])
    for name in PAGES:
        query = "".join(f"&p={code}" for code in provinces) if name == "side_by_side" else ""
        yield name, opened(client, f"{reverse(f'comparison:{name}', args=[edition.pk])}?{query}")
    yield "ranking an edition", lambda: editions._rank(edition, campaign_catalogue(edition.campaign))


def _manager() -> Client:
    client = Client()
    client.force_login(user_as(Role.CAMPAIGN_MANAGER))
    return client


def _pages_by_rounds() -> Iterator[Figure]:
    """34 provinces that took part in all of them."""
    taken = {}
    for rounds in ROUNDS:
        with transaction.atomic():
            provinces = list(Province.objects.order_by("pk")[:34])
            edition = [made_edition(34, first=provinces) for _round in range(rounds)][-1]
            url = f"{reverse('comparison:rounds', args=[edition.pk])}?p={provinces[0].code}"
            taken[rounds] = processor_seconds(opened(_manager(), url), 2)
            transaction.set_rollback(True)
    yield grown("compare page rounds", "rounds", taken)
