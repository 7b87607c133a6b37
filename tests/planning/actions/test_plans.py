from datetime import date
from decimal import Decimal
from itertools import product

import pytest
from django.db import transaction
from django.utils import timezone

from accounts.roles import Role
from assessments.enums import AssessmentState, Verb
from assessments.errors import NotAllowed, Refusal
from assessments.models import Assessment
from planning.actions.plans import (
    Details,
    StaleAction,
    add,
    add_own,
    carry,
    change,
    details_of,
    remove,
)
from planning.enums import ActionStatus
from planning.models import ActionPlan, PlannedAction
from planning.queries import actions_of
from tests.assessments.people import WHO, everybody
from tests.factories import BodyFactory, UserFactory, user_as
from tests.planning.plans import Home, ended, home, next_round, planned

pytestmark = pytest.mark.django_db

PLANNERS = {Role.COORDINATOR, Role.LEADER}
NOT_THEIRS = "Chỉ đầu mối và lãnh đạo của tỉnh được lập và sửa kế hoạch hành động."
OURS, COLLEAGUES = (
    "Việc này vừa được chính bạn sửa ở cửa sổ khác. Hãy xem cả hai bản rồi lưu lại.",
    "Đồng nghiệp vừa sửa việc này. Hãy xem cả hai bản rồi lưu lại.",
)


@pytest.fixture
def found():
    return home()


def events(found: Home) -> list[tuple]:
    return list(found.assessment.events.filter(verb=Verb.PLAN).values_list("by", "detail"))


# -- who ---------------------------------------------------------------------------------------------------------------

VERBS = {
    "add": lambda by, found, action: add(by=by, case=found.case, ways=[found.case.step("A-1.1")]),
    "add own": lambda by, found, action: add_own(
        by=by, assessment=found.assessment, code="A-1.2", details=Details("Tập huấn")
    ),
    "change": lambda by, found, action: change(by=by, action=action, details=Details("Khác"), seen=1),
    "remove": lambda by, found, action: remove(by=by, action=action, seen=1),
    "carry": lambda by, found, action: carry(by=by, assessment=found.assessment),
}


def outcome(act, *given) -> str:
    """The refusal, "" where it was done; undone again."""
    said = ""
    with transaction.atomic():
        try:
            act(*given)
        except Refusal as error:
            said = str(error)
        transaction.set_rollback(True)
    return said


@pytest.mark.slow
def test_every_verb_asks_for_the_right_itself(found):
    [action] = planned(found, "B-2")
    people = everybody(found.assessment.province)
    said = {(who, verb): outcome(VERBS[verb], people[who], found, action) for who, verb in product(WHO, VERBS)}
    nothing = "Không có việc nào của kế hoạch đợt trước để mang sang."
    assert said == {
        (who, verb): NOT_THEIRS if who not in PLANNERS else nothing if verb == "carry" else ""
        for who, verb in product(WHO, VERBS)
    }


@pytest.mark.parametrize("state", list(AssessmentState))
def test_plan_is_kept_up_in_every_state(found, state):
    [action] = planned(found, "B-2")
    marks = {"submitted_at": timezone.now(), "submitted_by": found.coordinator}
    marks |= {"returned_at": timezone.now(), "clarify_until": timezone.localdate()} if state == "returned" else {}
    marks |= {"finalised_at": timezone.now(), "finalised_by": found.coordinator} if state == "final" else {}
    Assessment.objects.filter(pk=found.assessment.pk).update(**({"state": state} | marks if state != "draft" else {}))
    changed = change(by=found.coordinator, action=action, details=Details("Việc", status=ActionStatus.DONE), seen=1)
    assert (changed.status, changed.version) == (ActionStatus.DONE, 2)


def test_without_a_score_there_is_nothing_to_plan_by(found):
    case = found.case
    found.assessment.snapshots.all().delete()
    with pytest.raises(NotAllowed, match="Chưa có bản chấm điểm nào"):
        add(by=found.coordinator, case=case, ways=[case.step("B-2")])
    assert not ActionPlan.objects.exists()


# -- adding ------------------------------------------------------------------------------------------------------------


