"""What follows from a change of an answer or its evidence: decisions stand no longer, progress is recorded."""

from datetime import timedelta
from decimal import Decimal

import pytest
import time_machine
from django.utils import timezone

from accounts.roles import Role
from assessments.actions import answers, clarifications, evidence, reviews
from assessments.actions.answers import Content
from assessments.enums import Seat, Superseded, Verdict
from assessments.errors import NotAllowed
from assessments.models import AnswerEvidence, Assessment, Decision, Evidence, PartProgress
from indicators.scoring.measures import DocumentValue
from tests.assessments.review_world import CODES, NOTE, submitted_on_small
from tests.assessments.small import open_assessment_on_small
from tests.factories import asked, reviewer_of, user_as

pytestmark = pytest.mark.django_db

OTHER_LEAF = "Câu A-1.2 không thuộc nội dung được yêu cầu giải trình nên không sửa được."
URL = "https://tinh.example/cu"


@pytest.fixture
def returned() -> Assessment:
    """A-1.1 has a link. Of two reviewers the first asked about A-1.1 and B-2 and sent it back, the second accepted all
    and has finished."""
    assessment = submitted_on_small()
    link = Evidence.objects.create(
        province=assessment.province, kind="link", title="Văn bản", url=URL, added_by=assessment.submitted_by
    )
    AnswerEvidence.objects.create(answer=assessment.answers.get(code="A-1.1"), evidence=link)
    first, second = reviewer_of(assessment, second=True)
    for code in ("A-1.1", "B-2"):
        reviews.decide(by=first, assessment=assessment, code=code, judgement=asked(), seen=0)
    for reviewer in (first, second):
        reviews.accept_many(by=reviewer, assessment=assessment, codes=CODES)
    reviews.finish(by=second, assessment=assessment)
    clarifications.send_back(by=first, assessment=assessment, until=timezone.localdate() + timedelta(days=7))
    return Assessment.objects.with_campaign().get(pk=assessment.pk)


@pytest.fixture
def by(returned):
    return returned.submitted_by


def standing(assessment: Assessment) -> set[tuple[str, str]]:
    return set(assessment.decisions.standing().values_list("seat", "code"))


def save(assessment, by, code="A-1.1", **content):
    given = {"value": "2", "note": NOTE, **content}
    return answers.save(by=by, assessment=assessment, code=code, content=Content(**given), expected_version=None)


# -- decisions -------------------------------------------------------------------------------------------------------

CHANGES = {
    "another value": lambda **at: save(**at, value="3"),
    "no value": lambda **at: save(**at, value=None),
    "another note": lambda **at: save(**at, note="Giải thích khác."),
    "loaded": lambda **at: answers.load(**at, contents={"A-1.1": Content("3")}),
    "link": lambda **at: evidence.add_link(**at, code="A-1.1", url="https://tinh.example/moi"),
    "document": lambda **at: evidence.add_document(
        **at, code="A-1.1", number="5/QĐ", day=timezone.localdate(), issuer="Ủy ban nhân dân tỉnh"
    ),
    "link taken off": lambda **at: evidence.remove(**at, code="A-1.1", evidence=Evidence.objects.get(url=URL)),
}
NO_CHANGES = {
    "the same again": save,
    "the same loaded": lambda **at: answers.load(**at, contents={"A-1.1": Content("2", note=NOTE)}),
    "the same link": lambda **at: evidence.add_link(**at, code="A-1.1", url=URL),
    "the same link under another title": lambda **at: evidence.add_link(**at, code="A-1.1", url=URL, title="Khác"),
    "link it never had taken off": lambda **at: evidence.remove(
        **at, code="B-2", evidence=Evidence.objects.get(url=URL)
    ),
    "nothing loaded": lambda **at: answers.load(**at, contents={}),
}


