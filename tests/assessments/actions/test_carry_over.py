from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from accounts.roles import Role
from assessments.actions import carry_over as carrying
from assessments.actions import clarifications, finalising
from assessments.actions.answers import Content, save
from assessments.actions.carry_over import Fate, carry_over, keep, plan
from assessments.actions.reviews import Judgement, decide
from assessments.enums import AssessmentState, CampaignState, ReasonCode, Verb, Verdict
from assessments.errors import NotAllowed, Refusal
from assessments.models import AnswerEvidence, AnswerRevision, Assessment, Campaign, Evidence
from tests.assessments.later_round import later_round
from tests.assessments.review_world import NOTE, VALUES, earlier
from tests.assessments.small import open_assessment_on_small
from tests.factories import (
    REJECTED,
    asked,
    evidence_document,
    finalised,
    open_assessment,
    reviewer_of,
    user_as,
)

pytestmark = pytest.mark.django_db
ADJUSTED = Judgement(Verdict.ADJUSTED, ReasonCode.WRONG_FIGURE, "Theo niên giám là 5.", "5")


@pytest.fixture
def draft():
    return open_assessment_on_small()


@pytest.fixture
def before(draft):
    """What the province handed in a year before, on the same catalogues."""
    return earlier(draft)


@pytest.fixture
def coordinator(draft):
    return user_as(Role.COORDINATOR, draft.province)


def fates(found):
    return {line.item.code: line.fate for line in found.lines}


def past(assessment):
    days = {
        name: getattr(assessment.campaign, name) - timedelta(days=365)
        for name in ("opens_on", "submit_by", "review_by", "clarify_by", "publish_on")
    }
    Campaign.objects.filter(pk=assessment.campaign_id).update(**days)


# -- the plan --------------------------------------------------------------------------------------------------------


def test_nothing_handed_in_earlier_is_no_plan(draft):
    past(open_assessment_on_small(draft.province))
    assert plan(draft) is None


def test_another_province_is_never_read(draft):
    earlier(open_assessment_on_small())
    assert plan(draft) is None


def test_a_later_round_is_not_an_earlier_one(before, draft):
    assert plan(before) is None


def test_the_same_catalogues_carry_everything(draft, before):
    found = plan(draft)
    assert (found.earlier, found.new) == (before, ())
    assert fates(found) == dict.fromkeys(VALUES, Fate.CARRIED)


@pytest.mark.slow
def test_the_last_of_several_rounds_is_taken(draft, before):
    older = earlier(draft)
    Campaign.objects.filter(pk=older.campaign_id).update(opens_on=older.campaign.opens_on - timedelta(days=365))
    assert plan(draft).earlier == before


@pytest.mark.slow
def test_what_was_begun_in_this_round_is_left_alone(draft, before, coordinator):
    save(by=coordinator, assessment=draft, code="A-1.1", content=Content("4"), expected_version=0)
    save(by=coordinator, assessment=draft, code="A-1.2", content=Content(note="Đang hỏi."), expected_version=0)
    evidence_document(draft, coordinator, "A-1.3")
    save(by=coordinator, assessment=draft, code="B-2", content=Content(Decimal(9)), expected_version=0)
    save(by=coordinator, assessment=draft, code="B-2", content=Content(), expected_version=1)
    found = fates(plan(draft))
    assert {code for code, fate in found.items() if fate is Fate.ANSWERED} == {"A-1.1", "A-1.2", "A-1.3"}
    assert found["B-2"] is Fate.CARRIED, "what was emptied again holds nothing"


@pytest.mark.slow
def test_other_versions_carry_only_what_means_the_same(draft):
    first = open_assessment_on_small()
    coordinator = user_as(Role.COORDINATOR, first.province)
    save(by=coordinator, assessment=first, code="B-1", content=Content(VALUES["A-1.6"]), expected_version=0)
    Assessment.objects.filter(pk=first.pk).update(
        state=AssessmentState.SUBMITTED, submitted_at=timezone.now(), submitted_by=coordinator
    )
    past(first)
    later = later_round(first)
    assert fates(plan(later)) == {"B-1": Fate.RESCALED}, "an indicator that became a question is a new one"


