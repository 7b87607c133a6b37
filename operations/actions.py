"""Sending again what waits or failed: what the sweep does by itself, at once and on record."""

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from assessments.errors import NotAllowed
from assessments.models import Notice
from assessments.notifications.mailing import deliver
from assessments.work import enqueue, requeue
from audit import recording as audit

from .models import SentAgain
from .permissions import why_not_mail_again, why_not_send_again
from .work import KINDS

MAIL = "mail"
CHAIN = "queues"
"""Of the audit log: all that is sent again, whatever it is."""


@transaction.atomic
def send_again(*, by: User, kind: str, pk: str) -> None:
    """Raises NotAllowed with the reason; the row is locked, so that two who press at once send it once."""
    known = KINDS[kind]
    work = known.model._default_manager.select_for_update().defer(*known.own_deferred()).get(pk=pk)
    if reason := why_not_send_again(by, work):
        raise NotAllowed(reason)
    _record(by, kind, work.pk, work.attempts)
    if not requeue(work):  # left behind, not failed
        known.model._default_manager.filter(pk=work.pk).update(touched_at=timezone.now())
    enqueue(known.task, work)


@transaction.atomic
def mail_again(*, by: User, pk: int) -> None:
    notice = Notice.objects.select_for_update().get(pk=pk)
    if reason := why_not_mail_again(by, notice):
        raise NotAllowed(reason)
    _record(by, MAIL, notice.pk, notice.attempts)
    Notice.objects.filter(pk=notice.pk).update(attempts=0)
    transaction.on_commit(lambda: deliver.delay(), robust=True)


def _record(by: User, what: str, key: object, tries: int) -> None:
    SentAgain.objects.create(what=what, object_id=str(key), tries=tries, by=by)
    audit.record(audit.Verb.OPERATION, CHAIN, by=by, what="send_again", kind=what, key=str(key), tries=tries)
