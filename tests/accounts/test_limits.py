import pytest
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


def test_neighbours_of_one_network_count_together():
    assert [asked(f"2001:db8::{number}", rates="2/m") for number in (1, 2, 3)] == [True, True, False]


def test_proxy_of_ours_is_not_the_address(settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1

    def told(address: str) -> bool:
        request = RequestFactory().get("/", REMOTE_ADDR="172.18.0.2", HTTP_X_FORWARDED_FOR=f"10.9.9.9, {address}")
        return is_within(request, "look", "1/m")

    assert [told("203.0.113.7"), told("203.0.113.8"), told("203.0.113.7")] == [True, True, False]
