"""Everything that somebody with all rights on the database could do to the log is named."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from audit import protection, sealing
from audit.enums import FaultKind, Verb
from audit.hashing import digest
from audit.models import Event, Head
from audit.recording import record
from audit.verifying import End, Fault, chain_faults, verify
from tests.audit.tampering import GONE_IN_TESTS, tamper

A, B = "assessment:1", "user:5"


@pytest.fixture
def log(db):
    """Two chains of four and two events, sealed when the first had three; with all its triggers."""
    protection.install(connection)
    for number in range(1, 4):
        record(Verb.ANSWER, A, versions={"IOC-6.1": number})
    record(Verb.SIGN_IN, B)
    record(Verb.SIGN_OUT, B)
    sealing.seal()
    record(Verb.WORKFLOW, A, what="submit")


def found() -> list[Fault]:
    return verify().faults


@pytest.mark.django_db
def test_untouched_log_has_no_fault_and_is_counted(log):
    report = verify()
    assert (report.faults, report.count, report.chains, report.events, report.seals) == ([], 0, 3, 7, 1)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "column",
    [
        "actor = 7",
        "role = 'auditor'",
        "network = 'x'",
        "verb = 'read'",
        "what = 'x'",
        "detail = '{}'",
        "at = at + interval '1 microsecond'",
    ],
)
def test_altered_row_is_named(log, column):
    tamper(f"UPDATE audit_event SET {column} WHERE chain = '{A}' AND seq = 2")
    assert found() == [Fault(FaultKind.ALTERED, A, 2)]


@pytest.mark.django_db
def test_altered_row_with_a_new_hash_of_its_own_is_found_by_the_next(log):
    fields = {**Event.objects.values().get(chain=A, seq=2), "actor": 7}
    tamper(f"UPDATE audit_event SET actor = 7, hash = '{digest(fields)}' WHERE chain = '{A}' AND seq = 2")
    assert found() == [Fault(FaultKind.UNLINKED, A, 3)]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("gone", "faults"),
    [
        ("seq = 1", [Fault(FaultKind.MISSING, A, 1)]),
        ("seq = 2", [Fault(FaultKind.MISSING, A, 2)]),
        ("seq IN (2, 3)", [Fault(FaultKind.MISSING, A, 2), Fault(FaultKind.SEAL, A, 3)]),
        ("seq = 4", [Fault(FaultKind.MISSING, A, 4)]),
    ],
)
def test_removed_rows_are_named(log, gone, faults):
    tamper(f"DELETE FROM audit_event WHERE chain = '{A}' AND {gone}")
    assert found() == faults


@pytest.mark.django_db
def test_chain_that_is_cut_with_its_head_set_back_is_found_by_the_seal(log):
    second = Event.objects.get(chain=A, seq=2)
    tamper(
        f"DELETE FROM audit_event WHERE chain = '{A}' AND seq > 2",
        f"UPDATE audit_head SET seq = 2, hash = '{second.hash}' WHERE chain = '{A}'",
    )
    assert found() == [Fault(FaultKind.SEAL, A, 3)]


@pytest.mark.django_db
def test_chain_that_is_written_anew_to_its_end_is_found_by_the_seal(log):
    rows = list(Event.objects.filter(chain=A).order_by("seq").values())
    statements, previous = [], ""
    for row in rows:
        row |= {"previous": previous, "actor": 7}
        previous = digest(row)
        bound = f"previous = '{row['previous']}', hash = '{previous}'"
        statements.append(f"UPDATE audit_event SET actor = 7, {bound} WHERE id = {row['id']}")
    tamper(*statements, f"UPDATE audit_head SET hash = '{previous}' WHERE chain = '{A}'")
    assert found() == [Fault(FaultKind.SEAL, A, 3)]


@pytest.mark.django_db
def test_chain_that_was_removed_is_named_by_its_head_and_without_it_by_the_seal(log):
    tamper(f"DELETE FROM audit_event WHERE chain = '{B}'")
    assert found() == [Fault(FaultKind.CHAIN, B)]
    tamper(f"DELETE FROM audit_head WHERE chain = '{B}'")
    assert found() == [Fault(FaultKind.CHAIN, B)]


@pytest.mark.django_db
def test_rows_that_changed_places_are_named(log):
    tamper(
        f"UPDATE audit_event SET seq = 20 WHERE chain = '{A}' AND seq = 2",
        f"UPDATE audit_event SET seq = 2 WHERE chain = '{A}' AND seq = 3",
        f"UPDATE audit_event SET seq = 3 WHERE chain = '{A}' AND seq = 20",
    )
    altered = {Fault(FaultKind.ALTERED, A, 2), Fault(FaultKind.ALTERED, A, 3)}
    assert {fault for fault in found() if fault.kind is FaultKind.ALTERED} == altered


@pytest.mark.django_db
def test_row_that_was_inserted_behind_the_end_is_named(log):
    last = Event.objects.values().get(chain=A, seq=4)
    forged = {**last, "seq": 5, "previous": last["hash"]}
    tamper(
        "INSERT INTO audit_event (chain, seq, at, actor, role, network, verb, what, detail, previous, hash) "
        f"SELECT chain, 5, at, actor, role, network, verb, what, detail, hash, '{digest(forged)}' "
        f"FROM audit_event WHERE chain = '{A}' AND seq = 4"
    )
    assert found() == [Fault(FaultKind.HEAD, A, 5)]


@pytest.mark.django_db
def test_broken_and_missing_heads_are_named(log):
    tamper(f"UPDATE audit_head SET hash = 'x' WHERE chain = '{A}'", f"DELETE FROM audit_head WHERE chain = '{B}'")
    assert found() == [Fault(FaultKind.HEAD, A, 4), Fault(FaultKind.HEAD, B, 2)]


@pytest.mark.django_db
@pytest.mark.parametrize("detail", ["{}", "[]", '{"heads": 1}', f'{{"heads": {{"{A}": 1, "{B}": [1]}}}}'])
def test_broken_seal_is_named(log, detail):
    tamper(f"UPDATE audit_event SET detail = '{detail}' WHERE chain = 'seals'")
    assert found() == [Fault(FaultKind.ALTERED, "seals", 1)]


@pytest.mark.django_db
def test_seal_that_was_removed_is_found_by_what_was_written_down_elsewhere(log):
    sealed = Event.objects.get(chain="seals")
    anchor = End(sealed.seq, sealed.hash)
    assert verify(anchor).faults == []
    assert verify(End(1, "0" * 64)).faults == [Fault(FaultKind.ANCHOR, "seals", 1)]
    tamper("DELETE FROM audit_event WHERE chain = 'seals'", "DELETE FROM audit_head WHERE chain = 'seals'")
    assert found() == []
    assert verify(anchor).faults == [Fault(FaultKind.CHAIN, "seals")]


@pytest.mark.django_db
def test_triggers_that_are_gone_or_off_are_named(log):
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER audit_event_keep ON audit_event")
        cursor.execute("ALTER TABLE audit_head DISABLE TRIGGER audit_head_keep")
    names = [fault.chain for fault in found() if fault.kind is FaultKind.PROTECTION]
    assert names == ["audit_event_keep", "audit_head_keep"]


@pytest.mark.django_db
def test_all_faults_are_counted_and_the_first_named(log, monkeypatch):
    monkeypatch.setattr("audit.verifying.MOST_KEPT", 1)
    tamper("UPDATE audit_event SET role = 'x'")
    report = verify()
    assert (report.count, len(report.faults)) == (7, 1)


@pytest.mark.django_db(transaction=True)
def test_verification_outside_of_a_transaction_sees_one_moment():
    with transaction.atomic():
        record(Verb.SEAL, A)
    assert [fault.chain for fault in found()] == list(GONE_IN_TESTS)
    assert Head.objects.get(chain=A).seq == 1


MOMENT = datetime(2026, 5, 6, tzinfo=UTC)


def chain_of(length: int) -> list[dict]:
    rows, previous = [], ""
    for seq in range(1, length + 1):
        row = {
            "chain": A,
            "seq": seq,
            "at": MOMENT + timedelta(seconds=seq),
            "actor": seq % 3,
            "role": "",
            "network": "",
        }
        row |= {"verb": "read", "what": "overview", "detail": {"n": seq}, "previous": previous}
        row["hash"] = previous = digest(row)
        rows.append(row)
    return rows


def faults_of(rows: list[dict], whole: list[dict]) -> list[Fault]:
    return list(chain_faults(A, rows, End(whole[-1]["seq"], whole[-1]["hash"])))


OTHER = {"chain": "b", "seq": 99, "at": MOMENT, "actor": 9, "role": "x", "network": "x", "verb": "seal", "what": "x"}


@given(st.integers(1, 12), st.data())
def test_law_any_single_change_removal_repetition_or_swap_is_found(length, data):
    whole = chain_of(length)
    assert faults_of(whole, whole) == []
    rows, place = [dict(row) for row in whole], data.draw(st.integers(0, length - 1))
    deed = data.draw(st.sampled_from(["change", "remove", "repeat", "swap"]))
    if deed == "change":
        name = data.draw(st.sampled_from([*OTHER, "detail", "previous", "hash"]))
        rows[place][name] = {**OTHER, "detail": {}, "previous": "y", "hash": "y"}[name]
    elif deed == "remove":
        del rows[place]
    elif deed == "repeat":
        rows.insert(data.draw(st.integers(0, length)), dict(rows[place]))
    else:
        other = data.draw(st.integers(0, length - 1).filter(lambda found: length == 1 or found != place))
        rows[place], rows[other] = rows[other], rows[place]
    assert (faults_of(rows, whole) == []) is (deed == "swap" and length == 1)
