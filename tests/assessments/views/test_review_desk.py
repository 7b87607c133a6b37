from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import RequestFactory
from django.utils import timezone

from accounts.roles import Role
from assessments.actions import finalising
from assessments.actions.reviews import decide
from assessments.enums import Seat
from assessments.models import Answer, Assessment, Clarification
from assessments.views.review_desk import FILTER_NAMES, FILTERS, Desk, said_briefly
from catalogues.schema import Kind
from indicators.scoring import frame as scoring
from indicators.scoring.measures import DocumentValue
from tests.assessments.review_world import CODES, earlier, submitted_on_small
from tests.assessments.small import open_assessment_on_small
from tests.factories import ACCEPTED, REJECTED, asked, decide_all, reviewer_of, user_as
from tests.factories.items import question

pytestmark = pytest.mark.django_db


@pytest.fixture
def assessment():
    return submitted_on_small()


def desk(user, assessment):
    return Desk(user, Assessment.objects.with_campaign().get(pk=assessment.pk))


def test_every_filter_has_its_name():
    assert list(FILTERS) == list(FILTER_NAMES)


def test_filters_of_an_untouched_review(assessment):
    found = desk(reviewer_of(assessment), assessment)
    nothing = {key: [] for key in ("changed", "differs", "asked", "unchanged")}
    assert found.filters == {"all": CODES, "undecided": CODES, "large": ["A-1.1", "A-1.2"], **nothing}
    assert found.decided == (0, 7)


def test_large_claims_have_evidence_or_less_than_50_points():
    assessment = submitted_on_small(A_1_1="1")
    assert desk(reviewer_of(assessment), assessment).filters["large"] == ["A-1.2"]


def test_decisions_move_leaves_between_filters(assessment):
    reviewer = reviewer_of(assessment)
    decide(by=reviewer, assessment=assessment, code="A-1.1", judgement=asked(), seen=0)
    decide(by=reviewer, assessment=assessment, code="A-1.2", judgement=REJECTED, seen=0)
    Clarification.objects.create(assessment=assessment, code="A-1.2", seat=Seat.FIRST, question="Gì?")
    found = desk(reviewer, assessment)
    assert found.filters["undecided"] == CODES[2:]
    assert found.filters["asked"] == ["A-1.1", "A-1.2"]
    assert (found.decided, found.has_unsent_questions) == ((2, 7), True)


def test_differing_and_unchanged_leaves_are_told_by_the_last_round(assessment):
    before = earlier(assessment, B_2=Decimal(9))
    Answer.objects.filter(assessment=before, code="A-1.3").update(is_given=False, ticked="")
    Answer.objects.filter(assessment=assessment, code="A-1.7").update(not_applicable=True, reason="x")
    reviewer = reviewer_of(assessment)
    found = desk(reviewer, assessment)
    assert found.filters["differs"] == ["A-1.7", "B-2"]
    assert found.filters["unchanged"] == ["A-1.6"]
    assert found.acceptable == ["A-1.6"]
    decide(by=reviewer, assessment=assessment, code="A-1.6", judgement=ACCEPTED, seen=0)
    assert desk(reviewer, assessment).acceptable == []


def test_what_was_answered_only_before_differs(assessment):
    earlier(assessment)
    row = assessment.answers.get(code="B-2")
    row.revisions.all().delete()
    row.delete()
    found = desk(reviewer_of(assessment), assessment)
    assert found.filters["differs"] == ["B-2"]
    assert (found.line("B-2").said, found.line("B-2").last) == ("chưa trả lời", "7")


def test_changed_leaves_are_those_since_the_return(assessment):
    Assessment.objects.filter(pk=assessment.pk).update(returned_at=timezone.now())
    Answer.objects.filter(assessment=assessment, code="A-1.3").update(updated_at=timezone.now() + timedelta(seconds=1))
    assert desk(reviewer_of(assessment), assessment).filters["changed"] == ["A-1.3"]


def test_line_of_a_leaf(assessment):
    reviewer = reviewer_of(assessment)
    before = earlier(assessment)
    decide_all(before, reviewer_of(before), other={"A-1.6": REJECTED})
    finalising.finalise(by=user_as(Role.CAMPAIGN_MANAGER), assessment=before)
    decision = decide(by=reviewer, assessment=assessment, code="A-1.6", judgement=REJECTED, seen=0)
    line = desk(reviewer, assessment).line("A-1.6")
    assert (line.said, line.score, line.evidence, line.needs_evidence) == ("25%", Decimal(25), 0, False)
    assert (line.last, line.last_decision.verdict) == ("25%", "rejected")
    assert (line.decision, line.others, line.is_with_the_province) == (decision, [], False)


