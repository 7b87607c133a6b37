"""One mail a person with everything new; never twice, and nothing to those whom it no longer concerns."""

from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from accounts.models import Membership
from accounts.roles import Role
from assessments.actions.discussion import withdraw
from assessments.models import Assessment, Campaign, Notice
from assessments.notifications import digest as digest_module
from assessments.notifications.digest import digest
from assessments.notifications.mailing import STALE_AFTER, WAITS, deliver
from tests.assessments.actions.together import at_once
from tests.assessments.talking import CODE, talking
from tests.factories import MembershipFactory, user_as

pytestmark = pytest.mark.django_db
BACKENDS = "tests.assessments.notifications.test_mailing"


@pytest.fixture
def found():
    return talking()


def sent():
    return sorted(letter.to[0] for letter in mail.outbox)


def test_everything_new_goes_out_in_one_mail_a_person_and_once(found, settings):
    settings.PORTAL_URL = "https://portal.example/"
    found.say(found.an, "Số này lấy ở đâu?", mentions=(found.binh,))
    found.say(found.an, "Và năm nào?", mentions=(found.binh, found.chi))
    assert (deliver(), digest(), digest(), deliver()) == (0, 2, 0, 0)
    assert sent() == sorted([found.binh.email, found.chi.email])
    [letter] = [letter for letter in mail.outbox if letter.to == [found.binh.email]]
    first, second = Notice.objects.filter(user=found.binh).order_by("pk")
    assert letter.subject == "2 ý kiến trao đổi mới"
    assert letter.extra_headers == {"Auto-Submitted": "auto-generated"}
    assert letter.body == (
        "Kính gửi Ông/Bà,\n\nÝ kiến mới trong các trao đổi của tỉnh mà Ông/Bà tham gia hoặc được nhắc tới:\n\n"
        "Trần Thị An nhắc tới bạn ở câu A-1.1:\n“Số này lấy ở đâu?”\n"
        f"https://portal.example{reverse('notice_open', args=[first.pk])}\n\n"
        "Trần Thị An nhắc tới bạn ở câu A-1.1:\n“Và năm nào?”\n"
        f"https://portal.example{reverse('notice_open', args=[second.pk])}\n\n"
        "Cổng đánh giá mức độ sẵn sàng phát triển đô thị thông minh\n"
    )
    assert all(notice.mailed_at and notice.attempts == 1 for notice in Notice.objects.all())


def test_next_day_has_only_what_is_new(found):
    found.say(found.an, "Một", mentions=(found.binh,))
    digest()
    found.say(found.an, "Hai", mentions=(found.binh,))
    assert digest() == 1
    assert ("“Hai”" in mail.outbox[1].body, "“Một”" in mail.outbox[1].body) == (True, False)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_workers_at_once_send_each_digest_once(found):
    for number in range(3):
        found.say(found.an, f"Ý {number}", mentions=(found.binh, found.chi))
    assert sum(at_once(digest, digest, digest)) == 2
    assert sent() == sorted([found.binh.email, found.chi.email])


def test_long_digest_says_how_many_more_there_are(found, monkeypatch):
    monkeypatch.setattr(digest_module, "MOST_TOLD", 2)
    for number in range(5):
        found.say(found.an, f"Ý {number}", mentions=(found.binh,))
    assert (digest(), digest()) == (1, 0)
    [letter] = mail.outbox
    assert letter.body.count("Trần Thị An nhắc tới bạn") == 2
    assert "Còn 3 ý kiến khác, xem ở hộp thông báo:" in letter.body


def test_mail_about_a_demonstration_says_so(found):
    Campaign.objects.filter(pk=found.assessment.campaign_id).update(is_demonstration=True)
    found.say(found.an, mentions=(found.binh,))
    digest()
    assert "\nDữ liệu minh họa: không phải số liệu thật của địa phương nào.\n" in mail.outbox[0].body


