"""What is kept for a limited time, by docs/personal-data.md, and removed when that is over."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from accounts.models import Invitation
from assessments.models import Notice
from audit import recording as audit
from sign_in import sessions

CHAIN = "retention"


@transaction.atomic
def remove_what_is_over(now: datetime) -> dict[str, int]:
    """How many rows of each went; recorded where there were any."""
    gone = {
        "sessions": sessions.remove_expired(now),
        "invitations": _invitations(now).delete()[0],
        "notices": _notices(now).delete()[0],
    }
    if any(gone.values()):
        audit.record(audit.Verb.PERSON, CHAIN, what="retention", **gone)
    return gone


def _invitations(now: datetime) -> Any:
    """That nobody accepted."""
    over = now - timedelta(days=settings.RETENTION_INVITATION_DAYS)
    return Invitation.objects.filter(accepted_at__isnull=True, expires_at__lt=over)


def _notices(now: datetime) -> Any:
    """Notices with the mails that were made of them: read, or long unread. Those of a round that still runs stay, for a
    notice that is there is what keeps the same thing from being told twice."""
    read = now - timedelta(days=settings.RETENTION_READ_NOTICE_DAYS)
    unread = now - timedelta(days=settings.RETENTION_NOTICE_DAYS)
    running = Q(campaign__publish_on__gte=read.date())
    return Notice.objects.filter(Q(read_at__lt=read) | Q(created_at__lt=unread)).exclude(running)
