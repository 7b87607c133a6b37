import pytest

from audit import tasks
from audit.enums import Verb
from audit.models import Event
from audit.recording import record
from tests.audit.tampering import GONE_IN_TESTS, tamper

pytestmark = pytest.mark.django_db


def test_seal_is_set_where_there_is_news():
    assert tasks.seal() is False
    record(Verb.SIGN_IN, "user:5")
    assert tasks.seal() is True


def test_what_verification_found_is_recorded():
    record(Verb.SIGN_IN, "user:5")
    tasks.seal()
    tamper("UPDATE audit_event SET role = 'x' WHERE chain = 'user:5'")
    assert tasks.check() == 3
    event = Event.objects.get(verb=Verb.VERIFY)
    assert event.chain == "verifications"
    assert event.detail == {
        "chains": 2,
        "events": 2,
        "seals": 1,
        "faults": 3,
        "named": [["altered", "user:5", 1], *(["protection", name, None] for name in GONE_IN_TESTS)],
    }
