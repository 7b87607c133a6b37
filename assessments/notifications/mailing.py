"""Mailing notices: the inbox has them in any case, the mail is a courtesy.

Of the two things that can go wrong when a worker dies between sending and recording, a mail that is lost and one that
goes out twice, the lost one is preferred: a row is claimed by writing `mailed_at` before its mail is sent and released
if that fails. So two workers never send the same mail, and a crash costs one mail at most.
"""

import logging
from datetime import timedelta
from smtplib import SMTPDataError, SMTPRecipientsRefused

from celery import shared_task
from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db.models import F, Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation

from assessments.models import Notice
from assessments.models.notices import NoticeQuerySet

logger = logging.getLogger(__name__)

BATCH = 100
"""So many mails a run: the task stays well within its time limit."""

WAITS = (timedelta(0), timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=3), timedelta(days=1))
"""How long after the notice was written each attempt may be made: five in all, far enough apart for a server that
refuses strangers at first, or a mailbox that is full."""

STALE_AFTER = timedelta(days=3)
"""What could not be mailed so long is not mailed any more: “còn 1 ngày” would be wrong by then."""

REFUSED = (SMTPRecipientsRefused, SMTPDataError, ValueError)
"""The server is there but does not take this mail, or there is no writing to its address."""


@shared_task
def deliver() -> int:
    """Mail what waits; returns how many the server took. One that it refuses holds up no other; where it is away all
    wait for the next run, and that counts as no attempt."""
    waiting = list(_waiting(timezone.now())[:BATCH])
    sent = 0
    if not waiting:
        return sent
    try:
        with get_connection() as connection:
            for notice in waiting:
                sent += _send(notice, connection)
    except OSError:  # smtplib's own errors are such, too
        logger.exception("The mail server is away; notices wait for the next run")
    if sent == BATCH:
        deliver.delay()
    return sent


def _waiting(now: timezone.datetime) -> NoticeQuerySet:
    """What was tried least stands first, so that a mail on which the server hangs up comes behind all others."""
    due = Q()
    for attempts, wait in enumerate(WAITS):
        due |= Q(attempts=attempts, created_at__lte=now - wait)
    found = Notice.objects.filter(due, by_mail=True, mailed_at__isnull=True, created_at__gt=now - STALE_AFTER)
    found = found.filter(comment__isnull=True)  # what is said in discussions goes out in a digest
    return found.filter(user__is_active=True).select_related("user", "campaign").order_by("attempts", "pk")


def _send(notice: Notice, connection: BaseEmailBackend) -> bool:
    if not _claimed(notice):
        return False
    try:
        _letter(notice, connection).send()
    except REFUSED as error:
        _release(notice)
        logger.warning("Notice %d was not taken by the mail server: %s", notice.pk, type(error).__name__)
        return False
    except Exception:
        _release(notice)
        raise
    return True


def _claimed(notice: Notice) -> bool:
    """False if another worker has it, or had it since it was read."""
    rows = Notice.objects.filter(pk=notice.pk, mailed_at__isnull=True, attempts=notice.attempts)
    return bool(rows.update(mailed_at=timezone.now(), attempts=F("attempts") + 1))


def _release(notice: Notice) -> None:
    Notice.objects.filter(pk=notice.pk).update(mailed_at=None)


def _letter(notice: Notice, connection: BaseEmailBackend) -> EmailMessage:
    link = settings.PORTAL_URL.rstrip("/") + reverse("notice_open", args=[notice.pk])
    with translation.override(notice.user.language):
        text = render_to_string("emails/notice.txt", {"notice": notice, "link": link})
    headers = {"Auto-Submitted": "auto-generated"}
    return EmailMessage(notice.subject, text, None, [notice.user.email], connection=connection, headers=headers)
