from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.test import RequestFactory

from accounts.limits import is_within

pytestmark = pytest.mark.django_db


def asked(address: str = "203.0.113.7", action: str = "look", rates: str = "2/m", method: str = "get") -> bool:
    return is_within(getattr(RequestFactory(), method)("/", REMOTE_ADDR=address), action, rates)


@pytest.mark.parametrize("method", ["get", "post"])
def test_address_is_refused_once_it_asked_too_often(method):
    assert [asked(method=method) for _time in range(4)] == [True, True, False, False]


def test_addresses_and_actions_are_counted_apart():
    for _time in range(2):
        asked()
    assert [asked(), asked("203.0.113.8"), asked(action="export")] == [False, True, True]


def test_every_rate_holds():
    assert [asked(rates="9/m,1/h") for _time in range(2)] == [True, False]


def test_period_begins_with_its_first_request_and_ends(time_machine):
    time_machine.move_to("2026-03-02T08:00:50+07:00", tick=False)
    assert [asked() for _time in range(3)] == [True, True, False]
    time_machine.shift(59)
    assert asked() is False
    time_machine.shift(2)
    assert [asked() for _time in range(3)] == [True, True, False]


def test_without_rates_there_is_no_limit():
    assert [asked(rates="") for _time in range(3)] == [True] * 3


def test_counting_is_one_query(django_assert_num_queries):
    with django_assert_num_queries(1):
        asked(rates="2/m,9/h,30/d")


@pytest.mark.slow
def test_many_at_once_are_counted_one_by_one(transactional_db):
    def ask():
        try:
            return asked(rates="5/m,500/h")
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda _number: ask(), range(16)))
    assert sorted(found) == [False] * 11 + [True] * 5


def test_neighbours_of_one_network_count_together():
    assert [asked(f"2001:db8::{number}", rates="2/m") for number in (1, 2, 3)] == [True, True, False]


def test_proxy_of_ours_is_not_the_address(settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1

    def told(address: str) -> bool:
        request = RequestFactory().get("/", REMOTE_ADDR="172.18.0.2", HTTP_X_FORWARDED_FOR=f"10.9.9.9, {address}")
        return is_within(request, "look", "1/m")

    assert [told("203.0.113.7"), told("203.0.113.8"), told("203.0.113.7")] == [True, True, False]
