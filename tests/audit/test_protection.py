"""On a real PostgreSQL, and on SQLite: the log cannot be changed by the application, nor by accident by its owner."""

import psycopg2
import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.db.utils import ConnectionHandler

from accounts.roles import Role
from assessments.actions import answers
from assessments.actions.answers import Content
from audit import protection
from audit.enums import Verb
from audit.hashing import digest
from audit.models import Event, Head
from audit.recording import record
from audit.verifying import verify
from tests.audit.test_hashing import EVENT
from tests.factories import open_assessment, user_as

CHANGES = (
    "UPDATE audit_event SET actor = 7",
    "UPDATE audit_event SET actor = 7 WHERE false",
    "DELETE FROM audit_event",
    "UPDATE audit_head SET seq = 7",
    "DELETE FROM audit_head",
)
ROLE, PASSWORD = "portal_application", "only-for-this-test"


@pytest.fixture
def guarded(db):
    """With the triggers that tests/conftest.py takes away, until the test is undone."""
    protection.install(connection)
    record(Verb.SIGN_IN, "user:5")


@pytest.mark.parametrize(
    "statement",
    [
        *CHANGES,
        "TRUNCATE audit_event",
        "TRUNCATE audit_head",
        "TRUNCATE audit_event, audit_head, accounts_user CASCADE",
        "INSERT INTO audit_head (chain, seq, hash, at) VALUES ('user:6', 1, 'x', now())",
    ],
)
def test_even_the_owner_is_refused(guarded, statement):
    with pytest.raises(DatabaseError, match="only ever added to"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert (Event.objects.get().actor, Head.objects.get().seq) == (None, 1)


def test_triggers_fire_for_a_session_that_calls_itself_a_replica_too(guarded):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        with pytest.raises(DatabaseError, match="only ever added to"), transaction.atomic():
            cursor.execute("DELETE FROM audit_event")
    assert Event.objects.count() == 1


def test_migration_installs_what_is_complete(guarded):
    assert protection.missing(connection) == []
    protection.install(connection)
    assert protection.missing(connection) == []


@pytest.fixture
def application():
    """A connection as a role that `audit_role` has prepared."""
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE ROLE {ROLE} LOGIN PASSWORD '{PASSWORD}'")
        for statement in protection.statements(ROLE):
            cursor.execute(statement)
    given = connection.settings_dict
    place = {"host": given["HOST"], "port": given["PORT"], "dbname": given["NAME"]}
    found = psycopg2.connect(**place, user=ROLE, password=PASSWORD)
    yield found
    found.close()
    with connection.cursor() as cursor:
        cursor.execute(f"DROP OWNED BY {ROLE}")
        cursor.execute(f"DROP ROLE {ROLE}")


@pytest.mark.django_db(transaction=True)
def test_role_of_the_application_adds_events_and_cannot_change_them(application):
    record(Verb.SIGN_IN, "user:5")
    first = Event.objects.get()
    event = {**EVENT, "chain": "user:5", "seq": 2, "previous": first.hash}
    columns = [*event, "hash"]
    values = [*({**event, "detail": "{}"}).values(), digest({**event, "detail": {}})]
    with application, application.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO audit_event ({', '.join(columns)}) VALUES ({', '.join(['%s'] * len(columns))})", values
        )
    for statement in (*CHANGES, "TRUNCATE audit_event", "ALTER TABLE audit_event DISABLE TRIGGER audit_event_keep"):
        with pytest.raises(psycopg2.errors.InsufficientPrivilege), application, application.cursor() as cursor:
            cursor.execute(statement)
    with application, application.cursor() as cursor:
        cursor.execute("UPDATE accounts_body SET code = code")  # everything else is its own
        cursor.execute("SELECT count(*), max(seq) FROM audit_event")
        assert cursor.fetchone() == (2, 2)
    assert Head.objects.get().hash == values[-1], "kept by the database, with the rights of its owner"


def test_portal_records_and_saves_in_that_role(guarded):
    assessment = open_assessment()
    coordinator = user_as(Role.COORDINATOR, assessment.province)
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE ROLE {ROLE}")
        for statement in protection.statements(ROLE):
            cursor.execute(statement)
        cursor.execute(f"SET LOCAL ROLE {ROLE}")
        place = {"by": coordinator, "assessment": assessment, "code": "IOC-6.1"}
        for number in range(2):
            answers.save(**place, content=Content(str(number + 1)), expected_version=number)
        with pytest.raises(DatabaseError, match="permission denied for table audit_event"), transaction.atomic():
            cursor.execute("UPDATE audit_event SET actor = 7")
        cursor.execute("RESET ROLE")
    assert Head.objects.get(chain=f"assessment:{assessment.pk}").seq == 2
    assert verify().faults == []


@pytest.mark.parametrize("name", ["", "a b", "x; DROP TABLE audit_event", '"x"', "Ứng_dụng", "a" * 64])
def test_role_with_an_odd_name_is_refused(name):
    with pytest.raises(ValueError, match="not a role's name"):
        protection.statements(name)


@pytest.fixture
def sqlite(tmp_path):
    """The tables of the log in a database of the embedded default."""
    name = str(tmp_path / "portal.sqlite3")
    found = ConnectionHandler({"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": name}})["default"]
    with found.schema_editor() as editor:
        editor.create_model(Head)
        editor.create_model(Event)
    protection.install(found)
    yield found
    found.close()


def add(database, **changed):
    event = {**EVENT, "seq": 1, "previous": "", "at": "2026-05-06 07:08:09", "detail": "{}", "hash": "first", **changed}
    with database.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO audit_event ({', '.join(event)}) VALUES ({', '.join(['%s'] * len(event))}) "
            "ON CONFLICT (chain, seq) DO NOTHING RETURNING chain",
            list(event.values()),
        )
        return cursor.fetchall()


@pytest.mark.django_db
def test_sqlite_keeps_heads_and_refuses_changes_too(sqlite):
    assert add(sqlite) == [("assessment:1",)]
    assert add(sqlite) == []
    assert add(sqlite, seq=2, previous="first", hash="second") == [("assessment:1",)]
    with pytest.raises(IntegrityError, match="does not continue its chain"):
        add(sqlite, seq=4, previous="x")
    forged = "INSERT INTO audit_head (chain, seq, hash, at) VALUES ('user:6', 1, 'x', '2026-05-06')"
    for statement in (*(change for change in CHANGES if "false" not in change), forged):
        with pytest.raises(IntegrityError, match="only ever added to"), sqlite.cursor() as cursor:
            cursor.execute(statement)
    with sqlite.cursor() as cursor:
        cursor.execute("SELECT seq, hash FROM audit_head")
        assert cursor.fetchall() == [(2, "second")]
        cursor.execute("DROP TRIGGER audit_event_keep")
    assert protection.missing(sqlite) == ["audit_event_keep"]
