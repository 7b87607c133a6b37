from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.utils import timezone

from accounts.roles import Role
from assessments.enums import AssessmentState, CampaignState, Verb
from assessments.models import Assessment, Campaign, WorkflowEvent
from tests.factories import (
    CampaignFactory,
    ProvinceFactory,
    UserFactory,
    guidance_version,
    indicator_version,
    open_assessment,
    user_as,
)

from .refusals import assert_refused

pytestmark = pytest.mark.django_db

DATES = ("opens_on", "submit_by", "review_by", "clarify_by", "publish_on")
OUT_OF_ORDER = "Các mốc phải theo thứ tự thời gian: mở, tự đánh giá, thẩm định, giải trình, công bố."


def campaign(**fields) -> Campaign:
    known = {name: date(2026, 1, 1) + timedelta(days=number) for number, name in enumerate(DATES)}
    return Campaign(
        **{
            "code": "dot",
            "name": "Đợt",
            "guidance": guidance_version(),
            "indicators": indicator_version(),
            **known,
            **fields,
        }
    )


@pytest.mark.parametrize(("earlier", "later"), [(0, 1), (1, 2), (2, 3), (3, 4)])
def test_campaign_refuses_dates_out_of_order(earlier, later):
    row = campaign()
    first, second = getattr(row, DATES[earlier]), getattr(row, DATES[later])
    setattr(row, DATES[earlier], second)
    setattr(row, DATES[later], first)
    assert_refused(row, "campaign_dates_in_order", OUT_OF_ORDER)


def test_campaign_may_have_all_dates_on_one_day():
    row = campaign(**dict.fromkeys(DATES, date(2026, 1, 1)))
    row.save()
    assert Campaign.objects.get().publish_on == date(2026, 1, 1)


@pytest.mark.parametrize("alpha", ["-0.001", "1.001"])
def test_campaign_refuses_an_alpha_that_is_no_share(alpha):
    row = campaign(alpha=Decimal(alpha))
    assert_refused(row, "campaign_alpha_is_a_share", "Tỷ trọng α cần giá trị từ 0 đến 1.")


@pytest.mark.parametrize("alpha", ["0", "0.333", "1"])
def test_campaign_takes_any_share_as_alpha(alpha):
    campaign(alpha=Decimal(alpha)).save()
    assert Campaign.objects.get().alpha == Decimal(alpha)


def test_campaign_code_is_unique():
    campaign().save()
    with pytest.raises(IntegrityError, match="assessments_campaign_code"), transaction.atomic():
        campaign().save()


def test_campaign_starts_in_preparation_with_equal_halves():
    row = campaign()
    row.save()
    row.refresh_from_db()
    assert (row.state, row.alpha, row.is_demonstration, str(row)) == (CampaignState.DRAFT, Decimal("0.5"), False, "Đợt")


def test_campaign_keeps_its_catalogues():
    row = CampaignFactory()
    with pytest.raises(ProtectedError):
        row.guidance.delete()
    with pytest.raises(ProtectedError):
        row.indicators.delete()


def test_assessment_is_once_a_province_in_a_campaign():
    found = open_assessment()
    again = Assessment(campaign=found.campaign, province=found.province)
    assert_refused(again, "assessment_once_a_campaign", "Tỉnh này đã có phiếu trong đợt đánh giá.")


def test_assessment_of_another_campaign_is_another():
    found = open_assessment()
    Assessment.objects.create(campaign=CampaignFactory(), province=found.province)
    assert Assessment.objects.filter(province=found.province).count() == 2


@pytest.mark.parametrize("given", ["submitted_at", "submitted_by"])
def test_assessment_needs_both_time_and_person_of_submission(given):
    found = open_assessment()
    found.state = AssessmentState.SUBMITTED if given == "submitted_at" else AssessmentState.DRAFT
    setattr(found, given, timezone.now() if given == "submitted_at" else UserFactory())
    assert_refused(found, "assessment_submitted_when_and_by_whom", "Cần cả người nộp và thời điểm nộp.")


@pytest.mark.parametrize("state", [AssessmentState.DRAFT, AssessmentState.SUBMITTED])
def test_assessment_has_a_time_of_submission_exactly_once_it_left_draft(state):
    found = open_assessment()
    found.state = state
    if state == AssessmentState.DRAFT:
        found.submitted_at, found.submitted_by = timezone.now(), UserFactory()
    sentence = "Phiếu đã nộp cần thời điểm nộp, phiếu đang tự đánh giá thì không."
    assert_refused(found, "assessment_submitted_once_it_left_draft", sentence)


def test_assessment_is_named_after_province_and_campaign():
    found = open_assessment(ProvinceFactory(name="Đà Nẵng"), name="Đợt 2026")
    assert str(found) == "Đà Nẵng, Đợt 2026"


def test_assessment_is_past_its_deadline_from_the_next_day_on():
    found = open_assessment()
    deadline = found.campaign.submit_by
    assert not found.is_past_deadline(deadline)
    assert found.is_past_deadline(deadline + timedelta(days=1))


def test_visible_to_is_own_provinces_for_a_province_and_all_for_the_ministry():
    own = open_assessment()
    other = Assessment.objects.create(campaign=own.campaign, province=ProvinceFactory())
    both = {own.pk, other.pk}
    expected = {
        user_as(Role.CONTRIBUTOR, own.province): {own.pk},
        user_as(Role.COORDINATOR, own.province): {own.pk},
        user_as(Role.LEADER, own.province): {own.pk},
        user_as(Role.REVIEWER): both,
        user_as(Role.CAMPAIGN_MANAGER): both,
        user_as(Role.AUDITOR): both,
        UserFactory(): set(),
        UserFactory(is_staff=True, is_superuser=True): set(),
    }
    found = {user: set(Assessment.objects.visible_to(user).values_list("pk", flat=True)) for user in expected}
    assert found == expected


def test_with_campaign_reads_all_a_page_shows_in_one_query(django_assert_num_queries):
    pk = open_assessment().pk
    with django_assert_num_queries(1):
        found = Assessment.objects.with_campaign().get(pk=pk)
        shown = [
            str(found),
            found.campaign.guidance.code,
            found.campaign.guidance.checksum,
            found.campaign.indicators.checksum,
        ]
    assert shown[1] == "cv2333/v1"
    assert "definition" in found.campaign.guidance.get_deferred_fields()
    assert "definition" in found.campaign.indicators.get_deferred_fields()


def test_event_is_named_after_what_was_done():
    found = open_assessment(ProvinceFactory(name="Huế"), name="Đợt 2026")
    event = WorkflowEvent.objects.create(assessment=found, verb=Verb.SUBMIT)
    assert str(event) == "Huế, Đợt 2026: nộp phiếu"


def test_events_keep_their_assessment():
    found = open_assessment()
    WorkflowEvent.objects.create(assessment=found, verb=Verb.OPEN)
    with pytest.raises(ProtectedError):
        found.delete()
