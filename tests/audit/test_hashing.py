from datetime import UTC, datetime, timedelta, timezone

import pytest

from audit.hashing import FIELDS, digest

EVENT = {
    "chain": "assessment:1",
    "seq": 2,
    "at": datetime(2026, 5, 6, 7, 8, 9, 10, tzinfo=UTC),
    "actor": 5,
    "role": "reviewer",
    "network": "192.0.2.0/24",
    "verb": "read",
    "what": "overview",
    "detail": {"code": "IOC-6.1", "versions": {"IOC-6.2": 3}},
    "previous": "0" * 64,
}


def test_digest_is_what_anybody_can_calculate_anew():
    assert set(EVENT) == set(FIELDS)
    assert digest(EVENT) == "acf95c4049ad9bdc854929af0f9f4bd760511639c5a87dd1a9d7a185976430f0"


def test_digest_is_of_the_moment_not_of_its_zone_nor_of_the_order_of_keys():
    elsewhere = EVENT["at"].astimezone(timezone(timedelta(hours=7)))
    turned = {"versions": {"IOC-6.2": 3}, "code": "IOC-6.1"}
    assert digest({**EVENT, "at": elsewhere, "detail": turned}) == digest(EVENT)


@pytest.mark.parametrize(
    "changed",
    [
        {"chain": "assessment:2"},
        {"seq": 3},
        {"at": datetime(2026, 5, 6, 7, 8, 9, 11, tzinfo=UTC)},
        {"actor": None},
        {"role": ""},
        {"network": ""},
        {"verb": "export"},
        {"what": "section"},
        {"detail": {"code": "IOC-6.1", "versions": {"IOC-6.2": "3"}}},
        {"previous": "1" + "0" * 63},
    ],
)
def test_digest_binds_every_field(changed):
    assert digest({**EVENT, **changed}) != digest(EVENT)
