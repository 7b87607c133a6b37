"""What became of the plan of the round before: its status, the scores then and now, and what may be carried on.

Nothing crosses a leaf that is gone or scored otherwise (assessments.actions.carry_over has the same rule), and what is
carried takes its facts from the new round.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from assessments.actions.carry_over import leaf_differences
from assessments.catalogue import CampaignCatalogue, Item, campaign_catalogue
from assessments.models import Assessment
from assessments.queries import earlier_assessment
from assessments.results import SnapshotResult, title_of
from catalogues.differences import Difference, may_carry
from indicators.scoring.choices import Way

from .cases import Case, target_of_action
from .models import PlannedAction
from .queries import actions_of


class Fate(StrEnum):
    """What can become of an earlier action in the new round."""

    OPEN = "open"
    CARRIED = "carried"
    ENDED = "ended"
    REACHED = "reached"
    RESCALED = "rescaled"
    GONE = "gone"
    UNSCORED = "unscored"


@dataclass(frozen=True)
class EarlierAction:
    """`item`: as its own round asked it; `score_now`: in the new round, None where it does not mean the same or is not
    scored; `way`: what is still to be done, with OPEN and never for an action of one's own."""

    action: PlannedAction
    item: Item
    score_now: Decimal | None
    fate: Fate
    way: Way | None = None

    @property
    def title(self) -> str:
        return title_of(self.item)


@dataclass(frozen=True)
class EarlierPlan:
    assessment: Assessment
    lines: tuple[EarlierAction, ...]

    @property
    def may_be_carried(self) -> list[EarlierAction]:
        return [line for line in self.lines if line.fate is Fate.OPEN]

    @property
    def done(self) -> int:
        return sum(line.action.is_done for line in self.lines)


def earlier_plan(
    assessment: Assessment, now: SnapshotResult | None, planned: Iterable[PlannedAction] = ()
) -> EarlierPlan | None:
    """Of the province's round before; None without one. `now`: the newest score of this round; `planned`: what its own
    plan has."""
    earlier = earlier_assessment(assessment)
    actions = actions_of(earlier) if earlier else []
    if earlier is None or not actions:
        return None
    look = _Look(campaign_catalogue(earlier.campaign), campaign_catalogue(assessment.campaign), now, list(planned))
    return EarlierPlan(earlier, tuple(look.at(action) for action in actions))


def comparable(
    actions: Iterable[PlannedAction], before: CampaignCatalogue, after: CampaignCatalogue
) -> list[PlannedAction]:
    """Those about leaves that mean the same in a later round."""
    differences = leaf_differences(before, after)
    return [action for action in actions if _means_the_same(action.code, after, differences)]


def _means_the_same(code: str, after: CampaignCatalogue, differences: Mapping[str, Difference]) -> bool:
    difference = differences.get(code)
    return code in after.items and (difference is None or may_carry(difference))


class _Look:
    """From one round back to the one before."""

    def __init__(
        self,
        before: CampaignCatalogue,
        after: CampaignCatalogue,
        now: SnapshotResult | None,
        planned: list[PlannedAction],
    ) -> None:
        self.before, self.after, self.now = before, after, now
        self.case = Case(now) if now else None
        self.differences = leaf_differences(before, after)
        self.codes = {action.code for action in planned if not action.is_own}
        self.continued = {action.continues_id for action in planned}

    def at(self, action: PlannedAction) -> EarlierAction:
        means_the_same = _means_the_same(action.code, self.after, self.differences)
        node = self.now.leaf(action.code) if self.now and means_the_same else None
        way = self.case.way_to(action.code, target_of_action(action)) if self.case and means_the_same else None
        fate = self._fate(action, way, means_the_same=means_the_same)
        is_open = fate is Fate.OPEN and not action.is_own
        item = self.before.items[action.code]
        return EarlierAction(action, item, node.score if node else None, fate, way if is_open else None)

    def _fate(self, action: PlannedAction, way: Way | None, *, means_the_same: bool) -> Fate:
        if not action.is_unfinished:
            return Fate.ENDED
        if action.pk in self.continued or (not action.is_own and action.code in self.codes):
            return Fate.CARRIED
        if not means_the_same:
            return Fate.RESCALED if action.code in self.after.items else Fate.GONE
        if self.now is None:
            return Fate.UNSCORED
        return Fate.OPEN if way or action.is_own else Fate.REACHED


def scores_now(before: CampaignCatalogue, result: SnapshotResult, codes: Iterable[str]) -> Mapping[str, Decimal]:
    """Scores of leaves in a later round that mean the same there, by code."""
    differences = leaf_differences(before, result.catalogue)
    found = {}
    for code in codes:
        node = result.leaf(code)
        if node and node.score is not None and _means_the_same(code, result.catalogue, differences):
            found[code] = node.score
    return found
