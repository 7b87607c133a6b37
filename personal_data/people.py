"""Finding whom a command means."""

from accounts.models import User


class NobodyThere(Exception):
    """The message says who was not found."""


def person_of(mail: str) -> User:
    """By address, in whatever case. Raises NobodyThere."""
    found = User.objects.filter(email__iexact=mail).first() if mail.isprintable() else None
    if found is None:
        raise NobodyThere(f"Không có tài khoản “{mail[:100]}”.")
    return found
