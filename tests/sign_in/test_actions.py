import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied

from audit.models import Event
from sign_in.actions import end_sessions, take_away, unbind
from sign_in.models import FactorRemoval, Identity
from tests.factories import UserFactory
from tests.sign_in.codes import kinds, with_codes, with_recovery
from tests.sign_in.test_sessions import gets_in, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator():
    return UserFactory(is_staff=True, is_superuser=True)


def test_lost_factor_is_taken_away_recorded_and_told(administrator, django_capture_on_commit_callbacks):
    person, other = UserFactory(), with_codes(UserFactory())
    client = signed_in(person)
    with_recovery(with_codes(person))
    with django_capture_on_commit_callbacks(execute=True):
        made = take_away(by=administrator, person=person)
    assert (made.person, made.by, made.what) == (person, administrator, "recovery_codes, totp")
    assert (kinds(person), kinds(other)) == ([], ["totp"])
    assert not gets_in(client)
    event = Event.objects.get(verb="second_factor")
    assert (event.what, event.chain, event.actor) == ("taken_away", f"user:{person.pk}", administrator.pk)
    assert [(letter.subject, letter.to) for letter in mail.outbox] == [
        ("Bước xác minh thứ hai đã được gỡ", [person.email])
    ]


def test_nothing_to_take_away_records_nothing(administrator):
    assert take_away(by=administrator, person=UserFactory()) is None
    assert not FactorRemoval.objects.exists()


def test_who_may_not_takes_nothing(administrator):
    person = with_codes(UserFactory())
    with pytest.raises(PermissionDenied, match="Chỉ quản trị hệ thống"):
        take_away(by=UserFactory(is_staff=True), person=person)
    assert kinds(person) == ["totp"]


def test_all_sessions_of_a_person_are_ended_on_record(administrator):
    person = UserFactory()
    clients, other = [signed_in(person), signed_in(person)], signed_in(UserFactory())
    assert end_sessions(by=administrator, person=person) == 2
    assert ([gets_in(client) for client in clients], gets_in(other)) == ([False, False], True)
    event = Event.objects.get(what="end_sessions")
    assert (event.verb, event.chain, event.actor) == ("account", f"user:{person.pk}", administrator.pk)
    assert event.detail == {"sessions": 2}


def test_who_may_not_ends_no_session(administrator):
    person = UserFactory()
    client = signed_in(person)
    with pytest.raises(PermissionDenied, match="Chỉ quản trị hệ thống"):
        end_sessions(by=UserFactory(is_staff=True), person=person)
    assert gets_in(client)
    assert not Event.objects.filter(what="end_sessions").exists()


def test_who_may_not_undoes_no_identity():
    identity = Identity.objects.create(person=UserFactory(), issuer="https://id.bo.example", subject="lan")
    with pytest.raises(PermissionDenied, match="Chỉ quản trị hệ thống"):
        unbind(by=UserFactory(is_staff=True), identity=identity)
    assert Identity.objects.count() == 1
