"""Competition ranking of reported scores: 15, 15, 17."""

from collections.abc import Iterable
from decimal import Decimal

from .numbers import reported


def ranks(scores: Iterable[Decimal | None]) -> list[int | None]:
    """The rank of each score, in the order given; the highest is 1, equals share the better place, None is not ranked.

    Scores are quantised to 0.01 here: whoever reads two equal numbers on the page reads two equal ranks.
    """
    shown = [None if score is None else reported(score) for score in scores]
    places: dict[Decimal, int] = {}
    for place, score in enumerate(sorted((score for score in shown if score is not None), reverse=True), 1):
        places.setdefault(score, place)
    return [None if score is None else places[score] for score in shown]