@pytest.mark.slow
@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_change_sets_the_leaf_back_for_both_reviewers_and_no_other(change, returned, by):
    before, now = standing(returned), timezone.now()
    with time_machine.travel(now, tick=False):
        change(assessment=returned, by=by)
    assert standing(returned) == before - {("first", "A-1.1"), ("second", "A-1.1")}
    fallen = returned.decisions.filter(superseded_at__isnull=False)
    found = set(fallen.values_list("code", "verdict", "superseded_at", "superseded_why"))
    why = Superseded.ANSWER_CHANGED
    assert found == {("A-1.1", Verdict.ASKED, now, why), ("A-1.1", Verdict.ACCEPTED, now, why)}


@pytest.mark.slow
@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_change_of_a_reviewed_answer_means_that_a_reviewer_has_not_finished(change, returned, by):
    finished = returned.assignments.filter(finished_at__isnull=False)
    assert [row.seat for row in finished] == [Seat.SECOND]
    change(assessment=returned, by=by)
    assert list(finished.all()) == []


@pytest.mark.slow
@pytest.mark.parametrize("change", NO_CHANGES.values(), ids=NO_CHANGES)
def test_what_changes_nothing_leaves_decisions_and_reviewers_as_they_are(change, returned, by):
    before = list(Decision.objects.values()), list(returned.assignments.values())
    change(assessment=returned, by=by)
    assert (list(Decision.objects.values()), list(returned.assignments.values())) == before


@pytest.mark.slow
def test_change_sets_back_what_was_settled_too(returned, by):
    settled = Decision.objects.create(
        assessment=returned, code="A-1.1", seat=Seat.SETTLED, verdict=Verdict.ACCEPTED, answer_version=1
    )
    save(returned, by, value="3")
    settled.refresh_from_db()
    assert settled.superseded_why == Superseded.ANSWER_CHANGED


@pytest.mark.slow
def test_reviewer_who_had_not_decided_on_the_leaf_stays_finished(returned, by):
    """As long as nothing of theirs fell."""
    returned.decisions.filter(code="A-1.1", seat=Seat.SECOND).delete()
    save(returned, by, value="3")
    assert [row.seat for row in returned.assignments.filter(finished_at__isnull=False)] == [Seat.SECOND]


@pytest.mark.slow
def test_decisions_that_fell_before_keep_their_time_and_reason(returned, by):
    save(returned, by, value="3")
    before = list(Decision.objects.filter(superseded_at__isnull=False).values())
    save(returned, by, value="4")
    assert list(Decision.objects.filter(superseded_at__isnull=False).values()) == before


@pytest.mark.slow
def test_question_stays_open_until_the_reviewer_decides(returned, by):
    save(returned, by, value="3")
    assert returned.clarifications.filter(code="A-1.1", closed_at__isnull=True).count() == 1


@pytest.mark.slow
def test_decisions_in_other_assessments_stand(returned, by):
    other = submitted_on_small()
    reviews.accept_many(by=reviewer_of(other), assessment=other, codes=CODES)
    save(returned, by, value="3")
    assert standing(other) == {("first", code) for code in CODES}


@pytest.mark.slow
@pytest.mark.parametrize(
    "change",
    [
        lambda **at: save(**at, code="A-1.2", value="no"),
        lambda **at: answers.load(**at, contents={"A-1.1": Content("3"), "A-1.2": Content("no")}),
        lambda **at: evidence.add_link(**at, code="A-1.2", url=URL),
        lambda **at: evidence.remove(**at, code="A-1.2", evidence=Evidence.objects.get(url=URL)),
    ],
)
def test_change_of_a_leaf_that_was_not_sent_back_is_refused_and_leaves_nothing(change, returned, by):
    before = list(Decision.objects.values()), list(returned.answers.values())
    with pytest.raises(NotAllowed) as refused:
        change(assessment=returned, by=by)
    assert str(refused.value) == OTHER_LEAF
    assert (list(Decision.objects.values()), list(returned.answers.values())) == before