@pytest.mark.slow
def test_difference_of_the_catalogues_decides(draft, before):
    later = later_round(before)
    found = plan(later)
    assert fates(found) == {
        "A-1.1": Fate.TO_CHECK,
        "A-1.2": Fate.CARRIED,
        "A-1.3": Fate.RESCALED,
        "A-1.4": Fate.CARRIED,
        "A-1.6": Fate.RESCALED,
        "B-2": Fate.CARRIED,
        "A-1.7": Fate.GONE,
    }
    lines = {line.item.code: line for line in found.lines}
    assert [code for code, line in lines.items() if line.is_reworded] == ["A-1.1"]
    assert lines["A-1.1"].item.prompt != lines["A-1.1"].asked.prompt
    assert [item.code for item in found.new] == ["A-1.9"]


@pytest.mark.slow
def test_what_the_ministry_did_not_accept_is_to_be_checked_once_it_is_final(draft, before):
    reviewer = reviewer_of(before)
    decide(by=reviewer, assessment=before, code="A-1.1", judgement=REJECTED, seen=0)
    assert {line.review for line in plan(draft).lines} == {None}, "decisions stay hidden before they are final"
    before.assignments.all().delete()
    before.decisions.all().delete()
    finalised(before, other={"A-1.1": REJECTED, "B-2": ADJUSTED})
    lines = {line.item.code: line for line in plan(draft).lines}
    assert {code for code, line in lines.items() if line.fate is Fate.TO_CHECK} == {"A-1.1", "B-2"}
    assert {code for code, line in lines.items() if line.is_doubted} == {"A-1.1", "B-2"}
    assert (lines["B-2"].review.value, lines["B-2"].review.text) == ("5", "Theo niên giám là 5.")
    assert lines["A-1.2"].review.verdict is Verdict.ACCEPTED
    assert lines["B-2"].title == "Chỉ số B-2"


# -- doing it --------------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_answers_notes_and_evidence_come_over(draft, before, coordinator):
    document = evidence_on(before, "A-1.1")
    assert carry_over(by=coordinator, assessment=draft) == (7, 1)
    rows = {row.code: row for row in draft.answers.all()}
    assert (rows["A-1.1"].choice, rows["A-1.1"].note, rows["A-1.1"].version) == ("2", NOTE, 1)
    assert (rows["A-1.4"].not_applicable, rows["A-1.4"].reason) == (True, "Không có biển.")
    assert rows["A-1.7"].document_number == "1/QĐ"
    assert {row.updated_by for row in rows.values()} == {coordinator}
    assert list(rows["A-1.1"].evidence.all()) == [document]
    assert Evidence.objects.count() == 1, "linked, not copied"
    assert AnswerRevision.objects.filter(answer__assessment=draft).count() == 7
    event = draft.events.get(verb=Verb.CARRY_OVER)
    assert (event.by, event.detail) == (coordinator, f"{before.campaign}: 7 câu, 1 minh chứng")
    assert not draft.events.filter(verb=Verb.LOAD_ANSWERS).exists()


def evidence_on(assessment, code):
    """An item of evidence on an answer that was handed in."""
    document = Evidence.objects.create(
        province=assessment.province, kind="document", title="Quyết định", document_number="12/QĐ-UBND"
    )
    AnswerEvidence.objects.create(answer=assessment.answers.get(code=code), evidence=document)
    return document


@pytest.mark.slow
def test_progress_counts_what_came_over(draft, before, coordinator):
    carry_over(by=coordinator, assessment=draft)
    assert dict(draft.parts.values_list("part", "answered")) == {"A": 6, "K.B": 2}


