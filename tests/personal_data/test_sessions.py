from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone

from personal_data.sessions import sessions_of
from tests.factories import UserFactory
from tests.personal_data.people import session_of

pytestmark = pytest.mark.django_db


def test_sessions_are_those_of_the_person_that_still_last():
    person, other = UserFactory(), UserFactory()
    own = {session_of(person), session_of(person)}
    session_of(other)
    over = session_of(person)
    Session.objects.filter(session_key=over).update(expire_date=timezone.now() - timedelta(seconds=1))
    Session.objects.create(session_key="x" * 32, session_data="rubbish", expire_date=timezone.now() + timedelta(days=1))
    assert {session.session_key for session in sessions_of(person)} == own
