"""A person with a second factor, and the code that their telephone would show."""

import time

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value

from accounts.models import User

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def with_codes(user: User) -> User:
    TOTP.activate(user, SECRET)
    return user


def with_recovery(user: User) -> list[str]:
    return RecoveryCodes.activate(user).get_unused_codes()


def code(secret: str = SECRET, steps: int = 0) -> str:
    """Of now, or so many half minutes later."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps))


def wrong() -> str:
    near = {code(steps=steps) for steps in (-1, 0, 1)}
    return next(text for text in ("000000", "111111", "222222", "333333") if text not in near)


def kinds(user: User) -> list[str]:
    return sorted(Authenticator.objects.filter(user=user).values_list("type", flat=True))
