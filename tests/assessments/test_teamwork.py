import pytest
from django.http import Http404
from django.utils import timezone

from accounts.roles import Role
from assessments.catalogue import campaign_catalogue
from assessments.queries import Progress
from assessments.teamwork import (
    assignee_of,
    assignees,
    assignments,
    get_own_assessment_or_404,
    own_parts,
    own_shares,
    part_code,
    parts_of,
    people_by_body,
)
from tests.factories import MembershipFactory, open_assessment, user_as

from .shares import body_of, given
from .small import open_assessment_on_small

pytestmark = pytest.mark.django_db


@pytest.fixture
def assessment():
    return open_assessment_on_small()


@pytest.fixture
def contributor(assessment):
    return user_as(Role.CONTRIBUTOR, assessment.province)


def progress(assessment, answered: int) -> dict[str, Progress]:
    return {code: Progress(answered, 4) for code in campaign_catalogue(assessment.campaign).sections}


def test_parts_are_the_themes_and_groups_of_the_catalogues():
    catalogue = campaign_catalogue(open_assessment().campaign)
    parts = parts_of(catalogue)
    assert len(parts) == 6 + 7
    assert [code for part in parts.values() for code in part.sections] == list(catalogue.sections)
    assert {code: part_code(section) for code, section in catalogue.sections.items()} == {
        section: part.code for part in parts.values() for section in part.sections
    }


@pytest.mark.parametrize("role", Role)
def test_own_assessment_is_of_those_who_write_in_its_province(assessment, role):
    user = user_as(role, assessment.province)
    if role in {Role.CONTRIBUTOR, Role.COORDINATOR}:
        assert get_own_assessment_or_404(user, assessment.pk) == assessment
        user = user_as(role)
    with pytest.raises(Http404):
        get_own_assessment_or_404(user, assessment.pk)


def test_assignee_is_overdue_once_the_day_has_passed_unless_all_is_answered(assessment, contributor):
    given(assessment, "A", contributor, -2)
    given(assessment, "gone", contributor)
    catalogue, rows = campaign_catalogue(assessment.campaign), assignments(assessment)
    today = timezone.localdate()
    for answered, is_overdue in ((3, True), (4, False)):
        found = assignees(rows, catalogue, progress(assessment, answered), today)
        assert set(found) == {"A"}
        assert (found["A"].who, found["A"].body) == (str(contributor), body_of(contributor).name)
        assert (found["A"].days_left, found["A"].is_overdue) == (-2, is_overdue)


def test_assignee_of_a_section_is_that_of_its_part(assessment, contributor):
    given(assessment, "A", contributor, -2)
    catalogue, today = campaign_catalogue(assessment.campaign), timezone.localdate()
    parts, rows = progress(assessment, 3), assignments(assessment)
    for section in catalogue.sections.values():
        found = assignee_of(assessment, section, catalogue, parts, today)
        assert found == assignees(rows, catalogue, parts, today).get(part_code(section))
    inside = {section.code for section in catalogue.sections.values() if part_code(section) == "A"}
    whole = {code: Progress(4, 4) if code in inside else done for code, done in parts.items()}
    assert assignee_of(assessment, catalogue.sections[min(inside)], catalogue, whole, today).is_done


def test_own_parts_are_those_by_name_and_of_the_whole_body(assessment, contributor):
    colleague = MembershipFactory(body=body_of(contributor)).user
    given(assessment, "A", contributor)
    given(assessment, "K.B", contributor, 2, whole_body=True)
    assert [row.part for row in own_shares(contributor, [assessment])[assessment.pk]] == ["K.B", "A"]
    assert [row.part for row in own_shares(colleague, [assessment])[assessment.pk]] == ["K.B"]
    assert own_shares(user_as(Role.CONTRIBUTOR, assessment.province), [assessment]) == {}


def test_own_parts_lead_to_what_is_left_and_whole_ones_come_last(assessment, contributor):
    given(assessment, "A", contributor, 1)
    given(assessment, "K.B", contributor, 2)
    catalogue = campaign_catalogue(assessment.campaign)
    first = parts_of(catalogue)["A"].sections
    done = {code: Progress(4 if code in first else 1, 4) for code in catalogue.sections}
    rows = own_shares(contributor, [assessment])[assessment.pk]
    found = own_parts(rows, catalogue, done, timezone.localdate())
    assert [(own.part.code, own.next_section and part_code(own.next_section)) for own in found] == [
        ("K.B", "K.B"),
        ("A", None),
    ]


def test_people_are_those_who_write_in_each_body(assessment, contributor):
    body = body_of(contributor)
    MembershipFactory(body=body, role=Role.LEADER)
    MembershipFactory(body=body, user=contributor, role=Role.COORDINATOR)
    left = MembershipFactory(body=body).user
    left.is_active = False
    left.save()
    assert people_by_body(assessment.province) == ([body], {body.pk: [contributor]})
