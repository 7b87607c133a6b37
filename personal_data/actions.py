"""Giving a person what is stored about them, and taking a person out of it: what they did stays, who they were goes."""

from typing import Any

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.db.models import F, Value
from django.db.models.functions import Left, Replace

from accounts.models import Invitation, User
from assessments.models import Notice, WorkflowEvent
from audit import recording as audit
from sign_in import sessions

from .erased import NAME, address_of
from .gathering import everything_about, relations
from .permissions import why_not_erase, why_not_export


@transaction.atomic
def export(*, by: User | None, person: User) -> dict[str, Any]:
    """All about one person. `by` None is the command line. Raises PermissionDenied with the reason."""
    if by and (reason := why_not_export(by, person)):
        raise PermissionDenied(reason)
    audit.record(audit.Verb.PERSON, audit.chain_of("user", person.pk), by=by, what="export")
    return everything_about(person)


@transaction.atomic
def erase(*, by: User, person: User) -> dict[str, int]:
    """Put nobody in the person's place: name, address, password, roles, sessions, notices and mentions go; what others
    rely on (answers, decisions, comments, events) stays, with the key of nobody. Returns how much of each went. Raises
    PermissionDenied with the reason."""
    locked = User.objects.select_for_update().get(pk=person.pk)
    if reason := why_not_erase(by, locked):
        raise PermissionDenied(reason)
    gone = {"sessions": sessions.end_all(locked), "texts": _without_the_name(locked)}
    gone |= {"invitations": _forget_address(locked), "rows": _remove_belongings(locked)}
    locked.email, locked.full_name, locked.last_login = address_of(locked), NAME, None
    locked.is_active = locked.is_staff = locked.is_superuser = False
    locked.set_unusable_password()
    locked.save()
    audit.record(audit.Verb.PERSON, audit.chain_of("user", locked.pk), by=by, what="erase", **gone)
    return gone


def _forget_address(person: User) -> int:
    invitations = Invitation.objects.filter(email__iexact=person.email)
    removed = invitations.filter(accepted_by__isnull=True).delete()[0]
    accepted = Invitation.objects.filter(accepted_by=person)
    return removed + accepted.update(email=address_of(person))


def _remove_belongings(person: User) -> int:
    """Rows that are the person's alone, as their tables say themselves: whatever would go with the account. What was
    done in the system administration stays."""
    count = 0
    for model, name in relations():
        goes = model._meta.get_field(name).remote_field.on_delete is models.CASCADE
        if goes and model is not LogEntry:
            count += model._default_manager.filter(**{name: person.pk}).delete()[0]
    return count


def _without_the_name(person: User) -> int:
    """Notices to others and events that say the name, and the titles that the system administration kept. Where
    somebody else has the same name nobody can tell who is meant, and the notices go in their time."""
    account = ContentType.objects.get_for_model(User)
    titles = LogEntry.objects.filter(content_type=account, object_id=str(person.pk)).update(object_repr=NAME)
    if not person.full_name or User.objects.filter(full_name=person.full_name).exclude(pk=person.pk).exists():
        return titles
    places = ((Notice, "subject"), (Notice, "body"), (WorkflowEvent, "detail"))
    return titles + sum(_replaced(model, column, person.full_name) for model, column in places)


def _replaced(model: type[models.Model], column: str, name: str) -> int:
    """Cut where the words that take its place are longer than the column."""
    rows = model._default_manager.filter(**{f"{column}__contains": name})
    words = Replace(F(column), Value(name), Value(NAME))
    return rows.update(**{column: Left(words, model._meta.get_field(column).max_length)})
