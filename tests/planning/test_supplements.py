from datetime import date
from decimal import Decimal

import pytest
from django.utils import timezone, translation

from assessments.actions.answers import Content
from assessments.enums import Purpose, ReportKind, WorkStatus
from assessments.models import ScoreSnapshot
from assessments.scorecards import freeze
from assessments.supplements import PlannedAction as Line
from assessments.supplements import gather
from assessments.tasks import score_now
from planning.actions.plans import Details, change
from planning.enums import ActionStatus
from planning.models import PlannedAction
from planning.supplements import earlier_plan, plan
from tests.factories import BodyFactory

from .plans import ended, home, next_round, planned

pytestmark = pytest.mark.django_db


@pytest.fixture
def found():
    return home()


def test_without_a_plan_there_is_nothing_to_tell(found):
    assert (plan(found.snapshot), earlier_plan(found.snapshot, None)) == (None, None)


def test_plan_of_the_own_round_is_told_as_it_stands(found):
    [action] = planned(found, "B-2")
    owner = BodyFactory(province=found.assessment.province, name_vi="Sở Xây dựng", name_en="Department of Construction")
    details = Details("Đo lại", owner, "", date(2026, 9, 1), Decimal("12.5"), ActionStatus.DONE, "Xong trước hạn.")
    change(by=found.coordinator, action=action, details=details, seen=1)
    told = plan(found.snapshot)
    assert (told.campaign, told.updated_on) == (found.assessment.campaign.name, timezone.localdate())
    line = Line(
        code="B-2",
        title="Chỉ số B-2",
        action="Đo lại",
        owner="Sở Xây dựng",
        due=date(2026, 9, 1),
        cost=Decimal("12.500"),
        status="done",
        status_label="hoàn thành",
        is_done=True,
        gain=Decimal("22.500000000000"),
        note="Xong trước hạn.",
        score_then=Decimal("40.00"),
    )
    assert told.actions == (line,)
    with translation.override("en"):
        assert plan(found.snapshot).actions[0].owner == "Department of Construction"


def test_plan_of_the_round_before_is_told_with_the_scores_now(found):
    planned(found, "A-1.1", "A-1.3", "B-2")
    now = next_round(ended(found), on_new_catalogues=True, given={"A-1.1": Content("4")})
    told = earlier_plan(now.snapshot, found.assessment)
    assert told.campaign == found.assessment.campaign.name
    assert [(line.code, line.score_then, line.score_now) for line in told.actions] == [
        ("B-2", Decimal("40.00"), Decimal("40.00")),
        ("A-1.1", Decimal("50.00"), Decimal("100.00")),
        ("A-1.3", Decimal("25.00"), None),
    ]
    assert plan(now.snapshot) is None


def test_reports_gather_both(found):
    planned(found, "B-2")
    now = next_round(ended(found))
    planned(now, "A-1.1")
    told = gather(now.snapshot, "vi")
    assert [line.code for line in told.plan.actions] == ["A-1.1"]
    assert [line.code for line in told.earlier_plan.actions] == ["B-2"]


def test_plans_are_told_in_a_fixed_number_of_queries(found, django_assert_num_queries):
    planned(found, "A-1.1", "A-1.3", "A-1.6", "A-1.7", "B-2")
    owner = BodyFactory(province=found.assessment.province)
    PlannedAction.objects.update(owner=owner)
    now = next_round(ended(found))
    with django_assert_num_queries(2):
        assert len(plan(found.snapshot).actions) == 5
    with django_assert_num_queries(1):
        assert len(earlier_plan(now.snapshot, found.assessment).actions) == 5


def test_a_round_after_a_plan_is_scored_and_its_report_tells_what_became_of_it(found):
    """What is told beside a submission reads the scores that it was just given."""
    planned(found, "B-2")
    now = next_round(ended(found))
    today = timezone.localdate()
    inputs, context = freeze(now.assessment, today)
    known = {"purpose": Purpose.SUBMISSION, "as_of": today, "created_by": now.coordinator}
    submitted = ScoreSnapshot.objects.create(assessment=now.assessment, inputs=inputs, context=context, **known)
    assert score_now(submitted, with_report=True) is True
    submitted.refresh_from_db()
    report = submitted.reports.get(kind=ReportKind.GAP_REPORT)
    told = [(line["code"], line["score_now"]) for line in report.supplement["earlier_plan"]["actions"]]
    assert (submitted.status, told) == (WorkStatus.READY, [("B-2", "40.00")])
