"""How commands name an assessment and the person they act for."""

from uuid import UUID

from django.core.management.base import CommandError

from accounts.models import User
from assessments.models import Assessment


def find_assessment(name: str) -> Assessment:
    """By UUID, or by campaign and province code ("2026/48")."""
    found = Assessment.objects.with_campaign()
    campaign, _slash, province = name.partition("/")
    try:
        return found.get(campaign__code=campaign, province__code=province) if province else found.get(pk=UUID(name))
    except (Assessment.DoesNotExist, ValueError) as error:
        raise CommandError(f"Không có phiếu đánh giá “{name}”.", returncode=2) from error


def find_user(email: str) -> User:
    try:
        return User.objects.get_by_natural_key(email)
    except (User.DoesNotExist, ValueError) as error:  # what is no UTF-8 the database cannot even look for
        raise CommandError(f"Không có người dùng “{email}”.", returncode=2) from error
