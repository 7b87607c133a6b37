"""A person's sessions: the table does not say whose they are, so each is opened."""

from collections.abc import Iterator

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.utils import timezone

from accounts.models import User


def sessions_of(person: User) -> Iterator[Session]:
    """Those that have not expired."""
    for session in Session.objects.filter(expire_date__gt=timezone.now()).iterator(chunk_size=500):
        if session.get_decoded().get(SESSION_KEY) == str(person.pk):
            yield session