@pytest.mark.slow
def test_a_leaf_with_nothing_but_evidence_comes_over(draft, before, coordinator):
    answer = before.answers.get(code="A-1.2")
    answer.choice, answer.note, answer.is_given = "", "", False
    answer.save()
    evidence_on(before, "A-1.2")
    assert carry_over(by=coordinator, assessment=draft) == (7, 1)
    row = draft.answers.get(code="A-1.2")
    assert (row.is_given, row.version, row.updated_by, row.evidence.count()) == (False, 0, coordinator, 1)


@pytest.mark.slow
def test_answers_are_the_ones_after_clarification(draft, before, coordinator):
    reviewer = reviewer_of(before)
    decide(by=reviewer, assessment=before, code="B-2", judgement=asked(), seen=0)
    clarifications.send_back(by=reviewer, assessment=before, until=timezone.localdate() + timedelta(days=5))
    save(by=coordinator, assessment=before, code="B-2", content=Content(Decimal(8)), expected_version=1)
    carry_over(by=coordinator, assessment=draft)
    assert draft.answers.get(code="B-2").number == 8


@pytest.mark.slow
def test_the_provinces_own_answer_comes_over_where_the_ministry_adjusted_it(draft, before, coordinator):
    finalised(before, other={"B-2": ADJUSTED})
    carry_over(by=coordinator, assessment=draft)
    assert draft.answers.get(code="B-2").number == 7


@pytest.mark.slow
def test_only_what_means_the_same_comes_over(draft, before, coordinator):
    later = later_round(before)
    carry_over(by=coordinator, assessment=later)
    assert set(later.answers.values_list("code", flat=True)) == {"A-1.1", "A-1.2", "A-1.4", "B-2"}


@pytest.mark.slow
def test_a_second_time_there_is_nothing_left(draft, before, coordinator):
    carry_over(by=coordinator, assessment=draft)
    with pytest.raises(Refusal, match=r"^Không có câu trả lời nào của đợt trước để mang sang\.$"):
        carry_over(by=coordinator, assessment=draft)
    assert draft.events.filter(verb=Verb.CARRY_OVER).count() == 1


def test_without_an_earlier_round_it_is_refused(draft, coordinator):
    with pytest.raises(Refusal, match=r"^Không có câu trả lời nào của đợt trước để mang sang\.$"):
        carry_over(by=coordinator, assessment=draft)


@pytest.mark.slow
def test_all_or_nothing(draft, before, coordinator, monkeypatch):
    def broken(*_args):
        raise RuntimeError

    monkeypatch.setattr(carrying, "_link", broken)
    with pytest.raises(RuntimeError):
        carry_over(by=coordinator, assessment=draft)
    assert draft.answers.count() == 0


@pytest.mark.parametrize(
    ("role", "sentence"),
    [
        (Role.CONTRIBUTOR, "Chỉ đầu mối của tỉnh được mang câu trả lời của đợt trước sang."),
        (Role.LEADER, "Chỉ đầu mối của tỉnh được mang câu trả lời của đợt trước sang."),
        (Role.REVIEWER, "Chỉ đầu mối của tỉnh được mang câu trả lời của đợt trước sang."),
        (Role.CAMPAIGN_MANAGER, "Chỉ đầu mối của tỉnh được mang câu trả lời của đợt trước sang."),
        (Role.AUDITOR, "Chỉ đầu mối của tỉnh được mang câu trả lời của đợt trước sang."),
    ],
)
def test_only_the_coordinator_may(draft, before, role, sentence):
    with pytest.raises(NotAllowed) as refused:
        carry_over(by=user_as(role, draft.province), assessment=draft)
    assert str(refused.value) == sentence


def test_coordinator_of_another_province_may_not(draft, before):
    with pytest.raises(NotAllowed):
        carry_over(by=user_as(Role.COORDINATOR), assessment=draft)


