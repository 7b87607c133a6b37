"""Where a person is signed in: listed, and ended."""

import time
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.models import Session
from django.http import HttpRequest
from django.utils import timezone

from accounts.models import User

from .devices import device

BEGAN, SEEN = "sign_in_began", "sign_in_seen"
SEEN_EVERY_SECONDS = 300


@dataclass(frozen=True)
class Place:
    pk: int
    device: str
    address: str
    since: datetime
    seen: datetime
    is_current: bool


def begin(sender: type[User], request: HttpRequest, user: User, **_given: Any) -> None:
    """Receiver of Django's user_logged_in. Nothing is noted where no browser signs in (a test's force_login)."""
    if "REMOTE_ADDR" in request.META:
        request.user = user
        request.session[BEGAN] = time.time()
        _record(request)


def carry_on(sender: type[User], request: HttpRequest, user: User, **_given: Any) -> None:
    """Receiver of allauth's password_changed: the session goes on under a new key."""
    _record(request)


def _record(request: HttpRequest) -> None:
    request.session[SEEN] = time.time()
    UserSession.objects.create_from_request(request)
    running = Session.objects.values("session_key")
    UserSession.objects.filter(user=request.user).exclude(session_key__in=running).delete()


def note(request: HttpRequest) -> None:
    """That the session is in use: one write every five minutes, and no query in between."""
    seen = request.session.get(SEEN)
    if seen is not None and time.time() - seen > SEEN_EVERY_SECONDS:
        request.session[SEEN] = time.time()
        UserSession.objects.create_from_request(request)


def is_over(request: HttpRequest) -> bool:
    """However busy it is: from time to time everybody signs in anew."""
    began = request.session.get(BEGAN)
    return began is not None and time.time() - began > settings.SESSION_LONGEST_HOURS * 3600


def places(user: User, current: str | None) -> list[Place]:
    """The running sessions, the latest used first."""
    running = Session.objects.filter(expire_date__gt=timezone.now()).values("session_key")
    found = UserSession.objects.filter(user=user, session_key__in=running).order_by("-last_seen_at", "-pk")
    return [
        Place(row.pk, device(row.user_agent), row.ip, row.created_at, row.last_seen_at, row.session_key == current)
        for row in found
    ]


def end(user: User, pk: int) -> bool:
    """False if there is no such session of theirs (any more)."""
    keys = UserSession.objects.filter(user=user, pk=pk).values_list("session_key", flat=True)
    return _end(list(keys)) > 0


def end_all(user: User, but: str | None = None) -> int:
    """How many were ended; `but`: the key of the one that goes on."""
    keys = UserSession.objects.filter(user=user).exclude(session_key=but or "").values_list("session_key", flat=True)
    return _end(list(keys))


def remove_expired(now: datetime) -> int:
    """With the addresses and browsers of all sessions that are no more; returns how many had expired."""
    gone: int = Session.objects.filter(expire_date__lt=now).delete()[0]
    UserSession.objects.exclude(session_key__in=Session.objects.values("session_key")).delete()
    return gone


def _end(keys: list[str]) -> int:
    Session.objects.filter(session_key__in=keys).delete()
    UserSession.objects.filter(session_key__in=keys).delete()
    return len(keys)
