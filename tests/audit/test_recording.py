import threading
from uuid import UUID

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from accounts.roles import Role
from audit.enums import Verb
from audit.hashing import digest
from audit.models import Event, Head
from audit.recording import Fact, plain, record, record_many
from audit.trail import following
from audit.verifying import verify
from tests.audit.tampering import FOUND_IN_TESTS
from tests.factories import user_as

ROW = ("chain", "seq", "at", "actor", "role", "network", "verb", "what", "detail", "previous")


@pytest.mark.django_db
def test_events_of_a_chain_follow_one_another():
    record(Verb.WORKFLOW, "assessment:1", what="submit", to="submitted")
    record(Verb.WORKFLOW, "assessment:1", what="return")
    record(Verb.WORKFLOW, "assessment:2", what="submit")
    first, second = Event.objects.filter(chain="assessment:1").order_by("seq")
    assert (first.seq, first.previous, first.detail) == (1, "", {"to": "submitted"})
    assert (second.seq, second.previous, second.what) == (2, first.hash, "return")
    for event in (first, second):
        assert event.hash == digest({name: getattr(event, name) for name in ROW})
    assert Event.objects.get(chain="assessment:2").seq == 1
    assert Head.objects.values_list("seq", "hash").get(chain="assessment:1") == (2, second.hash)


@pytest.mark.django_db
def test_event_says_who_in_which_role_from_where_and_never_the_name():
    user = user_as(Role.REVIEWER)
    with following("192.0.2.0/24"):
        record(Verb.READ, "assessment:1", by=user)
    event = Event.objects.get(chain="assessment:1")
    assert (event.actor, event.role, event.network) == (user.pk, "reviewer", "192.0.2.0/24")


@pytest.mark.django_db
def test_recording_asks_the_database_twice_for_one_chain_and_for_many(django_assert_num_queries):
    with django_assert_num_queries(2):
        record(Verb.SEAL, "a:1")
    with django_assert_num_queries(2):
        record_many({f"a:{number}": Fact(Verb.CAMPAIGN, "open") for number in range(34)})
    with django_assert_num_queries(0):
        record_many({})


@pytest.mark.django_db
def test_event_goes_with_the_transaction_that_is_rolled_back():
    record(Verb.SEAL, "a:1")
    with transaction.atomic():
        record(Verb.SEAL, "a:1")
        transaction.set_rollback(True)
    assert list(Event.objects.values_list("chain", "seq")) == [("a:1", 1)]
    record(Verb.SEAL, "a:1")
    assert [str(fault) for fault in verify().faults] == FOUND_IN_TESTS


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changed", "refusal"),
    [
        ({"seq": 3, "previous": "x"}, "does not continue its chain"),
        ({"seq": 2, "previous": "x"}, "does not continue its chain"),
        ({"chain": "b:1", "previous": "x"}, "audit_only_the_first_follows_nothing"),
        ({"chain": "b:1", "verb": "x"}, "audit_verb_is_known"),
        ({}, "audit_one_event_a_place"),
    ],
)
def test_event_that_has_no_place_is_refused_by_the_database(changed, refusal):
    record(Verb.SEAL, "a:1")
    fields = {name: getattr(Event.objects.get(), name) for name in ROW} | changed
    with pytest.raises(IntegrityError, match=refusal), transaction.atomic():
        Event.objects.create(**fields)
    assert Event.objects.count() == 1


@pytest.mark.django_db
def test_chain_that_can_never_be_continued_is_an_error_and_no_endless_loop(monkeypatch):
    record(Verb.SEAL, "a:1")
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE audit_head DISABLE TRIGGER USER")
        cursor.execute("DELETE FROM audit_head")
    monkeypatch.setattr("audit.recording.MOST_ATTEMPTS", 3)
    with pytest.raises(DatabaseError, match="could not be continued"):
        record(Verb.SEAL, "a:1")


@pytest.mark.parametrize("text", ["một đoạn văn " * 20, 1.5, object()])
def test_what_might_be_somebodys_text_is_not_recorded(text):
    with pytest.raises(ValueError, match="takes codes, keys and counts"):
        plain({"detail": [text]})


def test_keys_and_codes_become_what_json_gives_back_unchanged():
    key = UUID(int=1)
    assert plain({"a": [key, Verb.READ, 1, None, True], "b": {"c": ("d",)}}) == {
        "a": [str(key), "read", 1, None, True],
        "b": {"c": ["d"]},
    }


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_many_at_once_continue_one_chain_without_a_gap():
    def work():
        for _number in range(20):
            with transaction.atomic():
                record(Verb.READ, "assessment:1")
                record(Verb.READ, f"user:{threading.get_ident()}")
        connection.close()

    threads = [threading.Thread(target=work) for _number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Event.objects.filter(chain="assessment:1").count() == 120
    assert Head.objects.get(chain="assessment:1").seq == 120
    assert [str(fault) for fault in verify().faults] == FOUND_IN_TESTS
