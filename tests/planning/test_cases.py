"""On the small catalogues; the numbers are worked out in plans.py."""

from decimal import Decimal

import pytest

from assessments.catalogue import campaign_catalogue
from assessments.enums import Purpose, Reading
from assessments.models import Campaign
from assessments.results import SnapshotResult, own_result
from indicators.scoring.choices import UNKNOWN, Way
from indicators.scoring.measures import DocumentValue, RatioValue
from indicators.scoring.numbers import reported
from planning.cases import Case, Target, target_of, target_of_action
from planning.models import PlannedAction
from tests.assessments.small import ANSWERS, AS_OF, scored


def case_of(reading: Reading = Reading.CLAIMED, of: Campaign | None = None, **changed) -> Case:
    """`changed`: codes with "_" for "-" and "." → the answer instead, None for none."""
    new = {code.replace("_", "-", 1).replace("_", "."): answer for code, answer in changed.items()}
    answers = [answer for answer in ANSWERS if answer["code"] not in new] + [found for found in new.values() if found]
    snapshot = scored(of, answers)
    return Case(SnapshotResult(snapshot, campaign_catalogue(snapshot.assessment.campaign), reading))


@pytest.fixture
def case():
    return case_of()


def test_case_scores_what_the_snapshot_scored(case):
    assert reported(case.now.headline) == case.result.headline == Decimal("42.08")
    assert reported(case_of(Reading.EVIDENCED).now.headline) == Decimal("33.75")
    assert reported(case_of(Reading.VERIFIED).now.headline) == Decimal("39.11")


def test_changed_answers_are_scored_by_the_same_core(case):
    # B-2 at 10: B = (50 + 300) / 4 = 87.5, H = (41.666… + 87.5) / 2
    assert reported(case.scored({"B-2": Decimal(10)}).headline) == Decimal("64.58")
    # A-1.2 "no" hides nothing but asks, which is missing: A = (100 + 0 + 25 + 25 + 0 + 0) / 7 = 21.43
    assert reported(case.scored({"A-1.2": "no"}).headline) == Decimal("31.96")


def test_own_reading_is_the_one_the_snapshot_was_taken_for(case):
    snapshot = case.result.snapshot
    assert own_result(snapshot).reading is Reading.CLAIMED
    snapshot.purpose = Purpose.VERIFIED
    assert own_result(snapshot).reading is Reading.VERIFIED


def test_indicator_leads_to_the_question_whose_answer_it_takes(case):
    assert list(case.data) == ["A-1.1", "A-1.2", "A-1.3", "A-1.6", "A-1.7", "B-2"]
    assert (case.datum("B-1"), case.datum("A-1.6")) == (case.data["A-1.6"],) * 2
    assert [case.datum(code) for code in ("A-1.4", "A-1.5", "A-1.8", "X", "")] == [None] * 5


def test_next_step_is_the_least_that_can_be_done(case):
    assert case.step("A-1.1") == Way("A-1.1", "3", "S", ("3",), case.step("A-1.1").gain)
    gains = {code: reported(case.step(code).gain) for code in ("A-1.1", "A-1.3", "B-1", "A-1.7", "B-2")}
    assert gains == {
        "A-1.1": Decimal("4.17"),
        "A-1.3": Decimal("4.17"),
        "B-1": Decimal("12.50"),
        "A-1.7": Decimal("8.33"),
        "B-2": Decimal("22.50"),
    }
    assert (case.step("A-1.2"), case.step("X")) == (None, None)


def test_gain_of_what_steers_is_really_scored():
    # A-1.2 "no": is asked and missing, H = 31.96; with "yes" it is not asked, H = 42.08
    case = case_of(A_1_2={"code": "A-1.2", "value": "no"})
    way = case.step("A-1.2")
    assert (reported(way.gain), reported(case.gain(way))) == (Decimal("7.14"), Decimal("10.12"))
    assert case.gain(case.step("B-2")) == case.step("B-2").gain


@pytest.mark.parametrize(
    ("code", "target"),
    [
        ("A-1.1", Target(options=("3",))),
        ("A-1.3", Target(options=("c",))),
        ("A-1.6", Target(value=Decimal(100))),
        ("A-1.7", Target()),
        ("B-2", Target(value=Decimal(10))),
    ],
)
def test_row_keeps_where_a_step_leads_and_it_is_found_again(case, code, target):
    way = case.step(code)
    assert target_of(way, case.data[code]) == target
    row = PlannedAction(
        target=" ".join(target.options), target_value=target.value, needs_evidence=target.needs_evidence
    )
    assert target_of_action(row) == target
    found = case.way_to(code, target)
    assert (found.code, found.value, found.efforts, reported(found.gain)) == (
        code,
        way.value,
        way.efforts,
        reported(way.gain),
    )


def test_evidence_alone_is_a_target():
    case = case_of(Reading.EVIDENCED, A_1_1={"code": "A-1.1", "value": "2"})
    way = case.step("A-1.1")
    assert target_of(way, case.data["A-1.1"]) == Target(needs_evidence=True)
    assert case.way_to("A-1.1", Target(needs_evidence=True)) == way
    assert case.way_to("A-1.1", Target(options=("3",))).efforts == "SS"
    assert case_of(Reading.EVIDENCED).way_to("A-1.1", Target(needs_evidence=True)) is None


def test_target_that_is_reached_leaves_nothing_to_do(case):
    assert case.way_to("A-1.1", Target(options=("2",))) is None
    assert case.way_to("A-1.3", Target(options=("a",))) is None
    assert case_of(B_2={"code": "B-2", "value": "10"}).way_to("B-2", Target(value=Decimal(10))) is None
    assert case.way_to("A-1.4", Target(options=("3",))) is None
    assert case.way_to("X", Target()) is None


def test_items_of_a_checklist_that_are_ticked_meanwhile_are_left_out(case):
    way = case.way_to("A-1.3", Target(options=("a", "b")))
    assert (way.value, way.reached, reported(way.gain)) == (("a", "b"), ("b",), Decimal("2.08"))
    assert way.efforts == "L"
    both = case.way_to("A-1.3", Target(options=("b", "c")))
    assert (both.value, both.efforts) == (("a", "b", "c"), "LL")
    lacking = case_of(Reading.EVIDENCED, A_1_1={"code": "A-1.1", "value": "2"})
    assert lacking.way_to("A-1.3", Target(options=("b",))).efforts == "L"


def test_document_is_to_be_issued(case):
    assert case.step("A-1.7").value == DocumentValue(UNKNOWN, AS_OF, UNKNOWN)


def test_share_keeps_its_whole(case):
    assert case.step("A-1.6").value == RatioValue(Decimal(4), Decimal(4))
