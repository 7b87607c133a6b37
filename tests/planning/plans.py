"""A province with a scored assessment on the small catalogues, and a plan for it.

Claimed H = 42.08 (tests/assessments/small.py). Effective weights: A-1.1 1/6, the other questions 1/12, B-1 1/8, B-2
3/8. What can be raised: A-1.1 to 3 (S, 25/6) and 4 (S, M; 50/6); A-1.3 by c (L, 50/12) and b (L, 25/12); A-1.6, whose
answer B-1 takes, to 100 % (M, 75/12 + 50/8 = 12.5); A-1.7 (M, 100/12); B-2 to 10 (M, 60 · 3/8 = 22.5). A-1.2 steers.
"""

from datetime import timedelta
from decimal import Decimal
from typing import NamedTuple

from accounts.models import Province, User
from accounts.roles import Role
from assessments.actions import answers, workflow
from assessments.actions.answers import Content
from assessments.demonstration.rounds import hand_in
from assessments.models import Assessment, Campaign, ScoreSnapshot
from assessments.results import own_result
from assessments.tasks import score_now
from indicators.scoring.measures import RatioValue
from planning.actions import plans
from planning.cases import Case
from planning.models import PlannedAction
from tests.assessments.later_round import later_round
from tests.assessments.small import open_assessment_on_small
from tests.factories import ProvinceFactory, evidence_document, user_as

GIVEN = {
    "A-1.1": Content("2"),
    "A-1.2": Content("yes"),
    "A-1.3": Content(("a",)),
    "A-1.4": Content(not_applicable=True, reason="Không có biển."),
    "A-1.6": Content(RatioValue(Decimal(1), Decimal(4))),
    "B-2": Content(Decimal(7)),
}


class Home(NamedTuple):
    assessment: Assessment
    coordinator: User
    snapshot: ScoreSnapshot

    @property
    def case(self) -> Case:
        return Case(own_result(self.snapshot))


def home(province: Province | None = None) -> Home:
    """A draft with a trial score."""
    assessment = open_assessment_on_small(province or ProvinceFactory(name="Đà Nẵng"))
    coordinator = user_as(Role.COORDINATOR, assessment.province)
    answers.load(by=coordinator, assessment=assessment, contents=GIVEN)
    evidence_document(assessment, coordinator, "A-1.1")
    return Home(assessment, coordinator, scored(assessment, coordinator))


def scored(assessment: Assessment, by: User) -> ScoreSnapshot:
    """A trial score of the answers as they are."""
    made = workflow.preview(by=by, assessment=assessment)
    score_now(made)
    return ScoreSnapshot.objects.with_campaign().get(pk=made.pk)


def planned(found: Home, *codes: str) -> list[PlannedAction]:
    """The next steps of these leaves in the plan, in their order there."""
    case = found.case
    plans.add(by=found.coordinator, case=case, ways=[case.step(code) for code in codes])
    return list(PlannedAction.objects.filter(plan__assessment=found.assessment, code__in=codes))


def ended(found: Home) -> Home:
    """The same a year ago, handed in."""
    hand_in(found.assessment, found.coordinator)
    campaign = found.assessment.campaign
    names = ("opens_on", "submit_by", "review_by", "clarify_by", "publish_on")
    days = {name: getattr(campaign, name) - timedelta(days=365) for name in names}
    Campaign.objects.filter(pk=campaign.pk).update(**days)
    return found._replace(assessment=Assessment.objects.with_campaign().get(pk=found.assessment.pk))


def next_round(before: Home, *, on_new_catalogues: bool = False, given: dict[str, Content] | None = None) -> Home:
    """The same province's draft of the next round with a trial score; `given` beside what it answered before."""
    province = before.assessment.province
    assessment = later_round(before.assessment) if on_new_catalogues else open_assessment_on_small(province)
    known = {"A-1.1": GIVEN["A-1.1"], "B-2": GIVEN["B-2"]} if on_new_catalogues else GIVEN
    answers.load(by=before.coordinator, assessment=assessment, contents={**known, **(given or {})})
    return Home(assessment, before.coordinator, scored(assessment, before.coordinator))
