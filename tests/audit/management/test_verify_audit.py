import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from audit import protection, sealing
from audit.enums import Verb
from audit.recording import record
from tests.audit.tampering import tamper


@pytest.fixture
def sealed(db):
    protection.install(connection)
    record(Verb.SIGN_IN, "user:5")
    return sealing.seal()


def run(*options):
    """The exit status and what was printed."""
    out = StringIO()
    try:
        call_command("verify_audit", *options, stdout=out)
    except SystemExit as end:
        return end.code, out.getvalue()
    return 0, out.getvalue()


def test_sound_log_is_counted(sealed):
    assert run() == (0, "2 dòng, 2 chuỗi, 1 lần niêm phong: 0 chỗ sai\n")
    status, text = run("--json")
    assert (status, json.loads(text)) == (0, {"chains": 2, "events": 2, "seals": 1, "faults": 0, "named": []})


def test_every_fault_is_printed_with_its_place_and_the_status_is_one(sealed):
    tamper("UPDATE audit_event SET role = 'x' WHERE chain = 'user:5'")
    faults = "user:5 #1: dòng đã bị sửa hoặc đổi chỗ\n2 dòng, 2 chuỗi, 1 lần niêm phong: 1 chỗ sai\n"
    assert run() == (1, faults)
    status, text = run("--json")
    assert (status, json.loads(text)["named"]) == (1, [{"kind": "altered", "chain": "user:5", "seq": 1}])


def test_seal_that_was_noted_elsewhere_is_looked_for(sealed):
    assert run("--anchor", f"1:{sealed.hash}")[0] == 0
    assert run("--anchor", f"2:{sealed.hash}")[0] == 1


@pytest.mark.parametrize("anchor", ["x", "1", "0:" + "0" * 64, "1:" + "g" * 64, "9" * 30 + ":" + "0" * 64])
def test_rubbish_as_a_seal_is_refused_in_words(sealed, anchor):
    with pytest.raises(CommandError, match="SỐ:SHA256"):
        run("--anchor", anchor)