def test_ways_become_actions_with_the_facts_of_their_snapshot(found):
    owner = BodyFactory(province=found.assessment.province, code="STTTT")
    BodyFactory(code="SXD")  # of another province
    case = found.case
    ways = [case.data["A-1.1"].ways[1], case.step("A-1.3"), case.step("B-1"), case.step("A-1.7"), case.step("B-2")]
    assert add(by=found.coordinator, case=case, ways=ways) == 5
    rows = {action.code: action for action in actions_of(found.assessment)}
    assert {code: (row.text, row.target, row.target_value, row.score_then) for code, row in rows.items()} == {
        "A-1.1": ("Ban hành văn bản. Đạt mức “Mức 4”", "4", None, Decimal("50.00")),
        "A-1.3": ("Bổ sung các mục còn thiếu: Mục c", "c", None, Decimal("25.00")),
        "A-1.6": ("Nâng giá trị đến mức mục tiêu", "", Decimal(100), Decimal("25.00")),
        "A-1.7": ("Hoàn thành nội dung này", "", None, Decimal("0.00")),
        "B-2": ("Nâng giá trị đến mức mục tiêu", "", Decimal(10), Decimal("40.00")),
    }
    assert {code: round(row.gain, 2) for code, row in rows.items()} == {
        "A-1.1": Decimal("8.33"),
        "A-1.3": Decimal("4.17"),
        "A-1.6": Decimal("12.50"),
        "A-1.7": Decimal("8.33"),
        "B-2": Decimal("22.50"),
    }
    assert {code: row.owner for code, row in rows.items() if row.owner} == {"A-1.1": owner}
    for row in rows.values():
        assert (row.snapshot, row.reading, row.status, row.version) == (found.snapshot, "claimed", "to_do", 1)
        assert (row.added_by, row.updated_by, row.is_own) == (found.coordinator, found.coordinator, False)
    assert rows["B-2"].plan.made_by == found.coordinator
    assert events(found) == [(found.coordinator.pk, "thêm 5 việc: A-1.1, A-1.3, A-1.6, A-1.7, B-2")]


def test_what_the_plan_has_stays_as_it_is(found):
    [action] = planned(found, "B-2")
    change(by=found.coordinator, action=action, details=Details("Của tỉnh"), seen=1)
    leader = user_as(Role.LEADER, found.assessment.province)
    ways = [found.case.step("B-2"), found.case.step("A-1.1")]
    assert add(by=leader, case=found.case, ways=ways) == 1
    assert add(by=leader, case=found.case, ways=ways) == 0
    assert {row.code: row.text for row in actions_of(found.assessment)} == {
        "A-1.1": "Ban hành văn bản",
        "B-2": "Của tỉnh",
    }
    assert [detail for _by, detail in events(found)] == ["thêm 1 việc: B-2", "sửa việc B-2", "thêm 1 việc: A-1.1"]
    assert ActionPlan.objects.get().updated_at > ActionPlan.objects.get().made_at


def test_work_of_ones_own_belongs_to_a_leaf_and_promises_nothing(found):
    details = Details("Tập huấn", owner_text="Trường chính trị", cost=Decimal(3))
    for code, score in (("A-1.3", Decimal("25.00")), ("A-1.8", None), ("A-1.3", Decimal("25.00"))):
        made = add_own(by=found.coordinator, assessment=found.assessment, code=code, details=details)
        assert (made.is_own, made.gain, made.target, made.score_then) == (True, 0, "", score)
        assert (made.owner_text, made.cost, made.snapshot) == ("Trường chính trị", 3, found.snapshot)
    assert len(actions_of(found.assessment)) == 3
    with pytest.raises(Refusal, match="không có mã “X”"):
        add_own(by=found.coordinator, assessment=found.assessment, code="X", details=details)


# -- changing and removing ---------------------------------------------------------------------------------------------


def test_change_is_recorded_with_who_and_when(found):
    [action] = planned(found, "B-2")
    leader = user_as(Role.LEADER, found.assessment.province)
    owner = BodyFactory(province=found.assessment.province)
    details = Details("Đo lại", owner, "", date(2026, 9, 1), Decimal("12.5"), ActionStatus.UNDER_WAY, "Đã giao việc.")
    changed = change(by=leader, action=action, details=details, seen=1)
    changed.refresh_from_db()
    assert details_of(changed) == details
    assert (changed.version, changed.updated_by, changed.added_by) == (2, leader, found.coordinator)
    assert events(found)[-1] == (leader.pk, "B-2: chưa làm -> đang làm")
    assert (changed.gain, changed.target_value) == (action.gain, 10)


def test_saving_the_same_again_changes_nothing(found):
    [action] = planned(found, "B-2")
    before = events(found)
    assert change(by=found.coordinator, action=action, details=details_of(action), seen=1).version == 1
    assert events(found) == before


