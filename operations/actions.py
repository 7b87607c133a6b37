"""Sending again what waits or failed: what the sweep does by itself, at once and on record."""

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from assessments.errors import NotAllowed
from assessments.models import Notice
from assessments.notifications.mailing import deliver
from assessments.work import enqueue, requeue

from .models import SentAgain
from .permissions import why_not_mail_again, why_not_send_again
from .work import KINDS

MAIL = "mail"


@transaction.atomic
def send_again(*, by: User, kind: str, pk: str) -> None:
    """Raises NotAllowed with the reason; the row is locked, so that two who press at once send it once."""
    known = KINDS[kind]
    work = known.model._default_manager.select_for_update().defer(*known.own_deferred()).get(pk=pk)
    if reason := why_not_send_again(by, work):
        raise NotAllowed(reason)
    SentAgain.objects.create(what=kind, object_id=str(work.pk), tries=work.attempts, by=by)
    if not requeue(work):  # left behind, not failed
        known.model._default_manager.filter(pk=work.pk).update(touched_at=timezone.now())
    enqueue(known.task, work)


@transaction.atomic
def mail_again(*, by: User, pk: int) -> None:
    notice = Notice.objects.select_for_update().get(pk=pk)
    if reason := why_not_mail_again(by, notice):
        raise NotAllowed(reason)
    SentAgain.objects.create(what=MAIL, object_id=str(notice.pk), tries=notice.attempts, by=by)
    Notice.objects.filter(pk=notice.pk).update(attempts=0)
    transaction.on_commit(lambda: deliver.delay(), robust=True)
