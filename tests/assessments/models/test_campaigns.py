from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.utils import timezone

from accounts.roles import Role
from assessments.enums import AssessmentState, CampaignState, CampaignVerb, Verb
from assessments.models import Assessment, Campaign, CampaignEvent, PartProgress, WorkflowEvent
from tests.assessments.small import open_assessment_on_small
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


HANDED_IN = ("submitted", "returned", "final")


def handed_in(state: str = "submitted", **fields) -> Assessment:
    """Not saved in this state yet."""
    found = open_assessment_on_small()
    found.submitted_at, found.submitted_by = timezone.now(), UserFactory()
    for name, value in {"state": state, **fields}.items():
        setattr(found, name, value)
    return found


@pytest.mark.parametrize("given", ["extended_to", "extension_reason"])
def test_assessment_is_extended_with_both_day_and_reason(given):
    found = open_assessment_on_small()
    setattr(found, given, timezone.localdate() if given == "extended_to" else "Thiên tai")
    assert_refused(found, "assessment_extended_with_a_reason", "Gia hạn cần cả ngày và lý do.")


@pytest.mark.parametrize("lacking", ["returned_at", "clarify_until"])
def test_assessment_is_returned_with_time_and_deadline(lacking):
    whole = {"returned_at": timezone.now(), "clarify_until": timezone.localdate()}
    found = handed_in("returned", **{**whole, lacking: None})
    sentence = "Phiếu đang giải trình cần thời điểm gửi và hạn giải trình."
    assert_refused(found, "assessment_returned_with_a_deadline", sentence)


@pytest.mark.parametrize("lacking", ["finalised_at", "finalised_by"])
def test_assessment_is_final_with_time_and_person(lacking):
    found = handed_in("final", **{**final_by(UserFactory()), lacking: None})
    sentence = "Phiếu đã chốt cần cả người chốt và thời điểm chốt."
    assert_refused(found, "assessment_final_when_and_by_whom", sentence)


@pytest.mark.parametrize("given", ["finalised_at", "finalised_by"])
@pytest.mark.parametrize("state", ["submitted", "returned"])
def test_assessment_has_no_time_and_person_of_a_result_before_it_is_final(state, given):
    returned = {"returned_at": timezone.now(), "clarify_until": timezone.localdate()}
    found = handed_in(state, **returned, **{given: final_by(UserFactory())[given]})
    sentence = "Phiếu đã chốt cần cả người chốt và thời điểm chốt."
    assert_refused(found, "assessment_final_when_and_by_whom", sentence)


def final_by(user) -> dict[str, object]:
    return {"finalised_at": timezone.now(), "finalised_by": user}


@pytest.mark.parametrize("state", HANDED_IN)
def test_assessment_takes_each_state_with_what_belongs_to_it(state):
    returned = {"returned_at": timezone.now(), "clarify_until": timezone.localdate()}
    belongs = {"submitted": {}, "returned": returned, "final": final_by(UserFactory())}
    handed_in(state, **belongs[state]).save()
    assert Assessment.objects.get().state == state


def test_assessment_keeps_when_it_was_returned_after_the_clarification():
    handed_in("submitted", returned_at=timezone.now()).save()
    assert Assessment.objects.get().clarify_until is None


def test_submit_by_is_the_later_of_the_common_day_and_the_exception():
    found = open_assessment_on_small()
    common = found.campaign.submit_by
    days = [None, common - timedelta(days=1), common, common + timedelta(days=5)]
    found_days = []
    for day in days:
        found.extended_to = day
        found_days.append(found.submit_by)
    assert found_days == [common, common, common, common + timedelta(days=5)]


def test_is_on_time_compares_days_in_vietnam():
    found = open_assessment_on_small()
    assert found.is_on_time() is None
    last = datetime.combine(found.campaign.submit_by, time(23, 59), timezone.get_default_timezone())
    on_time = {}
    for moment in (last, last + timedelta(minutes=1)):
        found.submitted_at = moment.astimezone(UTC)
        on_time[moment] = found.is_on_time()
    found.extended_to = found.campaign.submit_by + timedelta(days=1)
    assert (list(on_time.values()), found.is_on_time()) == ([True, False], True)


def test_progress_is_once_a_part():
    found = open_assessment_on_small()
    for part in ("A", ""):
        PartProgress.objects.create(assessment=found, part=part)
        again = PartProgress(assessment=found, part=part)
        assert_refused(again, "progress_once_a_part", "Tiến độ của phần này đã được ghi.")


def test_progress_answers_no_more_than_is_asked():
    row = PartProgress(assessment=open_assessment_on_small(), part="A", answered=3, asked=2)
    sentence = "Số câu đã hoàn thành không thể quá số câu được hỏi."
    assert_refused(row, "progress_answers_what_is_asked", sentence)


def test_progress_goes_with_its_assessment_and_says_how_far_it_is():
    found = open_assessment_on_small()
    row = PartProgress.objects.create(assessment=found, part="A", answered=2, asked=7)
    assert str(row) == f"{found}, A: 2/7"
    found.delete()
    assert PartProgress.objects.count() == 0


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


def test_campaign_event_is_named_after_what_was_done_and_keeps_the_campaign():
    row = CampaignFactory(name="Đợt 2026")
    event = CampaignEvent.objects.create(campaign=row, verb=CampaignVerb.CLOSE)
    assert str(event) == "Đợt 2026: khóa tự đánh giá"
    with pytest.raises(ProtectedError):
        row.delete()