def test_changes_in_a_draft_that_nobody_reviewed_look_for_decisions_only(django_assert_num_queries):
    assessment = open_assessment_on_small()
    with django_assert_num_queries(1):
        assert answers.supersede(assessment, ["A-1.1"], Superseded.ANSWER_CHANGED) == 0


# -- progress --------------------------------------------------------------------------------------------------------


@pytest.fixture
def draft() -> Assessment:
    return open_assessment_on_small()


@pytest.fixture
def coordinator(draft):
    return user_as(Role.COORDINATOR, draft.province)


def progress(assessment: Assessment) -> dict[str, tuple[int, int]]:
    return {row.part: (row.answered, row.asked) for row in assessment.parts.all()}


def test_progress_is_recorded_with_the_first_answer(draft, coordinator):
    save(draft, coordinator, value="0")
    assert progress(draft) == {"A": (1, 6), "K.B": (0, 2)}


def test_progress_follows_what_an_answer_brings_up(draft, coordinator):
    save(draft, coordinator, "A-1.2", value="no")
    assert progress(draft) == {"A": (1, 7), "K.B": (0, 2)}  # is asked because of it
    save(draft, coordinator, "A-1.2", value="yes")
    assert progress(draft) == {"A": (1, 6), "K.B": (0, 2)}
    save(draft, coordinator, "A-1.2", value=None)
    assert progress(draft) == {"A": (0, 6), "K.B": (0, 2)}


def test_progress_counts_the_indicator_that_an_answer_feeds(draft, coordinator):
    ratio = answers.value_of(submitted_on_small().answers.get(code="A-1.6"))
    save(draft, coordinator, "A-1.6", value=ratio)
    assert progress(draft) == {"A": (1, 6), "K.B": (1, 2)}


def test_progress_follows_evidence_where_it_is_required(draft, coordinator):
    save(draft, coordinator, value="2", note="")
    assert progress(draft)["A"] == (0, 6)
    added = evidence.add_link(by=coordinator, assessment=draft, code="A-1.1", url=URL)
    assert progress(draft)["A"] == (1, 6)
    evidence.remove(by=coordinator, assessment=draft, code="A-1.1", evidence=added)
    assert progress(draft)["A"] == (0, 6)


def test_progress_is_not_whole_with_half_a_document(draft, coordinator):
    save(draft, coordinator, "A-1.7", value=DocumentValue("1/QĐ", None, ""))
    assert progress(draft)["A"] == (0, 6)


def test_progress_follows_a_load(draft, coordinator):
    contents = {
        "A-1.1": Content("0"),
        "A-1.4": Content(not_applicable=True, reason="Không."),
        "B-2": Content(Decimal(7)),
    }
    answers.load(by=coordinator, assessment=draft, contents=contents)
    assert progress(draft) == {"A": (2, 6), "K.B": (1, 2)}


def test_progress_of_a_refused_load_is_not_recorded(draft, coordinator):
    save(draft, coordinator, value="0")
    with pytest.raises(answers.InvalidAnswer):
        answers.load(
            by=coordinator, assessment=draft, contents={"A-1.3": Content(("a",)), "A-1.2": Content(not_applicable=True)}
        )
    assert progress(draft) == {"A": (1, 6), "K.B": (0, 2)}


def test_progress_is_written_only_where_it_moved(draft, coordinator, django_assert_num_queries):
    save(draft, coordinator, value="0")
    with django_assert_num_queries(2):  # the answers and what is written
        answers.record_progress(draft)
    draft.parts.filter(part="A").update(answered=5)
    with django_assert_num_queries(3):
        answers.record_progress(draft)
    assert progress(draft) == {"A": (1, 6), "K.B": (0, 2)}


def test_progress_of_all_groups_together_gives_way_to_that_of_each(draft, coordinator):
    PartProgress.objects.create(assessment=draft, part="", answered=1, asked=2)
    save(draft, coordinator, value="0")
    assert progress(draft) == {"A": (1, 6), "K.B": (0, 2)}