def test_mail_escapes_nothing_and_is_framed_in_the_language_of_its_reader(found):
    found.binh.language = "en"
    found.binh.save()
    found.say(found.an, "A & <b>B</b>", mentions=(found.binh,))
    digest()
    assert "“A & <b>B</b>”" in mail.outbox[0].body
    assert "Kính gửi" not in mail.outbox[0].body


def test_what_was_read_withdrawn_or_is_stale_is_not_mailed(found):
    found.say(found.an, "Đọc rồi", mentions=(found.binh,))
    Notice.objects.filter(user=found.binh).mark_read()
    withdrawn = found.say(found.an, "Rút lại", mentions=(found.chi,))
    withdraw(by=found.an, assessment=found.assessment, pk=withdrawn.pk)
    found.say(found.binh, "Cũ", code="A-1.2", mentions=(found.an,))
    long_ago = timezone.now() - STALE_AFTER - timedelta(minutes=1)
    Notice.objects.filter(user=found.an).update(created_at=long_ago)
    assert (digest(), sent()) == (0, [])


def test_who_left_the_portal_or_the_province_or_went_to_the_ministry_gets_none(found):
    gone = user_as(Role.CONTRIBUTOR, found.assessment.province)
    found.say(found.an, mentions=(found.binh, found.chi, gone))
    Membership.objects.filter(user=found.binh).delete()
    MembershipFactory(user=found.binh, role=Role.COORDINATOR)
    reviewer_body = Membership.objects.get(user=user_as(Role.REVIEWER)).body
    MembershipFactory(user=found.chi, body=reviewer_body, role=Role.REVIEWER)
    gone.is_active = False
    gone.save()
    assert (digest(), sent()) == (0, [])


def test_person_without_office_mail_is_passed_over(found):
    found.binh.email = ""
    found.binh.save()
    found.say(found.an, mentions=(found.binh, found.chi))
    assert (digest(), sent()) == (1, [found.chi.email])


@pytest.mark.slow
def test_refused_address_holds_up_nobody_and_is_given_up(found, settings, caplog):
    settings.EMAIL_BACKEND = f"{BACKENDS}.Picky"
    found.binh.email = "refused@tinh.example"
    found.binh.save()
    found.say(found.an, mentions=(found.binh, found.chi))
    for _day in WAITS:
        digest()
    assert sent() == [found.chi.email]
    refused = Notice.objects.get(user=found.binh)
    assert (refused.mailed_at, refused.attempts) == (None, len(WAITS))
    assert f"The digest for user {found.binh.pk} was not taken by the mail server: SMTPRecipientsRefused" in caplog.text
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert digest() == 0


@pytest.mark.parametrize(
    ("address", "error"), [("hang-up@tinh.example", OSError), ("broken@tinh.example", RuntimeError)]
)
def test_what_could_not_be_sent_goes_out_next_time(found, settings, address, error):
    settings.EMAIL_BACKEND = f"{BACKENDS}.Picky"
    found.binh.email = address
    found.binh.save()
    found.say(found.an, mentions=(found.binh,))
    with pytest.raises(error):
        digest()
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert (digest(), sent()) == (1, [address])


def test_server_that_is_away_costs_no_attempt(found, settings):
    settings.EMAIL_BACKEND = f"{BACKENDS}.Away"
    found.say(found.an, mentions=(found.binh,))
    with pytest.raises(ConnectionRefusedError):
        digest()
    assert Notice.objects.get().attempts == 0


def test_nothing_to_tell_does_not_call_the_server(settings):
    settings.EMAIL_BACKEND = f"{BACKENDS}.Away"
    assert digest() == 0


@pytest.mark.slow
def test_digest_costs_the_same_queries_a_person_however_much_was_said(found, django_assert_max_num_queries):
    def cost(times):
        for number in range(times):
            found.say(found.an, f"Ý {number}", code=CODE, mentions=(found.binh,))
        with django_assert_max_num_queries(20) as asked:
            digest()
        return len(asked)

    assert cost(1) == cost(8)
    assert Assessment.objects.count() == 1
