"""Evidence given once more: the very row in support of another answer, and the same content with another date."""

from datetime import date

import pytest

from accounts.roles import Role
from assessments.actions import evidence
from assessments.enums import AssessmentState, Superseded, Verb
from assessments.errors import NotAllowed
from assessments.models import AnswerEvidence, Evidence, WorkflowEvent
from tests.assessments.views.returned import returned
from tests.factories import (
    ProvinceFactory,
    assessment_in,
    evidence_document,
    open_assessment,
    pdf_upload,
    user_as,
)

pytestmark = pytest.mark.django_db

CODE, OTHER = "ICT-4.2", "ICT-4.6"
FIRST, SECOND = date(2030, 1, 1), date(2031, 1, 1)


@pytest.fixture
def assessment():
    return open_assessment()


@pytest.fixture
def by(assessment):
    return user_as(Role.CONTRIBUTOR, assessment.province)


def add_file(by, assessment, code=CODE, **fields) -> Evidence:
    return evidence.add_file(by=by, assessment=assessment, code=code, upload=pdf_upload(), **fields)


def events(assessment) -> list[tuple[str, str]]:
    return list(WorkflowEvent.objects.filter(assessment=assessment).order_by("pk").values_list("verb", "detail"))


@pytest.mark.slow
def test_the_same_rows_support_another_answer(by, assessment):
    items = [add_file(by, assessment, is_confidential=True), evidence_document(assessment, by, CODE)]
    assert evidence.reuse(by=by, assessment=assessment, code=OTHER, items=items) == 2
    assert set(assessment.answers.get(code=OTHER).evidence.all()) == set(items)
    assert Evidence.objects.count() == 2
    assert events(assessment)[-2:] == [(Verb.ADD_EVIDENCE, f"{OTHER}: {item.title}") for item in items]
    assert assessment.parts.exists()


@pytest.mark.slow
def test_evidence_of_an_earlier_round_supports_an_answer(by, assessment):
    before = open_assessment(assessment.province)
    item = add_file(by, before)
    evidence.reuse(by=by, assessment=assessment, code=CODE, items=[item])
    assert sorted(item.answers.values_list("assessment", flat=True)) == sorted([before.pk, assessment.pk])


@pytest.mark.slow
def test_what_the_answer_has_already_is_not_added_again(by, assessment):
    item, same_bytes = add_file(by, assessment), add_file(by, assessment, OTHER)
    told = events(assessment)
    assert evidence.reuse(by=by, assessment=assessment, code=CODE, items=[item, item, same_bytes]) == 0
    assert (AnswerEvidence.objects.count(), events(assessment)) == (2, told)


@pytest.mark.slow
def test_evidence_of_another_province_takes_none_of_the_others_along(by, assessment):
    elsewhere = open_assessment()
    foreign = add_file(user_as(Role.COORDINATOR, elsewhere.province), elsewhere)
    own = evidence_document(assessment, by, CODE)
    with pytest.raises(NotAllowed) as refused:
        evidence.reuse(by=by, assessment=assessment, code=OTHER, items=[own, foreign])
    assert str(refused.value) == "Chỉ dùng lại được minh chứng của chính tỉnh, thành phố mình."
    assert list(assessment.answers.values_list("code", flat=True)) == [CODE]


@pytest.mark.slow
@pytest.mark.parametrize("role", [Role.LEADER, Role.REVIEWER, "elsewhere"])
def test_only_those_who_may_edit_use_evidence_again(role, by, assessment):
    item = add_file(by, assessment)
    stranger = role == "elsewhere"
    other = user_as(Role.COORDINATOR, ProvinceFactory()) if stranger else user_as(role, assessment.province)
    with pytest.raises(NotAllowed) as refused:
        evidence.reuse(by=other, assessment=assessment, code=OTHER, items=[item])
    assert str(refused.value) == "Vai trò của bạn chỉ được xem phiếu này."
    assert AnswerEvidence.objects.count() == 1


@pytest.mark.slow
def test_nothing_is_added_to_what_was_handed_in(by, assessment):
    item = add_file(by, assessment)
    handed_in = assessment_in(AssessmentState.SUBMITTED, province=assessment.province)
    with pytest.raises(NotAllowed) as refused:
        evidence.reuse(by=by, assessment=handed_in, code=CODE, items=[item])
    assert str(refused.value) == "Phiếu đã nộp nên không sửa được nữa."
    assert item.answers.count() == 1


# -- until when it holds -----------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_date_is_kept_with_files_and_documents(by, assessment):
    item = add_file(by, assessment, valid_until=FIRST)
    given = {"number": "1", "day": None, "issuer": "", "valid_until": SECOND}
    document = evidence.add_document(by=by, assessment=assessment, code=CODE, **given)
    found = [Evidence.objects.get(pk=row.pk).valid_until for row in (item, document)]
    assert found == [FIRST, SECOND]


@pytest.mark.slow
@pytest.mark.parametrize("again", [None, FIRST])
def test_same_file_with_the_same_date_or_none_is_the_same_item(again, by, assessment):
    item = add_file(by, assessment, valid_until=FIRST)
    assert add_file(by, assessment, valid_until=again) == item
    assert Evidence.objects.get().valid_until == FIRST


@pytest.mark.slow
def test_another_date_makes_another_item_here_and_leaves_other_answers_alone(by, assessment):
    item = add_file(by, assessment, valid_until=FIRST, is_confidential=True)
    evidence.reuse(by=by, assessment=assessment, code=OTHER, items=[item])
    new = add_file(by, assessment, valid_until=SECOND)
    assert [assessment.answers.get(code=code).evidence.get() for code in (CODE, OTHER)] == [new, item]
    assert (new.valid_until, new.is_confidential, item.stored_file) == (SECOND, True, new.stored_file)
    assert [verb for verb, _detail in events(assessment)][-2:] == [Verb.REMOVE_EVIDENCE, Verb.ADD_EVIDENCE]


@pytest.mark.slow
def test_reuse_lets_the_decision_on_the_answer_fall():
    assessment, _reviewer = returned()
    coordinator = user_as(Role.COORDINATOR, assessment.province)
    item = evidence_document(open_assessment(assessment.province), coordinator, CODE)
    [decision] = assessment.decisions.standing()
    evidence.reuse(by=coordinator, assessment=assessment, code="A-1.1", items=[item])
    decision.refresh_from_db()
    assert (decision.code, decision.superseded_why) == ("A-1.1", Superseded.ANSWER_CHANGED)
