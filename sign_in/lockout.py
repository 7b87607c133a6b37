"""How many wrong passwords are borne. Kept in the database, so that neither Redis nor a restart forgets them."""

import unicodedata
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Q
from django.utils import timezone
from django.utils.crypto import salted_hmac

from .models import FailedTry

KEPT = timedelta(days=1)


class LockedOut(Exception):
    """Nobody may try until `until`, whether or not there is such an account."""

    def __init__(self, until: datetime) -> None:
        self.until = until


def begin(typed: str, address: str) -> FailedTry:
    """Count a try as failed until `succeed` says otherwise; counted before the password is looked at, so that many at
    once do not slip through. Raises LockedOut."""
    made = FailedTry.objects.create(account=_hidden(typed), address=address)
    until = _locked_until(made)
    if until:
        made.delete()  # waiting is not made longer by asking
        raise LockedOut(until)
    return made


def succeed(made: FailedTry) -> None:
    """The right password forgives what was typed wrongly before at this place; what others tried elsewhere stays."""
    FailedTry.objects.filter(account=made.account, address=made.address).delete()
    FailedTry.objects.filter(at__lt=timezone.now() - KEPT).delete()


def forgive(email: str) -> None:
    """After a new password: whoever has the mailbox has the account."""
    FailedTry.objects.filter(account=_hidden(email)).delete()


def _hidden(typed: str) -> str:
    plain = unicodedata.normalize("NFKC", typed).strip().casefold()
    return salted_hmac("sign_in.lockout", plain, algorithm="sha256").hexdigest()


def _locked_until(made: FailedTry) -> datetime | None:
    lock = timedelta(minutes=settings.SIGN_IN_LOCK_MINUTES)
    near = Q(account=made.account) | Q(address=made.address)
    since = FailedTry.objects.filter(near, at__gt=timezone.now() - lock).exclude(pk=made.pk)
    tries = list(since.order_by("-at", "-pk").values_list("account", "address", "at"))
    here = [at for account, address, at in tries if (account, address) == (made.account, made.address)]
    account = [at for account, _address, at in tries if account == made.account]
    place = [at for _account, address, at in tries if address == made.address]
    counted = zip((here, account, place), settings.SIGN_IN_TRIES, strict=True)
    return max((times[most - 1] + lock for times, most in counted if len(times) >= most), default=None)
