import pytest

from accounts.roles import Role
from assessments.actions.answers import Content, save
from assessments.activity import ANSWER, EVENT, about, changes, doers, keys, person_of, said
from assessments.catalogue import campaign_catalogue
from assessments.enums import Verb
from assessments.models import AnswerRevision, WorkflowEvent
from tests.assessments.small import open_assessment_on_small
from tests.factories import evidence_document, user_as

pytestmark = pytest.mark.django_db


@pytest.fixture
def assessment():
    return open_assessment_on_small()


@pytest.fixture
def contributor(assessment):
    return user_as(Role.CONTRIBUTOR, assessment.province)


def answered(assessment, by, value="2", **content):
    return save(by=by, assessment=assessment, code="A-1.1", content=Content(value, **content), expected_version=None)


def test_change_is_told_from_what_to_what(assessment, contributor):
    answered(assessment, contributor)
    answered(assessment, contributor, "3")
    answered(assessment, contributor, "3", note="Đã kiểm tra")
    found = changes(AnswerRevision.objects.values_list("pk", flat=True), campaign_catalogue(assessment.campaign))
    assert [(found[pk].before, found[pk].after, found[pk].details) for pk in sorted(found)] == [
        ("Chưa trả lời", "Mức 2", []),
        ("Mức 2", "Mức 3", []),
        ("Mức 3", "Mức 3", ["sửa ghi chú"]),
    ]
    assert {(change.by, change.code, change.title) for change in found.values()} == {
        (str(contributor), "A-1.1", "Mức kiến trúc")
    }


def test_version_without_its_question_says_nothing_of_the_value(assessment):
    assert said(None, {"value": "2"}) == "Chưa trả lời"
    assert said(None, {"not_applicable": True, "reason": "Không có cảng"}) == "Không áp dụng: Không có cảng"


def test_doers_count_answers_not_saves(assessment, contributor):
    coordinator = user_as(Role.COORDINATOR, assessment.province)
    answered(assessment, coordinator)
    answered(assessment, contributor, "3")
    answered(assessment, contributor, "4")
    found = doers(assessment)
    assert [(doer.pk, doer.name, doer.answers) for doer in found] == [
        (contributor.pk, str(contributor), 1),
        (coordinator.pk, str(coordinator), 1),
    ]
    assert person_of(found, str(contributor.pk)) == contributor.pk
    assert [person_of(found, wanted) for wanted in ("", "x", "0", "9" * 400, "\x00")] == [None] * 5


def test_keys_are_filtered_by_person_and_section(assessment, contributor):
    coordinator = user_as(Role.COORDINATOR, assessment.province)
    answered(assessment, contributor)
    evidence_document(assessment, coordinator, "A-1.1")
    WorkflowEvent.objects.create(assessment=assessment, verb=Verb.EXTEND)
    events = assessment.events.all()
    kinds = {kind for kind, _pk, _at in keys(assessment, events, None, None)}
    assert (kinds, len(keys(assessment, events, None, None))) == ({ANSWER, EVENT}, 3)
    assert [kind for kind, _pk, _at in keys(assessment, events, contributor.pk, None)] == [ANSWER]
    assert [kind for kind, _pk, _at in keys(assessment, events, coordinator.pk, None)] == [EVENT]
    assert [kind for kind, _pk, _at in keys(assessment, about(events, ["A-1.1"]), None, ["A-1"])] == [EVENT, ANSWER]
    assert list(keys(assessment, about(events, ["B.1"]), None, ["B"])) == []
