import uuid
from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from sign_in import sessions
from smartcity_portal.settings import base
from tests.factories import UserFactory
from tests.factories.accounts import PASSWORD

pytestmark = pytest.mark.django_db

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0"
NEW = "mot-mat-khau-du-dai-9"


def signed_in(user, address="203.0.113.7", password=PASSWORD) -> Client:
    client = Client(REMOTE_ADDR=address, headers={"user-agent": FIREFOX})
    response = client.post(reverse("account_login"), {"login": user.email, "password": password})
    assert response.status_code == 302
    return client


def key(client):
    return client.session.session_key


def gets_in(client):
    return client.get(reverse("security")).status_code == 200


@pytest.fixture
def user():
    return UserFactory()


def test_each_sign_in_is_a_place(user):
    one, two = signed_in(user), signed_in(user, "198.51.100.9")
    signed_in(UserFactory())
    found = sessions.places(user, key(one))
    assert [(place.device, place.address, place.is_current) for place in found] == [
        ("Firefox trên Linux", "198.51.100.9", False),
        ("Firefox trên Linux", "203.0.113.7", True),
    ]
    assert gets_in(two)


def test_ended_session_is_signed_out(user):
    here, there = signed_in(user), signed_in(user)
    (place,) = [place for place in sessions.places(user, key(here)) if not place.is_current]
    assert sessions.end(user, place.pk) is True
    assert (gets_in(here), gets_in(there)) == (True, False)
    assert sessions.end(user, place.pk) is False


def test_session_of_another_is_not_ended(user):
    theirs = signed_in(UserFactory())
    assert sessions.end(user, UserSession.objects.get().pk) is False
    assert gets_in(theirs)


def test_all_others_are_ended(user):
    here, there, elsewhere = signed_in(user), signed_in(user), signed_in(user)
    theirs = signed_in(UserFactory())
    assert sessions.end_all(user, but=key(here)) == 2
    assert [gets_in(client) for client in (here, there, elsewhere, theirs)] == [True, False, False, True]


def test_all_are_ended(user):
    client = signed_in(user)
    assert sessions.end_all(user) == 1
    assert not gets_in(client)


def test_signed_out_and_expired_sessions_are_no_places(user):
    signed_in(user).post(reverse("account_logout"))
    old = signed_in(user)
    Session.objects.filter(session_key=key(old)).update(expire_date=timezone.now() - timedelta(days=1))
    assert sessions.places(user, None) == []


def test_what_is_gone_is_tidied_at_the_next_sign_in(user):
    client = signed_in(user)
    Session.objects.filter(session_key=key(client)).delete()
    latest = signed_in(user)
    assert list(UserSession.objects.values_list("session_key", flat=True)) == [key(latest)]


def test_use_is_noted_every_five_minutes(user, time_machine, django_assert_num_queries):
    time_machine.move_to("2026-03-02T08:00:00+07:00", tick=False)
    client = signed_in(user)
    time_machine.shift(timedelta(minutes=4))
    client.get(reverse("security"))
    assert UserSession.objects.get().last_seen_at == timezone.now() - timedelta(minutes=4)
    time_machine.shift(timedelta(minutes=2))
    client.get(reverse("security"), REMOTE_ADDR="198.51.100.9")
    found = UserSession.objects.get()
    assert (found.last_seen_at, found.ip) == (timezone.now(), "198.51.100.9")


def test_unused_session_ends(user, settings, time_machine):
    settings.SESSION_COOKIE_AGE = base.SESSION_COOKIE_AGE
    time_machine.move_to("2026-03-02T08:00:00+07:00", tick=False)
    client = signed_in(user)
    for _times in range(3):
        time_machine.shift(timedelta(minutes=239))
        assert gets_in(client)
    time_machine.shift(timedelta(minutes=241))
    assert not gets_in(client)


def test_what_an_open_page_asks_by_itself_is_no_use(user, settings, time_machine):
    settings.SESSION_COOKIE_AGE = base.SESSION_COOKIE_AGE
    time_machine.move_to("2026-03-02T08:00:00+07:00", tick=False)
    client = signed_in(user)
    for _times in range(5):
        time_machine.shift(timedelta(minutes=50))
        client.get(reverse("snapshot_status", args=[uuid.uuid4()]))
    assert not gets_in(client)


def test_busy_session_ends_after_a_day(user, time_machine):
    time_machine.move_to("2026-03-02T08:00:00+07:00", tick=False)
    client = signed_in(user)
    time_machine.shift(timedelta(hours=23, minutes=59))
    assert gets_in(client)
    time_machine.shift(timedelta(minutes=2))
    page = client.get(reverse("security"))
    assert page.url == f"{reverse('account_login')}?next={reverse('security')}"
    assert "_auth_user_id" not in client.session


def test_session_that_no_browser_began_is_left_alone(client, user):
    client.force_login(user)
    assert gets_in(client)
    assert not UserSession.objects.exists()


def test_changed_password_ends_the_other_sessions(user):
    here, there = signed_in(user), signed_in(user)
    response = here.post(
        reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
    )
    assert (response.status_code, response.url) == (302, reverse("security"))
    assert (gets_in(here), gets_in(there)) == (True, False)
    assert [place.is_current for place in sessions.places(user, key(here))] == [True]
    assert UserSession.objects.count() == 1


def test_expired_sessions_go_with_what_is_known_of_them(user):
    here, there, away = signed_in(user), signed_in(user), signed_in(user)
    now = timezone.now()
    Session.objects.filter(session_key=key(there)).update(expire_date=now - timedelta(seconds=1))
    Session.objects.filter(session_key=key(away)).delete()
    assert sessions.remove_expired(now) == 1
    kept = [set(model.objects.values_list("session_key", flat=True)) for model in (Session, UserSession)]
    assert kept == [{key(here)}] * 2