def test_text_is_kept_in_composed_letters(found):
    [action] = planned(found, "B-2")
    changed = change(by=found.coordinator, action=action, details=Details("Kê\u0301 hoạch"), seen=1)
    assert changed.text == "K\u1ebf hoạch"


def test_two_editors_on_one_action_lose_nothing(found):
    [action] = planned(found, "B-2")
    leader = user_as(Role.LEADER, found.assessment.province)
    change(by=leader, action=action, details=Details("Của lãnh đạo"), seen=1)
    with pytest.raises(StaleAction) as error:
        change(by=found.coordinator, action=action, details=Details("Của đầu mối"), seen=1)
    assert str(error.value) == COLLEAGUES
    with pytest.raises(StaleAction) as error:
        change(by=leader, action=action, details=Details("Lần nữa"), seen=1)
    assert str(error.value) == OURS
    with pytest.raises(StaleAction):
        remove(by=found.coordinator, action=action, seen=1)
    assert PlannedAction.objects.get().text == "Của lãnh đạo"
    assert change(by=found.coordinator, action=action, details=Details("Của đầu mối"), seen=2).version == 3


def test_removed_action_is_in_the_log_with_what_it_was(found):
    [action] = planned(found, "B-2")
    remove(by=found.coordinator, action=action, seen=1)
    assert actions_of(found.assessment) == []
    assert events(found)[-1] == (found.coordinator.pk, "bỏ việc B-2: Nâng giá trị đến mức mục tiêu")
    for act in (
        lambda: remove(by=found.coordinator, action=action, seen=1),
        lambda: change(by=found.coordinator, action=action, details=Details("Khác"), seen=1),
    ):
        with pytest.raises(StaleAction, match="Việc này vừa bị bỏ khỏi kế hoạch"):
            act()


# -- the next round ----------------------------------------------------------------------------------------------------


def test_unfinished_actions_are_carried_with_this_rounds_facts(found):
    planned(found, "A-1.1", "A-1.3", "A-1.7", "B-2")
    details = Details("Đo lại", None, "Tổ đo", date(2026, 9, 1), Decimal("12.5"), ActionStatus.UNDER_WAY, "Đang đo.")
    action = PlannedAction.objects.get(code="B-2")
    change(by=found.coordinator, action=action, details=details, seen=1)
    PlannedAction.objects.filter(code="A-1.1").update(status=ActionStatus.DONE)
    own = add_own(by=found.coordinator, assessment=found.assessment, code="A-1.1", details=Details("Tập huấn"))
    before = ended(found)
    now = next_round(before, on_new_catalogues=True)
    leader = user_as(Role.LEADER, found.assessment.province)
    assert carry(by=leader, assessment=now.assessment) == 2  # is scored otherwise, A-1.7 gone, A-1.1 done
    rows = {row.code: row for row in actions_of(now.assessment)}
    assert set(rows) == {"B-2", "A-1.1"}
    assert (details_of(rows["B-2"]), rows["B-2"].continues) == (details, action)
    # B-2 is alone in B now: 60 · 1/2
    assert (rows["B-2"].snapshot, round(rows["B-2"].gain, 2)) == (now.snapshot, Decimal("30.00"))
    assert (rows["A-1.1"].is_own, rows["A-1.1"].continues, rows["A-1.1"].score_then) == (True, own, Decimal("50.00"))
    assert {(row.added_by, row.updated_by, row.version) for row in rows.values()} == {(leader, leader, 1)}
    detail = f"mang sang 2 việc: {before.assessment.campaign}"
    assert list(now.assessment.events.filter(verb=Verb.PLAN).values_list("by", "detail")) == [(leader.pk, detail)]
    assert len(actions_of(before.assessment)) == 5


def test_what_is_carried_is_not_carried_twice(found):
    planned(found, "B-2")
    now = next_round(ended(found))
    assert carry(by=found.coordinator, assessment=now.assessment) == 1
    with pytest.raises(Refusal, match="Không có việc nào của kế hoạch đợt trước để mang sang"):
        carry(by=found.coordinator, assessment=now.assessment)
    assert len(actions_of(now.assessment)) == 1


def test_without_a_plan_before_nothing_is_carried(found):
    with pytest.raises(Refusal, match="Không có việc nào của kế hoạch đợt trước để mang sang"):
        carry(by=found.coordinator, assessment=found.assessment)
    assert not ActionPlan.objects.exists()


def test_stranger_changes_nothing(found):
    [action] = planned(found, "B-2")
    with pytest.raises(NotAllowed):
        change(by=UserFactory(), action=action, details=Details("Khác"), seen=1)
    assert PlannedAction.objects.get().version == 1
