"""Writing notices: who is told, in which language, and each thing once."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models import Membership, User
from accounts.roles import Role
from assessments.models import Assessment, Campaign, Comment, Notice

from .mailing import deliver

MOST_NAMED = 10
"""So many provinces are named in one notice."""


class Text(NamedTuple):
    subject: str
    body: str


@dataclass(frozen=True)
class News:
    """One thing to tell some people. `write` gives the text in the language that is active; who has a notice with the
    same `key` is not told again."""

    people: Collection[User]
    key: str
    path: str
    campaign: Campaign
    write: Callable[[], Text]
    comment: Comment | None = None


def tell(news: Iterable[News]) -> int:
    """Put it into the inboxes and, once the transaction is committed, have it mailed. Returns how many notices are
    new."""
    wanted = {(user.pk, item.key): (user, item) for item in news for user in item.people}
    known = set(Notice.objects.filter(key__in={key for _pk, key in wanted}).values_list("user_id", "key"))
    fresh = sorted(wanted.keys() - known)  # always in one order: two at once wait for each other instead of deadlocking
    notices = [_notice(*wanted[pair]) for pair in fresh]
    if notices:
        Notice.objects.bulk_create(notices, ignore_conflicts=True)
        transaction.on_commit(deliver.delay, robust=True)  # where the broker is away they wait for the schedule
    return len(notices)


def to_provinces(
    assessments: Collection[Assessment],
    roles: Collection[Role],
    key: Callable[[Assessment], str],
    write: Callable[[Assessment], Text],
    route: str = "overview",
) -> Iterator[News]:
    """One thing about each of these assessments, for the people of its province who have one of the roles; `route`
    names a page of an assessment."""
    found = people(roles, {assessment.province_id for assessment in assessments})
    for assessment in assessments:
        told = found.get(assessment.province_id, ())
        path = reverse(route, args=[assessment.pk])
        yield News(told, key(assessment), path, assessment.campaign, partial(write, assessment))


def people(roles: Collection[Role], provinces: Collection[int]) -> dict[int, list[User]]:
    """Who may sign in and has one of the roles in a body of these provinces, by province, in one query."""
    seats = Membership.objects.filter(role__in=roles, body__province__in=provinces, user__is_active=True)
    found: dict[int, dict[int, User]] = defaultdict(dict)
    for seat in seats.select_related("user", "body").order_by("user"):
        found[seat.body.province_id][seat.user_id] = seat.user
    return {province: list(users.values()) for province, users in found.items()}


def named(assessments: Collection[Assessment]) -> str:
    """The provinces of some assessments, the first ten of them by name."""
    names = ", ".join(str(assessment.province) for assessment in list(assessments)[:MOST_NAMED])
    more = len(assessments) - MOST_NAMED
    return _("%(names)s và %(count)d phiếu khác") % {"names": names, "count": more} if more > 0 else names


def _notice(user: User, item: News) -> Notice:
    with translation.override(user.language):
        subject, body = item.write()
    subject = " ".join(subject.split())[:200]
    about = {"key": item.key, "campaign": item.campaign, "comment": item.comment, "path": item.path}
    return Notice(user=user, subject=subject, body=body, **about)
