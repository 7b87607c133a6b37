from datetime import date, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from assessments.enums import CampaignVerb, Seat, Verb
from assessments.models import Assessment, CampaignEvent, Notice, ReviewAssignment, WorkflowEvent
from assessments.notifications import assigned, clarified, extended, finalised, opened, published, returned
from tests.assessments.notifications.people import IN_THE_PROVINCE, due_in, more_of, staffed, told
from tests.factories import user_as

pytestmark = pytest.mark.django_db

DAY = date(2026, 5, 6)
ANSWERABLE = {Role.COORDINATOR, Role.LEADER}


def seat(assessment: Assessment, reviewer: User, where: Seat = Seat.FIRST) -> ReviewAssignment:
    return ReviewAssignment.objects.create(assessment=assessment, seat=where, reviewer=reviewer)


def text() -> tuple[str, str]:
    return Notice.objects.values_list("subject", "body").first()


def dated(assessment: Assessment) -> Assessment:
    """In “Đợt 2026” of Đà Nẵng, with days that do not change with today's."""
    assessment.campaign.name = "Đợt 2026"
    assessment.campaign.opens_on, assessment.campaign.submit_by = DAY - timedelta(days=30), DAY
    assessment.campaign.review_by = DAY + timedelta(days=30)
    assessment.campaign.clarify_by = DAY + timedelta(days=40)
    assessment.campaign.publish_on = DAY + timedelta(days=50)
    assessment.campaign.save()
    assessment.province.name = "Đà Nẵng"
    assessment.province.save()
    return assessment


EVENTS = {
    "opened": (lambda found: opened(found.campaign), set(IN_THE_PROVINCE)),
    "extended": (extended, ANSWERABLE),
    "returned": (lambda found: returned(found, 2), {Role.CONTRIBUTOR, Role.COORDINATOR}),
    "clarified": (clarified, {Role.REVIEWER}),
    "finalised": (lambda found: finalised([found]), ANSWERABLE),
    "published": (lambda found: published(found.campaign), ANSWERABLE),
}


@pytest.mark.parametrize("name", EVENTS)
def test_event_is_told_to_those_whom_it_concerns(name):
    assessment, people = staffed()
    seat(assessment, people["reviewer"])
    seat(assessment, user_as(Role.REVIEWER), Seat.SECOND)
    ReviewAssignment.objects.filter(seat=Seat.SECOND).update(reviewer=people["stranger"])
    User.objects.filter(pk=people["stranger"].pk).update(is_active=False)
    now = timezone.now()
    assessment.returned_at, assessment.finalised_at, assessment.clarify_until = now, now, DAY
    tell, expected = EVENTS[name]
    assert tell(assessment) == len(expected)
    assert told(people) == expected
    assert tell(assessment) == 0
    assert set(Notice.objects.values_list("campaign", flat=True)) == {assessment.campaign_id}
    assert max(len(key) for key in Notice.objects.values_list("key", flat=True)) < 120


def test_opened_says_from_when_and_until_when():
    assessment, _people = staffed()
    with time_machine.travel("2026-05-01"):
        opened(dated(assessment).campaign)
    assert text() == (
        "Đợt 2026 đã mở",
        "Phiếu của Đà Nẵng nhận câu trả lời từ ngày 06/04/2026. Hạn nộp: hết ngày 06/05/2026.",
    )


def test_opened_afterwards_for_the_record_is_not_told():
    assessment, _people = staffed()
    due_in(assessment, -1)
    assert opened(assessment.campaign) == 0
    due_in(assessment, 0)
    assert opened(assessment.campaign) == 3


@pytest.mark.slow
def test_opened_asks_as_many_queries_for_many_provinces():
    assessment, _people = staffed()
    with CaptureQueriesContext(connection) as first:
        opened(assessment.campaign)
    more_of(assessment.campaign, 20)
    with CaptureQueriesContext(connection) as many:
        assert opened(assessment.campaign) == 40
    assert len(many) == len(first)


def test_extended_says_until_when_and_why_and_once_more_the_next_time():
    assessment, _people = staffed()
    dated(assessment).extended_to, assessment.extension_reason = date(2026, 5, 20), "Bão số 3."
    for _time in range(2):
        WorkflowEvent.objects.create(assessment=assessment, verb=Verb.EXTEND)
        assert extended(assessment) == 2
    assert text() == (
        "Phiếu của Đà Nẵng được gia hạn nộp đến ngày 20/05/2026",
        "Đợt 2026. Phiếu sửa được và nộp được đến hết ngày 20/05/2026. Lý do gia hạn: Bão số 3.",
    )


