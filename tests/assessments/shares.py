"""Parts of an assessment on the small catalogues (A, and B of the indicators) given to people."""

from datetime import date, timedelta

from django.utils import timezone

from accounts.models import Body, User
from accounts.roles import Role
from assessments.models import Assessment, PartAssignment
from assessments.teamwork import Share
from tests.factories import user_as


def body_of(user: User) -> Body:
    return user.memberships.get().body


def in_days(days: int) -> date:
    return timezone.localdate() + timedelta(days=days)


def share(user: User, days: int = 5, *, whole_body: bool = False) -> Share:
    """Of this person's body, and theirs alone unless it is for all of it."""
    return Share(body_of(user), None if whole_body else user, in_days(days))


def given(assessment: Assessment, part: str, user: User, days: int = 5, *, whole_body: bool = False) -> PartAssignment:
    """Stored past the action."""
    wanted = share(user, days, whole_body=whole_body)
    by = user_as(Role.COORDINATOR, assessment.province)
    return PartAssignment.objects.create(assessment=assessment, part=part, by=by, **wanted._asdict())