def test_not_after_submission_nor_in_a_closed_campaign(draft, before, coordinator):
    Campaign.objects.filter(pk=draft.campaign_id).update(state=CampaignState.CLOSED)
    closed = Assessment.objects.with_campaign().get(pk=draft.pk)
    with pytest.raises(NotAllowed, match=r"^Đợt đánh giá chưa mở hoặc đã kết thúc\.$"):
        carry_over(by=coordinator, assessment=closed)
    with pytest.raises(NotAllowed) as refused:
        carry_over(by=coordinator, assessment=before)
    assert str(refused.value) == "Phiếu đã nộp nên không mang câu trả lời của đợt trước sang được nữa."


def test_submitted_meanwhile_it_is_refused(draft, before, coordinator):
    """What the page held may be older than the row."""
    Assessment.objects.filter(pk=draft.pk).update(
        state=AssessmentState.SUBMITTED, submitted_at=timezone.now(), submitted_by=coordinator
    )
    with pytest.raises(NotAllowed, match=r"^Phiếu đã nộp nên không sửa được nữa\.$"):
        carry_over(by=coordinator, assessment=draft)


@pytest.mark.slow
def test_reopened_result_still_shows_what_was_concluded(draft, before):
    manager = user_as(Role.CAMPAIGN_MANAGER)
    finalised(before, manager, other={"A-1.1": REJECTED})
    finalising.reopen(by=manager, assessment=before, reason="Có khiếu nại.")
    assert [line.item.code for line in plan(draft).of(Fate.TO_CHECK)] == ["A-1.1"]


@pytest.mark.slow
def test_carrying_over_needs_the_same_number_of_queries_for_one_and_for_many(
    draft, before, django_assert_max_num_queries
):
    plan(draft)
    with django_assert_max_num_queries(6):
        plan(draft)
    whole = open_assessment(draft.province)
    plan(whole)
    with django_assert_max_num_queries(6):
        plan(whole)


# -- one leaf --------------------------------------------------------------------------------------------------------


@pytest.fixture
def contributor(draft):
    return user_as(Role.CONTRIBUTOR, draft.province)


def test_keeping_takes_answer_note_and_evidence_of_one_leaf(draft, before, contributor):
    document = evidence_on(before, "A-1.1")
    answer = keep(by=contributor, assessment=draft, code="A-1.1")
    assert [row.code for row in draft.answers.all()] == ["A-1.1"]
    assert (answer.choice, answer.note, answer.version, answer.updated_by) == ("2", NOTE, 1, contributor)
    assert list(answer.evidence.all()) == [document]
    assert dict(draft.parts.values_list("part", "answered"))["A"] == 1


@pytest.mark.slow
def test_keeping_never_overwrites(draft, before, contributor):
    save(by=contributor, assessment=draft, code="A-1.1", content=Content("4"), expected_version=0)
    with pytest.raises(Refusal, match="ở đợt này nên không ghi đè"):
        keep(by=contributor, assessment=draft, code="A-1.1")
    assert draft.answers.get().choice == "4"


@pytest.mark.slow
def test_keeping_does_not_cross_a_changed_scale(before, contributor):
    later = later_round(before)
    with pytest.raises(Refusal, match="thang đo hoặc cách trả lời đã đổi"):
        keep(by=contributor, assessment=later, code="A-1.3")
    with pytest.raises(Refusal, match="Đợt này không hỏi câu này nữa"):
        keep(by=contributor, assessment=later, code="A-1.7")
    assert later.answers.count() == 0


@pytest.mark.slow
def test_keeping_needs_something_to_keep(draft, contributor):
    with pytest.raises(Refusal, match=r"Đợt trước không có câu trả lời nào cho câu A-1\.1"):
        keep(by=contributor, assessment=draft, code="A-1.1")
    earlier(draft)
    with pytest.raises(Refusal, match=r"Đợt trước không có câu trả lời nào cho câu A-1\.8"):
        keep(by=contributor, assessment=draft, code="A-1.8")


def test_keeping_is_for_who_may_answer(draft, before):
    leader = user_as(Role.LEADER, draft.province)
    with pytest.raises(NotAllowed, match="chỉ được xem"):
        keep(by=leader, assessment=draft, code="A-1.1")
    assert draft.answers.count() == 0
