import pytest
from django.utils import timezone

from accounts.roles import Role
from assessments.actions.answers import Content, load
from tests.assessments.views.returned import returned
from tests.factories import evidence_document, user_as
from tests.workbooks.books import small_draft
from workbooks.writing.source import source

pytestmark = pytest.mark.django_db


def test_source_has_what_the_workbook_shows():
    assessment, by = small_draft()
    load(by=by, assessment=assessment, contents={"A-1.2": Content("yes", note=" a\r\nb ")})
    evidence_document(assessment, by, "A-1.2")
    found = source(assessment, by, timezone.now())
    assert found.contents == {"A-1.2": Content("yes", note="a\nb")}
    assert (found.versions["A-1.2"], found.versions["A-1.1"], found.evidence) == (1, 0, {"A-1.2": 1})
    assert (found.closed, found.opened, found.earlier) == ("", frozenset(found.catalogue.items), {})
    assert found.hidden == {"A-1.5"}


def test_source_is_open_as_far_as_the_person_may():
    assessment, _reviewer = returned()
    coordinator, leader = (user_as(role, assessment.province) for role in (Role.COORDINATOR, Role.LEADER))
    assert source(assessment, coordinator, timezone.now()).opened == {"A-1.1"}
    found = source(assessment, leader, timezone.now())
    assert (found.closed, found.opened) == ("Vai trò của bạn chỉ được xem phiếu này.", frozenset())


def test_source_costs_the_same_queries_however_much_is_answered(django_assert_num_queries):
    blank, by = small_draft()
    full, other = small_draft()
    load(by=other, assessment=full, contents={"A-1.1": Content("2"), "A-1.2": Content("no"), "B-2": Content(7)})
    for assessment, person in ((blank, by), (full, other)):
        source(assessment, person, timezone.now())
        with django_assert_num_queries(2):
            source(assessment, person, timezone.now())