def test_draft_has_nothing_to_review():
    assessment = open_assessment_on_small()
    found = desk(user_as(Role.CAMPAIGN_MANAGER), assessment)
    assert (found.codes, found.decided) == ([], (0, 0))


@pytest.fixture
def both(assessment):
    """Both reviewers have decided, the second not finished."""
    double = reviewer_of(assessment, second=True)
    decide_all(assessment, double[0], other={"A-1.1": REJECTED})
    decide_all(assessment, double[1], Seat.SECOND, {"A-1.2": REJECTED}, finished=False)
    return double


def seen(user, assessment):
    """What the list shows of A-1.1 and A-1.2: one's own or common verdict, and the others'."""
    found = desk(user, assessment)
    lines = [found.line(code) for code in ("A-1.1", "A-1.2")]
    return [
        (line.decision and line.decision.verdict, [(seat, other.verdict) for seat, other in line.others])
        for line in lines
    ]


def test_blind_reviewers_see_their_own(assessment, both):
    assert seen(both[0], assessment) == [("rejected", []), ("accepted", [])]
    assert seen(both[1], assessment) == [("accepted", []), ("rejected", [])]


def test_readers_see_both_and_no_common_verdict_yet(assessment, both):
    expected = [
        (None, [(Seat.FIRST, "rejected"), (Seat.SECOND, "accepted")]),
        (None, [(Seat.FIRST, "accepted"), (Seat.SECOND, "rejected")]),
    ]
    for role in (Role.CAMPAIGN_MANAGER, Role.AUDITOR):
        assert seen(user_as(role), assessment) == expected


def test_reviewers_of_others_see_nothing(assessment, both):
    assert seen(user_as(Role.REVIEWER), assessment) == [(None, []), (None, [])]


def test_finished_reviewers_see_each_other(assessment, both):
    assessment.assignments.update(finished_at=timezone.now())
    assert seen(both[0], assessment) == [
        ("rejected", [(Seat.SECOND, "accepted")]),
        ("accepted", [(Seat.SECOND, "rejected")]),
    ]


def test_final_result_shows_the_common_verdict_to_all_reviewers(assessment):
    decide_all(assessment, (mine := reviewer_of(assessment)), other={"A-1.1": REJECTED})
    finalising.finalise(by=user_as(Role.CAMPAIGN_MANAGER), assessment=assessment)
    for user in (mine, user_as(Role.REVIEWER)):
        assert seen(user, assessment) == [("rejected", []), ("accepted", [])]


@pytest.mark.parametrize(
    ("code", "chosen", "expected"),
    [
        ("A-1.1", "all", ("", "A-1.2")),
        ("B-2", "all", ("A-1.7", "")),
        ("A-1.3", "large", ("A-1.2", "")),
        ("A-1.1", "asked", ("", "")),
    ],
)
def test_neighbours_are_those_of_the_filter(assessment, code, chosen, expected):
    assert desk(reviewer_of(assessment), assessment).neighbours(code, chosen) == expected


@pytest.mark.parametrize(("sent", "chosen"), [("large", "large"), ("", "all"), ("\x00", "all"), ("x" * 9_999, "all")])
def test_unknown_filter_is_all(assessment, sent, chosen):
    found = desk(reviewer_of(assessment), assessment)
    assert found.chosen(RequestFactory().get("/", {"filter": sent})) == chosen


def test_lines_stand_in_their_sections(assessment):
    found = desk(reviewer_of(assessment), assessment)
    sections = [(section.code, [line.code for line in lines]) for section, lines in found.sections(["A-1.1", "B-2"])]
    assert sections == [("A-1", ["A-1.1"]), ("B", ["B-2"])]


@pytest.mark.parametrize(
    ("kind", "answer", "expected"),
    [
        (Kind.LEVEL, None, "chưa trả lời"),
        (Kind.LEVEL, scoring.Answer(), "chưa trả lời"),
        (Kind.LEVEL, scoring.Answer(None, True, "Không có."), "không áp dụng"),
        (Kind.LEVEL, scoring.Answer("3"), "mức 3"),
        (Kind.DOCUMENT, scoring.Answer(DocumentValue("12/QĐ", None, "Sở")), "12/QĐ"),
        (Kind.DOCUMENT, scoring.Answer(DocumentValue("", None, "Sở")), "Sở"),
        (Kind.TEXT, scoring.Answer("a" * 100), "a" * 59 + "…"),
    ],
)
def test_answer_is_said_briefly(kind, answer, expected):
    assert said_briefly(question(kind), answer) == expected
