"""All that is stored about one person, as plain values for JSON. Tables that refer to people are found by themselves,
so that none is left out; their rows are given as counts and keys, for what stands in them belongs to the assessment."""

from collections.abc import Iterator
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.models import Invitation, User
from assessments.models import Comment, Notice
from audit.models import Event
from audit.recording import chain_of
from sign_in.sessions import places

MOST_KEYS = 10_000
TOLD = (Comment, Notice)
"""What is given whole."""

Relation = tuple[type[models.Model], str]


def everything_about(person: User) -> dict[str, Any]:
    own = ("id", "email", "full_name", "language", "is_active", "is_staff", "is_superuser", "date_joined", "last_login")
    mail = Q(email__iexact=person.email) | Q(accepted_by=person)
    comments = Comment.objects.filter(by=person).order_by("at", "pk")
    notices = Notice.objects.filter(user=person).order_by("created_at", "pk")
    return {
        "made_at": timezone.now(),
        "person": {name: getattr(person, name) for name in own},
        "roles": [
            {"role": seat.role, "body": str(seat.body)} for seat in person.memberships.select_related("body__province")
        ],
        "invitations": _rows(Invitation.objects.filter(mail).order_by("pk"), "id", "email", "role", "invited_at"),
        "comments": _rows(comments, "id", "assessment", "code", "text", "at", "withdrawn_at"),
        "notices": _rows(notices, "id", "subject", "body", "created_at", "read_at", "mailed_at"),
        "sessions": [
            {"device": place.device, "address": place.address, "since": place.since, "seen": place.seen}
            for place in places(person, None)
        ],
        "records": [_record(model, name, person) for model, name in relations() if model not in TOLD],
        "audit": _rows(_events(person), "chain", "seq", "at", "actor", "verb", "what", "role", "network", "detail"),
    }


def relations() -> Iterator[Relation]:
    """Every column of every table that refers to a person."""
    for found in User._meta.get_fields(include_hidden=True):
        if found.auto_created and not found.concrete and not found.many_to_many:
            yield found.related_model, found.field.name


def _events(person: User) -> models.QuerySet[Event]:
    """What they did and what was done about them, the last ones."""
    about = Event.objects.filter(Q(actor=person.pk) | Q(chain=chain_of("user", person.pk)))
    return about.order_by("-at", "-pk")[:MOST_KEYS]


def _rows(rows: models.QuerySet[Any], *names: str) -> list[dict[str, Any]]:
    return list(rows.values(*names))


def _record(model: type[models.Model], name: str, person: User) -> dict[str, Any]:
    rows = model._default_manager.filter(**{name: person.pk}).order_by("pk")
    keys = list(rows.values_list("pk", flat=True)[:MOST_KEYS])
    count = len(keys) if len(keys) < MOST_KEYS else rows.count()
    return {"table": model._meta.label, "as": name, "count": count, "keys": keys}
