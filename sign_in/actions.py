"""What an administrator does for a person who lost their second factor."""

from allauth.account.adapter import get_adapter
from allauth.mfa.models import Authenticator
from django.core.exceptions import PermissionDenied
from django.db import transaction

from accounts.models import User

from . import sessions
from .models import FactorRemoval
from .permissions import why_not_take_away


@transaction.atomic
def take_away(*, by: User, person: User) -> FactorRemoval | None:
    """All of the person's factors and recovery codes, with what is still open anywhere; the person sets up new ones at
    the next sign-in and is told by mail. None if there was nothing. Raises PermissionDenied with the reason."""
    reason = why_not_take_away(by, person)
    if reason:
        raise PermissionDenied(reason)
    lost = Authenticator.objects.select_for_update().filter(user=person).order_by("pk")
    what = ", ".join(sorted({one.type for one in lost}))
    if not what:
        return None
    lost.delete()
    sessions.end_all(person)
    made = FactorRemoval.objects.create(person=person, by=by, what=what)
    transaction.on_commit(lambda: get_adapter().send_notification_mail("sign_in/email/factor_taken", person))
    return made
