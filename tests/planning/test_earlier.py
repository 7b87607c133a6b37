"""The plan of the round before, seen from the next."""

from decimal import Decimal

import pytest

from assessments.actions.answers import Content
from assessments.catalogue import campaign_catalogue
from assessments.results import own_result
from planning.actions.plans import Details, add_own
from planning.earlier import Fate, earlier_plan, scores_now
from planning.enums import ActionStatus
from planning.models import PlannedAction
from planning.queries import actions_of
from tests.assessments.later_round import later_round

from .plans import Home, ended, home, next_round, planned

pytestmark = pytest.mark.django_db


@pytest.fixture
def before():
    """A year ago: an action for everything that can be raised, and one of the province's own."""
    found = home()
    planned(found, "A-1.1", "A-1.3", "A-1.6", "A-1.7", "B-2")
    add_own(by=found.coordinator, assessment=found.assessment, code="A-1.2", details=Details("Tập huấn"))
    return ended(found)


def seen(now: Home, *, scored: bool = True):
    snapshot = now.snapshot if scored else None
    planned_now = actions_of(now.assessment)
    return earlier_plan(now.assessment, own_result(snapshot) if snapshot else None, planned_now)


def fates(found) -> dict[str, Fate]:
    return {line.action.code: line.fate for line in found.lines}


@pytest.mark.slow
def test_without_a_plan_or_a_round_before_there_is_nothing(before):
    assert seen(before) is None
    other = ended(home())
    assert seen(next_round(other)) is None


def test_draft_of_the_round_before_is_no_round_before():
    found = home()
    planned(found, "B-2")
    assert earlier_plan(next_round(found).assessment, None) is None


def test_what_is_unfinished_may_be_carried_and_shows_its_scores_then_and_now(before):
    now = next_round(before, given={"A-1.1": Content("3"), "B-2": Content(Decimal(8))})
    found = seen(now)
    assert (found.assessment, found.done) == (before.assessment, 0)
    assert fates(found) == {
        "A-1.1": Fate.REACHED,
        **dict.fromkeys(("A-1.2", "A-1.3", "A-1.6", "A-1.7", "B-2"), Fate.OPEN),
    }
    scores = {line.action.code: (line.action.score_then, line.score_now) for line in found.lines}
    assert scores["A-1.1"] == (Decimal("50.00"), Decimal("75.00"))
    assert scores["B-2"] == (Decimal("40.00"), Decimal("40.00"))
    assert [line.action.code for line in found.may_be_carried] == ["B-2", "A-1.6", "A-1.7", "A-1.3", "A-1.2"]
    ways = {line.action.code: line.way and line.way.value for line in found.lines}
    assert (ways["B-2"], ways["A-1.3"], ways["A-1.2"]) == (Decimal(10), ("a", "c"), None)


def test_finished_and_stopped_actions_have_ended(before):
    PlannedAction.objects.filter(code="B-2").update(status=ActionStatus.DONE)
    PlannedAction.objects.filter(code="A-1.7").update(status=ActionStatus.STOPPED)
    found = seen(next_round(before))
    assert {code for code, fate in fates(found).items() if fate is Fate.ENDED} == {"B-2", "A-1.7"}
    assert found.done == 1


def test_nothing_crosses_a_leaf_that_is_gone_or_scored_otherwise(before):
    # A-1.1 is reworded, B-2 reweighted; A-1.3 rescaled, A-1.7 gone, B-1 no longer takes A-1.6's answer
    now = next_round(before, on_new_catalogues=True)
    found = seen(now)
    assert fates(found) == {
        "A-1.1": Fate.OPEN,
        "A-1.2": Fate.OPEN,
        "A-1.3": Fate.RESCALED,
        "A-1.6": Fate.RESCALED,
        "A-1.7": Fate.GONE,
        "B-2": Fate.OPEN,
    }
    assert {line.action.code: line.score_now for line in found.lines if line.fate is not Fate.OPEN} == {
        "A-1.3": None,
        "A-1.6": None,
        "A-1.7": None,
    }
    assert next(line for line in found.lines if line.action.code == "A-1.1").title == "Mức kiến trúc"


def test_without_a_score_of_this_round_nothing_may_be_carried(before):
    now = Home(later_round(before.assessment), before.coordinator, None)
    found = seen(now, scored=False)
    assert set(fates(found).values()) == {Fate.UNSCORED, Fate.RESCALED, Fate.GONE}
    assert [line.score_now for line in found.lines] == [None] * 6


def test_what_the_new_plan_has_is_carried_already(before):
    now = next_round(before)
    planned(now, "B-2")
    own = PlannedAction.objects.get(is_own=True)
    made = add_own(by=now.coordinator, assessment=now.assessment, code="A-1.2", details=Details("Tập huấn"))
    PlannedAction.objects.filter(pk=made.pk).update(continues=own)
    found = fates(seen(now))
    assert {code for code, fate in found.items() if fate is Fate.CARRIED} == {"A-1.2", "B-2"}


def test_own_action_of_the_new_round_is_not_the_earlier_one(before):
    now = next_round(before)
    add_own(by=now.coordinator, assessment=now.assessment, code="A-1.2", details=Details("Việc khác"))
    assert fates(seen(now))["A-1.2"] is Fate.OPEN


def test_scores_now_are_those_of_leaves_that_mean_the_same(before):
    now = next_round(before, on_new_catalogues=True)
    codes = ["A-1.1", "A-1.3", "A-1.7", "B-2", "A-1.4", "X"]
    catalogue = campaign_catalogue(before.assessment.campaign)
    assert scores_now(catalogue, own_result(now.snapshot), codes) == {
        "A-1.1": Decimal("50.00"),
        "A-1.4": Decimal("0.00"),
        "B-2": Decimal("40.00"),
    }
