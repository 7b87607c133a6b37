from datetime import timedelta

import pytest
from django.utils import timezone

from assessments.models import PartAssignment
from tests.assessments.small import open_assessment_on_small
from tests.factories import BodyFactory, UserFactory

from .refusals import assert_refused

pytestmark = pytest.mark.django_db


def given(assessment, part: str = "A", **fields) -> PartAssignment:
    body = fields.pop("body", None) or BodyFactory(province=assessment.province)
    due_on = timezone.localdate() + timedelta(days=3)
    return PartAssignment(assessment=assessment, part=part, body=body, by=UserFactory(), due_on=due_on, **fields)


def test_part_is_given_once_in_an_assessment():
    assessment = open_assessment_on_small()
    given(assessment).save()
    given(assessment, "B").save()
    assert_refused(given(assessment), "part_assigned_once", "Phần này đã được phân công.")


def test_part_has_a_code():
    row = given(open_assessment_on_small(), "")
    assert_refused(row, "part_assigned_has_a_code", "Phân công cần mã của phần.")


def test_who_is_the_person_else_the_body():
    assessment = open_assessment_on_small()
    body = BodyFactory(province=assessment.province, name_vi="Sở Xây dựng")
    assert given(assessment, body=body).who == "Sở Xây dựng"
    row = given(assessment, body=body, person=UserFactory(full_name="Trần Thị Hà"))
    assert (row.label, given(assessment, "K.B").label) == ("nhóm nội dung A", "nhóm chỉ số B")
    assert (row.who, str(row)) == ("Trần Thị Hà", f"{assessment}, A: Trần Thị Hà")