def test_assigned_puts_what_a_reviewer_was_given_at_once_into_one_notice():
    assessment, people = staffed()
    first, second, other = people["reviewer"], user_as(Role.REVIEWER), user_as(Role.REVIEWER)
    others = more_of(dated(assessment).campaign, 2)
    rows = [seat(assessment, first), seat(others[0], first), seat(others[1], second)]
    seat(others[0], other, Seat.SECOND)
    assert assigned(rows) == 2
    assert assigned(rows) == 0
    mine, theirs = Notice.objects.get(user=first), Notice.objects.get(user=second)
    assert mine.subject == "Phân công thẩm định 2 phiếu"
    by_code = sorted([assessment.province, others[0].province], key=lambda province: province.code)
    names = ", ".join(province.name for province in by_code)
    assert mine.body == f"Đợt 2026: {names}. Hạn thẩm định: hết ngày 05/06/2026."
    assert (mine.path, theirs.path) == ("/", "/")
    assert theirs.subject == "Phân công thẩm định 1 phiếu"


def test_assigned_again_later_is_told_again():
    assessment, people = staffed()
    assigned([seat(assessment, people["reviewer"])])
    ReviewAssignment.objects.all().delete()
    assert assigned([seat(assessment, people["reviewer"])]) == 1


def test_assigned_does_not_tell_who_has_left():
    assessment, people = staffed()
    assert assigned([seat(assessment, people["left"])]) == 0


def test_returned_says_how_many_and_until_when():
    assessment, _people = staffed()
    dated(assessment).returned_at, assessment.clarify_until = timezone.now(), DAY
    returned(assessment, 3)
    assert text() == (
        "Đà Nẵng cần giải trình 3 câu, chậm nhất ngày 06/05/2026",
        "Đợt 2026: qua thẩm định, một số câu của phiếu cần được giải trình. Chỉ những câu này và các câu phụ thuộc vào "
        "chúng sửa được. Hãy trả lời từng yêu cầu; đầu mối nộp giải trình khi đã đủ.",
    )
    assert Notice.objects.first().path == f"/assessments/{assessment.pk}/clarifications/"
    assessment.returned_at += timedelta(days=9)
    assert returned(assessment, 1) == 2


def test_clarified_says_what_to_do():
    assessment, people = staffed()
    seat(dated(assessment), people["reviewer"])
    assessment.returned_at = timezone.now()
    clarified(assessment)
    assert text() == ("Đà Nẵng đã nộp giải trình", "Đợt 2026: hãy xem giải trình và kết luận lại các câu đã hỏi.")
    assert Notice.objects.get().path == f"/assessments/{assessment.pk}/review/"


def test_finalised_tells_each_province_of_its_own_result():
    assessment, people = staffed()
    others = more_of(dated(assessment).campaign, 2)
    found = [assessment, *others]
    for each in found:
        each.finalised_at = timezone.now()
    assert finalised(found) == 6
    assert Notice.objects.filter(user=people["leader"]).values_list("subject", "body", "path").get() == (
        "Kết quả thẩm định của Đà Nẵng đã chốt",
        "Đợt 2026: việc thẩm định phiếu đã xong. Điểm đã thẩm định xem được trên cổng sau ít phút; kết quả của các "
        "tỉnh, thành phố khác xem được sau khi công bố.",
        f"/assessments/{assessment.pk}/",
    )
    assessment.finalised_at += timedelta(days=1)
    assert finalised(found) == 2


def test_published_is_told_once_a_publication_and_a_correction_with_its_reason():
    assessment, people = staffed()
    campaign = dated(assessment).campaign
    CampaignEvent.objects.create(campaign=campaign, verb=CampaignVerb.PUBLISH)
    assert published(campaign, "/comparison/") == 2
    CampaignEvent.objects.create(campaign=campaign, verb=CampaignVerb.CORRECT)
    assert published(campaign, reason="Sai số liệu dân số.") == 2
    found = Notice.objects.filter(user=people["leader"]).order_by("pk").values_list("subject", "body", "path")
    assert list(found) == [
        (
            "Công bố kết quả: Đợt 2026",
            "Kết quả đã thẩm định của các tỉnh, thành phố nay xem và so sánh được trên cổng.",
            "/comparison/",
        ),
        ("Đính chính kết quả: Đợt 2026", "Lý do đính chính: Sai số liệu dân số.", "/"),
    ]


def test_dates_stand_as_each_reader_writes_them():
    assessment, people = staffed()
    User.objects.filter(pk=people["leader"].pk).update(language="en")
    with time_machine.travel("2026-05-01"):
        opened(dated(assessment).campaign)
    assert "6 May 2026" in Notice.objects.get(user=people["leader"]).body
    assert "06/05/2026" in Notice.objects.get(user=people["coordinator"]).body
