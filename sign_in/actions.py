"""What a system administrator does for, or against, an account: sessions ended, a lost second factor taken away."""

from functools import partial

from allauth.mfa.models import Authenticator
from django.core.exceptions import PermissionDenied
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.mailing import is_sent
from accounts.models import User
from audit import recording as audit

from . import sessions
from .models import FactorRemoval, Identity
from .permissions import why_not_end_sessions, why_not_take_away, why_not_unbind


@transaction.atomic
def end_sessions(*, by: User, person: User) -> int:
    """Wherever the person is signed in, they no longer are; returns how many sessions that were. Raises
    PermissionDenied with the reason."""
    reason = why_not_end_sessions(by, person)
    if reason:
        raise PermissionDenied(reason)
    ended = sessions.end_all(person)
    audit.record(audit.Verb.ACCOUNT, audit.chain_of("user", person.pk), by=by, what="end_sessions", sessions=ended)
    return ended


@transaction.atomic
def unbind(*, by: User, identity: Identity) -> None:
    """The next time the person comes by single sign-on, their address decides anew who they are there. Raises
    PermissionDenied with the reason."""
    reason = why_not_unbind(by)
    if reason:
        raise PermissionDenied(reason)
    place = audit.chain_of("user", identity.person_id)
    audit.record(audit.Verb.ACCOUNT, place, by=by, what="unbind", identity=identity.pk)
    identity.delete()


@transaction.atomic
def take_away(*, by: User, person: User) -> FactorRemoval | None:
    """All of the person's factors and recovery codes, with what is still open anywhere; the person sets up new ones at
    the next sign-in and is told by mail. None if there was nothing. Raises PermissionDenied with the reason."""
    reason = why_not_take_away(by, person)
    if reason:
        raise PermissionDenied(reason)
    lost = Authenticator.objects.select_for_update().filter(user=person)
    what = ", ".join(sorted({one.type for one in lost}))
    if not what:
        return None
    Authenticator.objects.filter(user=person).delete()
    sessions.end_all(person)
    audit.record(audit.Verb.SECOND_FACTOR, audit.chain_of("user", person.pk), by=by, what="taken_away")
    transaction.on_commit(partial(_tell, person))
    return FactorRemoval.objects.create(person=person, by=by, what=what)


def _tell(person: User) -> None:
    with translation.override(person.language):
        subject, text = _("Bước xác minh thứ hai đã được gỡ"), render_to_string("emails/factor_taken.txt")
    is_sent(partial(send_mail, subject, text, None, [person.email]), "second factor taken away")
