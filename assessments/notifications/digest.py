"""One mail a person a day with what was said in the discussions they take part in, instead of a mail a comment.

What was read in the inbox meanwhile, withdrawn, or said in a province to which the person no longer belongs, is not
mailed. A crash between claiming and sending costs one mail at most, as in mailing.py.
"""

import logging
from collections.abc import Collection
from datetime import datetime

from celery import shared_task
from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.db.models import Exists, F, OuterRef
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import ngettext

from accounts.models import Membership, User
from accounts.roles import MINISTRY_ROLES
from assessments.discussions import TALKERS
from assessments.models import Notice
from assessments.models.notices import NoticeQuerySet

from .mailing import REFUSED, STALE_AFTER, WAITS

logger = logging.getLogger(__name__)

MOST_TOLD = 30
"""So many comments stand in one mail; it says how many more there are."""


@shared_task(autoretry_for=(OSError,), max_retries=5, retry_backoff=60)
def digest() -> int:
    """Mail everybody what waits for them; returns how many mails the server took. Where the server is away it is tried
    again a few times, then on the next day."""
    people = User.objects.filter(pk__in=_waiting(timezone.now()).values("user")).exclude(email="").order_by("pk")
    sent = 0
    if not people.exists():
        return sent
    with get_connection() as connection:
        for user in people:
            sent += _send(user, connection)
    return sent


def _waiting(now: datetime) -> NoticeQuerySet:
    seats = Membership.objects.filter(user=OuterRef("user"))
    belongs = seats.filter(role__in=TALKERS, body__province=OuterRef("comment__assessment__province"))
    found = Notice.objects.unread().filter(comment__isnull=False, by_mail=True, mailed_at__isnull=True)
    found = found.filter(created_at__gt=now - STALE_AFTER, attempts__lt=len(WAITS), user__is_active=True)
    return found.filter(Exists(belongs), ~Exists(seats.filter(role__in=MINISTRY_ROLES)))


def _send(user: User, connection: BaseEmailBackend) -> bool:
    notices = _claimed(user)
    if not notices:
        return False
    try:
        _letter(user, notices, connection).send()
    except REFUSED as error:
        _release(notices)
        logger.warning("The digest for user %d was not taken by the mail server: %s", user.pk, type(error).__name__)
        return False
    except Exception:
        _release(notices)
        raise
    return True


@transaction.atomic
def _claimed(user: User) -> list[Notice]:
    """What no other worker has; marked as mailed before it is."""
    rows = _waiting(timezone.now()).filter(user=user).select_related("campaign").order_by("pk")
    found = list(rows.select_for_update(of=("self",), skip_locked=True))
    Notice.objects.filter(pk__in=[notice.pk for notice in found]).update(
        mailed_at=timezone.now(), attempts=F("attempts") + 1
    )
    return found


def _release(notices: Collection[Notice]) -> None:
    Notice.objects.filter(pk__in=[notice.pk for notice in notices]).update(mailed_at=None)


def _letter(user: User, notices: list[Notice], connection: BaseEmailBackend) -> EmailMessage:
    portal = settings.PORTAL_URL.rstrip("/")
    shown = [(notice, portal + reverse("notice_open", args=[notice.pk])) for notice in notices[:MOST_TOLD]]
    context = {"shown": shown, "more": len(notices) - len(shown), "inbox": portal + reverse("notices")}
    context["is_demonstration"] = any(notice.campaign and notice.campaign.is_demonstration for notice in notices)
    with translation.override(user.language):
        subject = ngettext("%d ý kiến trao đổi mới", "%d ý kiến trao đổi mới", len(notices)) % len(notices)
        text = render_to_string("emails/digest.txt", context)
    headers = {"Auto-Submitted": "auto-generated"}
    return EmailMessage(subject, text, None, [user.email], connection=connection, headers=headers)
