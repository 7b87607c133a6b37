"""The least effort that leads to the next band (indicators.scoring.cheapest), in words."""

from dataclasses import dataclass
from decimal import Decimal

from assessments.enums import Band
from indicators.scoring.cheapest import cheapest
from indicators.scoring.numbers import reported
from indicators.scoring.scorecard import BANDS

from .cases import Case
from .proposals import Proposal, propose


@dataclass(frozen=True)
class PathUp:
    """`proposals`, greatest gain first, then by code; None: the band is out of reach, and `headline`, as reported, is
    the greatest that is not."""

    band: Band
    goal: Decimal
    proposals: tuple[Proposal, ...] | None
    cost: int
    headline: Decimal


def path_up(case: Case) -> PathUp | None:
    """To the next band; None in the highest one, and where nothing applies."""
    now = case.now.headline
    above = [(code, Decimal(low)) for code, low in BANDS if now is not None and low > reported(now)]
    if not above:
        return None
    code, goal = above[0]
    found = cheapest(case.catalogue.frame, case.answers, case.alpha, case.as_of, case.reading, goal)
    headline = reported(found.headline or Decimal(0))
    if found.ways is None:
        return PathUp(Band(code), goal, None, found.cost, headline)
    proposals = sorted((propose(case, way) for way in found.ways), key=lambda found: (-found.gain, found.code))
    return PathUp(Band(code), goal, tuple(proposals), found.cost, headline)
