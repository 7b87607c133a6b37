"""Running a campaign: role × state × verb → the reason, "" where it is allowed."""

from datetime import date, timedelta
from itertools import product

import pytest

from accounts.roles import MINISTRY_ROLES, Role
from assessments.campaign_permissions import (
    DATES,
    movable_dates,
    why_not_change,
    why_not_close,
    why_not_finalise_all,
    why_not_move_date,
    why_not_open_campaign,
    why_not_run,
    why_not_see_templates,
)
from assessments.enums import CampaignState, CampaignVerb
from assessments.models import Campaign

from .people import expected, told

pytestmark = pytest.mark.django_db

MANAGER_ONLY = "Chỉ quản trị đợt đánh giá được làm việc này."
NOBODY_FILED = "Chưa tỉnh nào nộp phiếu nên chưa có kết quả để chốt."
MANAGERS = {Role.CAMPAIGN_MANAGER}
TODAY = date(2026, 5, 20)
DAY = timedelta(days=1)
MOVABLE = {
    CampaignState.DRAFT: (),
    CampaignState.OPEN: DATES,
    CampaignState.CLOSED: ("review_by", "clarify_by", "publish_on"),
    CampaignState.FINAL: ("publish_on",),
    CampaignState.PUBLISHED: (),
}


def campaign(state: CampaignState, submit_by: date = TODAY - DAY) -> Campaign:
    days = {name: submit_by + number * DAY for number, name in enumerate(DATES)}
    return Campaign(name="Đợt 1", state=state, **days)


def cannot(verb: CampaignVerb, but: CampaignState) -> dict[CampaignState, str]:
    """What the table of transitions says in every state but the one the verb starts from."""
    sentence = "Đợt “Đợt 1” đang ở trạng thái “%s” nên không thể %s."
    return {state: "" if state == but else sentence % (state.label, verb.label) for state in CampaignState}


def test_why_not_run_by_role(people):
    found = told(people, [None], lambda user, _case: why_not_run(user))
    assert found == expected(MANAGERS, MANAGER_ONLY, {None: ""})


def test_why_not_see_templates_by_role(people):
    found = told(people, [None], lambda user, _case: why_not_see_templates(user))
    assert found == expected(MINISTRY_ROLES, "Chỉ người của Bộ được xem mẫu báo cáo.", {None: ""})


def test_why_not_open_campaign_by_role_and_state(people):
    found = told(people, CampaignState, lambda user, state: why_not_open_campaign(user, campaign(state)))
    assert found == expected(MANAGERS, MANAGER_ONLY, cannot(CampaignVerb.OPEN, CampaignState.DRAFT))


def test_why_not_change_by_role_and_state(people):
    found = told(people, CampaignState, lambda user, state: why_not_change(user, campaign(state)))
    reasons = {**dict.fromkeys(CampaignState, ""), CampaignState.PUBLISHED: "Đợt đã công bố nên không sửa được nữa."}
    assert found == expected(MANAGERS, MANAGER_ONLY, reasons)


@pytest.mark.parametrize(
    ("submit_by", "reason"),
    [
        (TODAY - DAY, ""),
        (TODAY, "Chưa hết hạn tự đánh giá (20/05/2026); nếu cần khóa sớm, hãy sửa hạn trước."),
        (TODAY + DAY, "Chưa hết hạn tự đánh giá (21/05/2026); nếu cần khóa sớm, hãy sửa hạn trước."),
    ],
)
def test_why_not_close_by_role_and_state(submit_by, reason, people):
    found = told(people, CampaignState, lambda user, state: why_not_close(user, campaign(state, submit_by), TODAY))
    reasons = {**cannot(CampaignVerb.CLOSE, CampaignState.OPEN), CampaignState.OPEN: reason}
    assert found == expected(MANAGERS, MANAGER_ONLY, reasons)


@pytest.mark.parametrize(
    ("counts", "reason"),
    [
        ((0, 0, 0), NOBODY_FILED),
        ((0, 2, 2), NOBODY_FILED),
        ((34, 1, 3), "Còn 1 phiếu đang giải trình."),
        ((34, 0, 3), "Còn 3 phiếu chưa thẩm định xong."),
        ((34, 0, 0), ""),
    ],
)
def test_why_not_finalise_all_by_role_and_state(counts, reason, people):
    found = told(people, CampaignState, lambda user, state: why_not_finalise_all(user, campaign(state), *counts))
    reasons = {**cannot(CampaignVerb.FINALISE, CampaignState.CLOSED), CampaignState.CLOSED: reason}
    assert found == expected(MANAGERS, MANAGER_ONLY, reasons)


def test_movable_dates_are_those_that_lie_ahead():
    assert {state: movable_dates(campaign(state)) for state in CampaignState} == MOVABLE


@pytest.mark.parametrize(("state", "name"), [*product(CampaignState, DATES)])
def test_why_not_move_date_by_state_and_date(state, name):
    label = str(Campaign._meta.get_field(name).verbose_name)
    row = campaign(state, submit_by=TODAY + DAY)
    behind = f"Mốc “{label}” đã qua nên không dời được nữa."
    is_movable = name in MOVABLE[state]
    reasons = {
        getattr(row, name): "",
        TODAY + 9 * DAY: "" if is_movable else behind,
        TODAY: "" if is_movable else behind,
        TODAY - DAY: f"Mốc “{label}” không thể dời về ngày đã qua (19/05/2026)." if is_movable else behind,
    }
    assert {new: why_not_move_date(row, name, new, TODAY) for new in reasons} == reasons


def test_why_not_move_date_leaves_alone_what_stays_though_it_is_past():
    row = campaign(CampaignState.PUBLISHED, submit_by=TODAY - 90 * DAY)
    assert [why_not_move_date(row, name, getattr(row, name), TODAY) for name in DATES] == [""] * len(DATES)
