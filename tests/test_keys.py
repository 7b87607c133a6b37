"""Keys in addresses."""

from itertools import pairwise

import pytest
from django.test import override_settings
from django.urls import NoReverseMatch, Resolver404, URLResolver, get_resolver, resolve, reverse
from hypothesis import given
from hypothesis import strategies as st

from smartcity_portal.keys import Key

KEY = Key()


@given(st.integers(0, 2**63 - 1))
def test_key_comes_back_as_the_number(number):
    assert KEY.to_python(KEY.to_url(number)) == number


@pytest.mark.parametrize("number", [-1, 2**64, 10**40])
def test_what_is_no_key_has_no_address(number):
    with pytest.raises(ValueError, match=str(number)):
        KEY.to_url(number)
    with pytest.raises(NoReverseMatch):
        reverse("campaign", args=[number])


def test_neighbours_have_nothing_in_common():
    blocks = [bytes.fromhex(KEY.to_url(number)) for number in range(1, 200)]
    differing = [bin(int.from_bytes(one) ^ int.from_bytes(two)).count("1") for one, two in pairwise(blocks)]
    assert min(differing) > 32
    assert blocks != sorted(blocks)


@given(st.binary(min_size=16, max_size=16))
def test_block_that_nobody_made_is_no_address(block):
    with pytest.raises(ValueError, match=block.hex()):
        KEY.to_python(block.hex())


@pytest.mark.parametrize("rubbish", ["1", "0" * 32, "g" * 32, "A" * 32, "0" * 31, "0" * 33, "-1", "1.5", "٣"])
def test_rubbish_is_no_address(rubbish):
    with pytest.raises(Resolver404):
        resolve(f"/campaigns/{rubbish}/")


def test_addresses_outlive_a_change_of_the_secret():
    path = reverse("campaign", args=[7])
    with override_settings(SECRET_KEY="new" * 20):
        assert reverse("campaign", args=[7]) != path
        with pytest.raises(Resolver404):
            resolve(path)
        with override_settings(SECRET_KEY_FALLBACKS=["only-for-tests-0123456789-0123456789-0123456789"]):
            assert resolve(path).kwargs == {"pk": 7}


def test_no_address_of_ours_counts():
    """All routes but the admin's, which only administrators open, and the one-time links of django-allauth."""
    ours = [route for route in routes(get_resolver().url_patterns) if not route.startswith(("admin/", "accounts/"))]
    assert "campaigns/<key:pk>/" in ours
    assert [route for route in ours if "<int:" in route] == []


def routes(patterns, prefix=""):
    for pattern in patterns:
        whole = f"{prefix}{pattern.pattern}"
        yield from routes(pattern.url_patterns, whole) if isinstance(pattern, URLResolver) else [whole]
