"""Campaigns that are under way: changing, closing, extending."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from accounts.roles import Role
from assessments.actions import campaigns
from assessments.enums import CampaignState, CampaignVerb, Verb
from assessments.errors import NotAllowed
from assessments.models import Assessment, Campaign
from assessments.permissions import why_not_open
from guidance.models import GuidanceVersion
from tests.assessments.rounds import at, round_of
from tests.factories import UserFactory, user_as

from .test_campaigns import MANAGERS_ONLY, NOBODY, refusal

pytestmark = pytest.mark.django_db


# -- changing --------------------------------------------------------------------------------------------------------

REASON = "Theo đề nghị của các tỉnh."


def days(number: int) -> date:
    return timezone.localdate() + timedelta(days=number)


def stored(state: CampaignState = CampaignState.OPEN, **fields) -> Campaign:
    return round_of(0, name="Đợt 1", state=state, **fields)


def change(campaign: Campaign, reason: str = REASON, **fields) -> Campaign:
    """By a manager, as a form leaves the instance."""
    manager = fields.pop("by", None) or user_as(Role.CAMPAIGN_MANAGER)
    for name, value in fields.items():
        setattr(campaign, name, value)
    return campaigns.change(by=manager, campaign=campaign, reason=reason)


def test_everything_may_change_in_preparation():
    campaign = stored(CampaignState.DRAFT)
    change(campaign, reason="", name="Đợt khác", alpha=Decimal("0.7"), opens_on=days(1))
    found = Campaign.objects.get()
    assert (found.name, found.alpha, found.opens_on) == ("Đợt khác", Decimal("0.7"), days(1))
    assert [(event.verb, event.detail) for event in found.events.all()] == [(CampaignVerb.CHANGE, "")]


def test_change_in_preparation_is_checked_as_a_new_campaign_is():
    version = GuidanceVersion.objects.create(code="moi/v9", definition={}, checksum="0" * 64)
    expected = "Phiên bản moi/v9 chưa công bố nên chưa dùng được cho đợt đánh giá."
    assert refusal(lambda: change(stored(CampaignState.DRAFT), guidance=version)) == expected


def test_dates_ahead_may_move_once_it_is_open():
    manager = user_as(Role.CAMPAIGN_MANAGER)
    change(stored(), by=manager, submit_by=days(35), publish_on=days(100), name="Tên khác", alpha=Decimal("0.9"))
    found = Campaign.objects.get()
    assert (found.submit_by, found.publish_on) == (days(35), days(100))
    assert (found.name, found.alpha) == ("Đợt 1", Decimal("0.5")), "nothing but dates"
    assert [(event.by, event.detail) for event in found.events.all()] == [(manager, REASON)]


ORDER = "Các mốc phải theo thứ tự thời gian: mở, tự đánh giá, thẩm định, giải trình, công bố."


@pytest.mark.parametrize(
    ("state", "fields", "sentence"),
    [
        (CampaignState.OPEN, {"reason": " "}, "Đợt đã mở: sửa các mốc cần có lý do."),
        (CampaignState.OPEN, {"submit_by": days(40), "review_by": days(35)}, ORDER),
        (CampaignState.CLOSED, {"submit_by": days(31)}, "Mốc “hạn tự đánh giá” đã qua nên không dời được nữa."),
        (CampaignState.FINAL, {"review_by": days(61)}, "Mốc “hạn thẩm định” đã qua nên không dời được nữa."),
        (CampaignState.PUBLISHED, {"publish_on": days(91)}, "Đợt đã công bố nên không sửa được nữa."),
    ],
)
def test_changes_that_are_refused(state, fields, sentence):
    campaign = stored(state)
    assert refusal(lambda: change(campaign, **fields)) == sentence
    found = Campaign.objects.get()
    kept = (days(30), days(60), days(90))
    assert (found.submit_by, found.review_by, found.publish_on) == kept
    assert found.events.count() == 0


def test_no_date_moves_into_the_past():
    expected = f"Mốc “hạn tự đánh giá” không thể dời về ngày đã qua ({days(-1):%d/%m/%Y})."
    assert refusal(lambda: change(stored(), submit_by=days(-1))) == expected
    assert Campaign.objects.get().submit_by == days(30)


@pytest.mark.parametrize("role", NOBODY)
def test_change_is_for_campaign_managers(role):
    by = user_as(role) if role else UserFactory(is_superuser=True)
    assert refusal(lambda: change(stored(), by=by, submit_by=days(40)), NotAllowed) == MANAGERS_ONLY
    assert Campaign.objects.get().submit_by == days(30)


def test_a_form_that_was_opened_before_the_campaign_changes_only_dates():
    stale = stored(CampaignState.DRAFT)
    Campaign.objects.update(state=CampaignState.OPEN)
    assert refusal(lambda: change(stale, reason="", alpha=Decimal("0.9"))) == "Đợt đã mở: sửa các mốc cần có lý do."
    found = Campaign.objects.get()
    assert (found.state, found.alpha) == (CampaignState.OPEN, Decimal("0.5"))


# -- closing ---------------------------------------------------------------------------------------------------------


def test_close_ends_the_self_assessment():
    manager = user_as(Role.CAMPAIGN_MANAGER)
    campaign = stored(submit_by=days(-1))
    campaigns.close(by=manager, campaign=campaign)
    found = Campaign.objects.get()
    assert found.state == CampaignState.CLOSED
    assert [(event.verb, event.by) for event in found.events.all()] == [(CampaignVerb.CLOSE, manager)]


@pytest.mark.parametrize(
    ("state", "last_day", "sentence"),
    [
        (
            CampaignState.OPEN,
            days(0),
            f"Chưa hết hạn tự đánh giá ({days(0):%d/%m/%Y}); nếu cần khóa sớm, hãy sửa hạn trước.",
        ),
        (
            CampaignState.DRAFT,
            days(-1),
            "Đợt “Đợt 1” đang ở trạng thái “Đang chuẩn bị” nên không thể khóa tự đánh giá.",
        ),
        (
            CampaignState.CLOSED,
            days(-1),
            "Đợt “Đợt 1” đang ở trạng thái “Đang thẩm định” nên không thể khóa tự đánh giá.",
        ),
    ],
)
def test_close_waits_for_its_day_and_happens_once(state, last_day, sentence):
    campaign, manager = stored(state, submit_by=last_day), user_as(Role.CAMPAIGN_MANAGER)
    assert refusal(lambda: campaigns.close(by=manager, campaign=campaign)) == sentence
    assert Campaign.objects.get().state == state


@pytest.mark.parametrize("role", NOBODY)
def test_close_is_for_campaign_managers(role):
    campaign, by = stored(submit_by=days(-1)), user_as(role) if role else UserFactory(is_superuser=True)
    assert refusal(lambda: campaigns.close(by=by, campaign=campaign), NotAllowed) == MANAGERS_ONLY
    assert Campaign.objects.get().state == CampaignState.OPEN


# -- extending -------------------------------------------------------------------------------------------------------


def extend(assessment: Assessment, until: date, reason: str = "Bão lũ.", by=None) -> None:
    campaigns.extend(by=by or user_as(Role.CAMPAIGN_MANAGER), assessment=assessment, until=until, reason=reason)


@pytest.mark.parametrize("state", [CampaignState.OPEN, CampaignState.CLOSED])
def test_one_province_gets_a_later_day_with_a_reason(state):
    manager = user_as(Role.CAMPAIGN_MANAGER)
    assessment = at(round_of(1, submit_by=days(-1), state=state), 1)
    assert why_not_open(assessment, days(0)) != ""
    extend(assessment, days(5), "  Bão lũ. ", manager)
    found = Assessment.objects.with_campaign().get()
    assert (found.extended_to, found.extension_reason, found.submit_by) == (days(5), "Bão lũ.", days(5))
    assert why_not_open(found, days(5)) == ""
    event = found.events.get()
    assert (event.verb, event.by, event.detail) == (Verb.EXTEND, manager, f"{days(5):%d/%m/%Y}: Bão lũ.")


def test_an_extension_may_be_changed():
    assessment = at(round_of(1), 1)
    extend(assessment, days(35))
    extend(assessment, days(40), "Lâu hơn.")
    assert Assessment.objects.values_list("extended_to", "extension_reason").get() == (days(40), "Lâu hơn.")


@pytest.mark.parametrize(
    ("until", "reason", "sentence"),
    [
        (days(30), "Bão.", f"Ngày gia hạn cần sau hạn chung ({days(30):%d/%m/%Y})."),
        (days(40), " ", "Gia hạn cần có lý do."),
        (days(40), "x" * 301, "Lý do cần không quá 300 ký tự."),
    ],
)
def test_extensions_that_are_refused(until, reason, sentence):
    assessment = at(round_of(1), 1)
    assert refusal(lambda: extend(assessment, until, reason)) == sentence
    assert Assessment.objects.get().extended_to is None


def test_extension_does_not_lie_in_the_past():
    assessment = at(round_of(1, submit_by=days(-9)), 1)
    assert refusal(lambda: extend(assessment, days(-1))) == f"Ngày gia hạn cần từ hôm nay ({days(0):%d/%m/%Y}) trở đi."


@pytest.mark.parametrize("role", NOBODY)
def test_extension_is_granted_by_campaign_managers(role):
    assessment = at(round_of(1), 1)
    by = user_as(role) if role else UserFactory(is_superuser=True)
    assert refusal(lambda: extend(assessment, days(40), by=by), NotAllowed) == "Chỉ quản trị đợt được gia hạn."
    assert Assessment.objects.get().extended_to is None
