"""What the database refuses, with a sentence for people."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone, translation

from accounts.models import Body
from planning.enums import ActionStatus
from planning.models import ActionPlan, PlannedAction
from tests.factories import BodyFactory

from .plans import home, planned

pytestmark = pytest.mark.django_db
TODAY = date(2026, 5, 20)


@pytest.fixture
def action():
    [found] = planned(home(), "B-2")
    return found


def refused(row) -> list[str]:
    """By the database, and in these words by the model."""
    with pytest.raises(IntegrityError), transaction.atomic():
        type(row).objects.bulk_create([row]) if row.pk is None else row.save()
    with pytest.raises(ValidationError) as error:
        row.validate_constraints()
    return error.value.messages


def copied(action, **fields) -> PlannedAction:
    names = [field.attname for field in PlannedAction._meta.concrete_fields if not field.primary_key]
    return PlannedAction(**{**{name: getattr(action, name) for name in names}, **fields})


def test_assessment_has_one_plan(action):
    with pytest.raises(IntegrityError), transaction.atomic():
        ActionPlan.objects.create(assessment=action.plan.assessment, made_by=action.added_by)


def test_plan_is_not_updated_before_it_was_made(action):
    action.plan.updated_at = action.plan.made_at - timedelta(seconds=1)
    assert refused(action.plan) == ["Kế hoạch không thể được cập nhật trước khi lập."]


def test_catalogue_gives_one_action_a_leaf_and_the_province_as_many_as_it_likes(action):
    assert refused(copied(action)) == ["Kế hoạch đã có việc cho câu hỏi, chỉ số này."]
    own = {"is_own": True, "gain": Decimal(0), "target_value": None}
    PlannedAction.objects.bulk_create([copied(action, **own), copied(action, **own)])
    assert PlannedAction.objects.filter(code="B-2").count() == 3


def test_earlier_action_is_continued_once(action):
    own = {"is_own": True, "gain": Decimal(0), "target_value": None, "continues_id": action.pk}
    copied(action, **own).save()
    assert refused(copied(action, **own)) == ["Việc của đợt trước đã được mang sang kế hoạch này."]


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"text": ""}, "Hãy ghi việc cần làm."),
        ({"cost": Decimal("-0.001")}, "Kinh phí cần từ 0 trở lên."),
        ({"target": "3"}, "Đích của một việc là lựa chọn hoặc giá trị, không phải cả hai."),
        ({"is_own": True}, "Việc tự thêm không có đích và mức tăng điểm tính sẵn."),
        ({"status": "x"}, "Tình trạng không có trong danh sách."),
        ({"version": 0}, "Phiên bản của một việc đếm từ 1."),
    ],
)
def test_nonsense_is_refused(action, fields, sentence):
    for name, value in fields.items():
        setattr(action, name, value)
    assert refused(action) == [sentence]


def test_action_has_one_owner(action):
    action.owner, action.owner_text = BodyFactory(province=action.plan.assessment.province), "Tổ công tác"
    assert refused(action) == ["Hãy chọn một cơ quan hoặc ghi người phụ trách khác, không làm cả hai."]


def test_owner_is_named_without_the_province(action):
    assert action.owner_name == ""
    action.owner_text = "Tổ công tác"
    assert action.owner_name == "Tổ công tác"
    action.owner = Body(name_vi="Sở Xây dựng", name_en="Department of Construction", province_id=1)
    assert action.owner_name == "Sở Xây dựng"
    with translation.override("en"):
        assert action.owner_name == "Department of Construction"


@pytest.mark.parametrize(
    ("status", "due", "is_overdue"),
    [
        (ActionStatus.TO_DO, TODAY - timedelta(days=1), True),
        (ActionStatus.UNDER_WAY, TODAY - timedelta(days=1), True),
        (ActionStatus.UNDER_WAY, TODAY, False),
        (ActionStatus.UNDER_WAY, None, False),
        (ActionStatus.DONE, TODAY - timedelta(days=1), False),
        (ActionStatus.STOPPED, TODAY - timedelta(days=1), False),
    ],
)
def test_unfinished_action_is_overdue_after_its_day(status, due, is_overdue):
    action = PlannedAction(status=status, due=due)
    assert (action.is_overdue(TODAY), action.is_done) == (is_overdue, status == ActionStatus.DONE)


def test_plan_and_action_say_what_they_are(action):
    assert str(action.plan) == f"{action.plan.assessment}: kế hoạch hành động"
    assert str(action) == "B-2: Nâng giá trị đến mức mục tiêu"
    assert action.plan.made_at <= timezone.now()
