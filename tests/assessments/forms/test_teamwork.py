import pytest
from django.utils import timezone

from accounts.roles import Role
from assessments.forms.teamwork import PartForm
from assessments.teamwork import Part, Share, people_by_body
from tests.assessments.shares import body_of, given, in_days
from tests.assessments.small import open_assessment_on_small
from tests.factories import user_as

pytestmark = pytest.mark.django_db

PART = Part("A", "A", "Chủ đề A", ("A-1",))


@pytest.fixture
def assessment():
    return open_assessment_on_small()


@pytest.fixture
def contributor(assessment):
    return user_as(Role.CONTRIBUTOR, assessment.province)


def form(assessment, row=None, **data):
    sent = {f"part-A-{name}": value for name, value in data.items()}
    return PartForm(PART, assessment, people_by_body(assessment.province), row, timezone.localdate(), sent)


def day(days: int) -> str:
    return f"{in_days(days):%d/%m/%Y}"


def test_row_gives_a_share(assessment, contributor):
    body = body_of(contributor)
    found = form(assessment, body=body.pk, person=contributor.pk, due_on=day(3))
    assert (found.errors, found.share()) == ({}, Share(body, contributor, in_days(3)))
    found = form(assessment, body=body.pk, due_on=day(3))
    assert (found.errors, found.share()) == ({}, Share(body, None, in_days(3)))


def test_empty_row_gives_nobody(assessment):
    found = form(assessment)
    assert (found.is_valid(), found.share()) == (True, None)


def test_day_that_has_passed_may_stay(assessment, contributor):
    row = given(assessment, "A", contributor, -2)
    assert form(assessment, row, body=row.body_id, due_on=day(-2)).errors == {}
    assert list(form(assessment, row, body=row.body_id, due_on=day(-1)).errors) == ["due_on"]


def test_what_is_missing_or_does_not_fit_is_said(assessment, contributor):
    body, other = body_of(contributor), body_of(user_as(Role.CONTRIBUTOR, assessment.province))
    no_body, no_day = "Hãy chọn cơ quan, hoặc để trống cả dòng.", "Hãy ghi hạn hoàn thành."
    elsewhere = "Người này không nhập liệu tại cơ quan đã chọn."
    assert form(assessment, person=contributor.pk).errors == {"body": [no_body]}
    assert form(assessment, due_on=day(1)).errors == {"body": [no_body]}
    assert form(assessment, body=body.pk).errors == {"due_on": [no_day]}
    assert form(assessment, body=other.pk, person=contributor.pk, due_on=day(1)).errors == {"person": [elsewhere]}


@pytest.mark.parametrize("value", ["x", "0", "-1", "1e9", "9" * 400, "\x00", "ế"])
@pytest.mark.parametrize("name", ["body", "person", "due_on"])
def test_rubbish_is_refused_beside_its_field(assessment, contributor, name, value):
    sent = {"body": body_of(contributor).pk, "person": contributor.pk, "due_on": day(1), name: value}
    assert list(form(assessment, **sent).errors) == [name]
