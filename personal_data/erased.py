"""What stands in the place of a person whose data were erased."""

from accounts.models import User

NAME = "Người dùng đã xóa"
DOMAIN = "@erased.invalid"
"""No address can be under it (RFC 2606)."""


def address_of(person: User) -> str:
    """Unique, and nobody's."""
    return f"erased-{person.pk}{DOMAIN}"


def is_erased(person: User) -> bool:
    return person.email.endswith(DOMAIN)
