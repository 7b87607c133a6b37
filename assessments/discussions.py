"""Reading a province's discussions: who takes part, how much is said of each question, and its threads."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet

from accounts.models import Membership, User
from accounts.prepared import Prepared
from accounts.roles import MINISTRY_ROLES

from .enums import Permission
from .models import Assessment, Comment, CommentMention, DiscussionSettled
from .permissions import ROLE_PERMISSIONS

TALKERS = frozenset(role for role, granted in ROLE_PERMISSIONS.items() if Permission.DISCUSS in granted)


@dataclass(frozen=True)
class Talk:
    """How the discussion of one leaf stands; `count` leaves out what was withdrawn."""

    count: int = 0
    is_settled: bool = False


@dataclass(frozen=True)
class Person:
    """Somebody who can be mentioned, with the bodies they sit in."""

    pk: int
    name: str
    bodies: str


def people_of(assessment: Assessment) -> dict[int, User]:
    """Who may read the assessment's discussions, by key, in one query; as `permissions.may_read_discussion` says."""
    seats = Membership.objects.filter(role__in=TALKERS, body__province=assessment.province_id, user__is_active=True)
    inside = Membership.objects.filter(user=OuterRef("pk"), role__in=MINISTRY_ROLES)
    found = User.objects.filter(pk__in=seats.values("user")).exclude(Exists(inside))
    return {user.pk: user for user in found.order_by("full_name", "pk")}


def mentionable(assessment: Assessment, by: User) -> list[Person]:
    """Those whom `by` can mention, by name."""
    users = people_of(assessment)
    bodies: dict[int, list[str]] = {}
    seats = Membership.objects.filter(user__in=users, body__province=assessment.province_id).select_related("body")
    for seat in seats.order_by("body__name_vi"):
        bodies.setdefault(seat.user_id, []).append(seat.body.name)
    others = [user for user in users.values() if user.pk != by.pk]
    return [Person(user.pk, str(user), ", ".join(dict.fromkeys(bodies.get(user.pk, ())))) for user in others]


def talks(assessment: Assessment, codes: Collection[str]) -> dict[str, Talk]:
    """How the discussions of some leaves stand, in one query and without their texts."""
    told = {code: Talk(count, is_settled) for code, is_settled, count, _last in _talks(assessment.pk, tuple(codes))}
    return {code: told.get(code, Talk()) for code in codes}


def is_settled(assessment: Assessment, code: str) -> bool:
    return assessment.settled_discussions.filter(code=code).exists()


def thread(assessment: Assessment, code: str) -> QuerySet[Comment]:
    """What was said of a leaf, oldest first."""
    comments = assessment.comments.filter(code=code).select_related("by")
    return comments.prefetch_related("mentions__user").order_by("at", "pk")


def answered(comments: Sequence[Comment]) -> set[int]:
    """Keys of those, of one thread and oldest first, after which somebody else has spoken."""
    found: set[int] = set()
    later: set[int] = set()
    for comment in reversed(comments):
        if later - {comment.by_id}:
            found.add(comment.pk)
        later.add(comment.by_id)
    return found


def threads(assessment: Assessment, mentioning: User | None = None) -> QuerySet[Comment, dict[str, object]]:
    """One row a discussion (`code`, `count`, `is_settled`, `last`: the key of the newest comment), unsettled ones
    first, then the newest; with `mentioning` only those in which this person is mentioned."""
    found = _threads(assessment.pk).order_by("is_settled", "-last")
    if mentioning is None:
        return found
    mentions = CommentMention.objects.filter(user=mentioning, comment__assessment=assessment)
    return found.filter(code__in=mentions.values("comment__code"))


def unsettled(assessment: Assessment) -> int:
    """How many discussions wait to be settled."""
    return _threads(assessment.pk).filter(is_settled=False).count()


def _threads(assessment: UUID) -> QuerySet[Comment, dict[str, object]]:
    settled = DiscussionSettled.objects.filter(assessment=assessment, code=OuterRef("code"))
    rows = Comment.objects.filter(assessment=assessment).order_by().annotate(is_settled=Exists(settled))
    standing = Count("pk", filter=Q(withdrawn_at__isnull=True))
    return rows.values("code", "is_settled").annotate(count=standing, last=Max("pk"))


_talks = Prepared(
    lambda assessment, codes: (
        _threads(assessment).filter(code__in=codes).values_list("code", "is_settled", "count", "last")
    ),
    UUID,
    (str,),
)
