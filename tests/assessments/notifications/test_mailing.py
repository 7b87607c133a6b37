"""The inbox has everything in any case; mails go out once, and what cannot go out holds up nothing else."""

from datetime import timedelta
from smtplib import SMTPRecipientsRefused, SMTPServerDisconnected

import pytest
import time_machine
from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.backends.locmem import EmailBackend as Locmem
from django.urls import reverse
from django.utils import timezone

from assessments.models import Notice
from assessments.notifications import mailing
from assessments.notifications.mailing import BATCH, WAITS, deliver
from tests.assessments.actions.together import at_once
from tests.assessments.small import open_assessment_on_small
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


class Away(BaseEmailBackend):
    """Nobody answers at the server's address."""

    def open(self):
        raise ConnectionRefusedError


class Picky(Locmem):
    """Refuses some addresses, hangs up on others."""

    def send_messages(self, messages):
        address = messages[0].to[0]
        if "refused" in address:
            raise SMTPRecipientsRefused({address: (550, b"no such user")})
        if "hang-up" in address:
            raise SMTPServerDisconnected
        if "broken" in address:
            raise RuntimeError
        return super().send_messages(messages)


@pytest.fixture
def picky(settings):
    settings.EMAIL_BACKEND = f"{__name__}.Picky"


def notice(email: str = "", **fields) -> Notice:
    user = fields.pop("user", None) or UserFactory(**({"email": email} if email else {}))
    texts = {"subject": "Đợt 2026 đã mở", "body": "Hạn nộp: hết ngày 06/05/2026.", "path": "/"}
    return Notice.objects.create(user=user, **{"key": "k", **texts, **fields})


def state(found: Notice) -> tuple[bool, int]:
    """Whether it is mailed, and how often that was tried."""
    found.refresh_from_db()
    return found.mailed_at is not None, found.attempts


def sent() -> list[str]:
    return [letter.to[0] for letter in mail.outbox]


def test_mail_has_the_notice_and_where_to_click(settings):
    settings.PORTAL_URL = "https://portal.example/"
    found = notice()
    assert deliver() == 1
    [letter] = mail.outbox
    assert (letter.subject, letter.to) == ("Đợt 2026 đã mở", [found.user.email])
    assert letter.extra_headers == {"Auto-Submitted": "auto-generated"}
    assert letter.body == (
        "Kính gửi Ông/Bà,\n\nĐợt 2026 đã mở.\n\nHạn nộp: hết ngày 06/05/2026.\n\n"
        f"Xem trên cổng:\nhttps://portal.example{reverse('notice_open', args=[found.pk])}\n\n"
        "Cổng đánh giá mức độ sẵn sàng phát triển đô thị thông minh\n"
    )


def test_mail_about_a_demonstration_says_so():
    campaign = open_assessment_on_small().campaign
    campaign.is_demonstration = True
    campaign.save()
    notice(campaign=campaign)
    deliver()
    assert "\nDữ liệu minh họa: không phải số liệu thật của địa phương nào.\n" in mail.outbox[0].body


def test_mail_escapes_nothing_and_is_framed_in_the_language_of_its_reader():
    notice(subject="A & B", user=UserFactory(language="en"))
    deliver()
    assert "\nA & B.\n" in mail.outbox[0].body
    assert "Kính gửi" not in mail.outbox[0].body


def test_mail_goes_out_once():
    found = notice()
    assert (deliver(), deliver()) == (1, 0)
    assert state(found) == (True, 1)
    assert sent() == [found.user.email]


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_send_each_mail_once():
    found = [notice() for _number in range(20)]
    assert sum(at_once(deliver, deliver, deliver)) == 20
    assert sorted(sent()) == sorted(each.user.email for each in found)


def test_mail_that_another_worker_took_since_it_was_read_is_left_to_it(monkeypatch):
    found = notice()
    Notice.objects.update(attempts=1)  # the other one was refused and has released it
    monkeypatch.setattr(mailing, "_waiting", lambda now: [found])
    assert deliver() == 0
    assert (state(found), sent()) == ((False, 1), [])


def test_mail_waits_while_the_server_is_away_and_that_is_no_attempt(settings, caplog):
    found = [notice(), notice()]
    backend, settings.EMAIL_BACKEND = settings.EMAIL_BACKEND, f"{__name__}.Away"
    assert deliver() == 0
    assert [state(each) for each in found] == [(False, 0), (False, 0)]
    assert "The mail server is away" in caplog.text
    settings.EMAIL_BACKEND = backend
    assert deliver() == 2


def test_nothing_to_mail_does_not_call_the_server(settings):
    settings.EMAIL_BACKEND = f"{__name__}.Away"
    assert deliver() == 0


def test_refused_address_holds_up_nobody(picky, caplog):
    refused, good = notice("refused@tinh.example"), notice("good@tinh.example")
    assert deliver() == 1
    assert (state(refused), state(good)) == ((False, 1), (True, 1))
    assert f"Notice {refused.pk} was not taken by the mail server: SMTPRecipientsRefused" in caplog.text
    assert "refused@tinh.example" not in caplog.text


def test_address_that_cannot_be_written_holds_up_nobody():
    bad, good = notice("bad\nbcc: x@y.example"), notice("good@tinh.example")
    assert deliver() == 1
    assert (state(bad), state(good)) == ((False, 1), (True, 1))


def test_mail_on_which_the_server_hangs_up_comes_behind_the_others_next_time(picky):
    poison, good = notice("hang-up@tinh.example"), notice("good@tinh.example")
    assert deliver() == 0
    assert (state(poison), state(good)) == ((False, 1), (False, 0))
    with time_machine.travel(timezone.now() + WAITS[1]):
        assert deliver() == 1
    assert (state(poison), state(good)) == ((False, 2), (True, 1))


def test_fault_of_our_own_is_raised_and_the_mail_released(picky):
    broken = notice("broken@tinh.example")
    with pytest.raises(RuntimeError):
        deliver()
    assert state(broken) == (False, 1)


def test_attempts_lie_apart_and_end_with_the_fifth(picky):
    refused = notice("refused@tinh.example")
    for number, wait in enumerate(WAITS):
        if wait:
            with time_machine.travel(refused.created_at + wait - timedelta(seconds=5)):
                deliver()
            assert state(refused) == (False, number)
        with time_machine.travel(refused.created_at + wait + timedelta(seconds=5)):
            deliver()
        assert state(refused) == (False, number + 1)
    with time_machine.travel(refused.created_at + timedelta(days=2)):
        deliver()
    assert state(refused) == (False, 5)


def test_what_is_stale_or_not_to_be_mailed_is_not_mailed():
    notice(created_at=timezone.now() - timedelta(days=3, minutes=1))
    notice(by_mail=False)
    notice(user=UserFactory(is_active=False))
    fresh = notice(created_at=timezone.now() - timedelta(days=2))
    assert deliver() == 1
    assert sent() == [fresh.user.email]


def test_full_batch_calls_the_next(monkeypatch, eager_tasks):
    monkeypatch.setattr(mailing, "BATCH", 2)
    for _number in range(5):
        notice()
    deliver()
    assert len(mail.outbox) == 5
    assert BATCH == 100
