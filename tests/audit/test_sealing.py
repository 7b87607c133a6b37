import logging

import pytest

from audit import sealing
from audit.enums import Verb
from audit.models import Event, Head
from audit.recording import record

pytestmark = pytest.mark.django_db


def test_seal_fixes_where_each_chain_ends_and_is_told_to_the_servers_log(caplog):
    record(Verb.SIGN_IN, "user:5")
    record(Verb.READ, "assessment:1")
    record(Verb.READ, "assessment:1")
    with caplog.at_level(logging.INFO, "audit.sealing"):
        sealed = sealing.seal()
    ends = {head.chain: [head.seq, head.hash] for head in Head.objects.exclude(chain="seals")}
    assert (sealed.detail, sealed.chain, sealed.seq) == ({"heads": ends}, "seals", 1)
    assert [message for message in caplog.messages if message.startswith("audit seal")] == [
        f"audit seal 1:{sealed.hash}"
    ]


def test_seal_without_news_is_none():
    assert sealing.seal() is None
    record(Verb.SIGN_IN, "user:5")
    assert sealing.seal().seq == 1
    assert sealing.seal() is None
    assert Event.objects.filter(chain="seals").count() == 1


def test_next_seal_has_what_grew_since(time_machine):
    time_machine.move_to("2026-05-06 00:00Z")
    record(Verb.SIGN_IN, "user:5")
    sealing.seal()
    time_machine.move_to("2026-05-06 06:00Z")
    record(Verb.SIGN_IN, "user:6")
    assert set(sealing.seal().detail["heads"]) == {"user:5", "user:6"}, "what was under way at the last seal, too"
    time_machine.move_to("2026-05-06 12:00Z")
    record(Verb.SIGN_IN, "user:7")
    assert set(sealing.seal().detail["heads"]) == {"user:6", "user:7"}
    assert sealing.newest().seq == 3
