import pytest
from django.urls import reverse

from accounts.roles import Role
from tests.factories import user_as

pytestmark = pytest.mark.django_db


@pytest.fixture
def address(draft):
    return reverse("presence", args=[draft.pk])


def sent(client, address, section="IOC-6", code="IOC-6.1"):
    return client.post(address, {"section": section, "code": code})


def test_colleagues_are_named_in_a_sentence(client, draft, contributor, address):
    assert sent(client, address).json() == {"editing": {}}
    client.force_login(user_as(Role.COORDINATOR, draft.province))
    response = sent(client, address, code="")
    assert response.json() == {"editing": {"IOC-6.1": f"{contributor.full_name} đang sửa câu này."}}


def test_stranger_and_the_ministry_neither_see_nor_are_seen(client, draft, contributor, address):
    sent(client, address)
    for user in (user_as(Role.COORDINATOR), *(user_as(role, draft.province) for role in Role if role == "reviewer")):
        client.force_login(user)
        assert sent(client, address).status_code == 404
    client.force_login(contributor)
    assert sent(client, address).json() == {"editing": {}}


@pytest.mark.parametrize(
    ("section", "code"),
    [
        ("", ""),
        ("X", ""),
        ("IOC-6", "X"),
        ("IOC-6", "IOC-7.1"),
        ("\x00", "\x00"),
        ("IOC-6", "9" * 5000),
        ("ế", "\ud7ff"),
    ],
)
def test_rubbish_is_not_found(client, contributor, address, section, code):
    assert sent(client, address, section, code).status_code == 404


@pytest.mark.parametrize("body", [b"", b"\xff\xfe", b"{}", b"section=IOC-6&code=%FF"])
def test_other_bodies_are_not_found(client, contributor, address, body):
    response = client.post(address, body, content_type="application/x-www-form-urlencoded")
    assert 400 <= response.status_code < 500


def test_heartbeat_asks_three_queries(client, draft, contributor, address, django_assert_num_queries):
    sent(client, address)
    for _number in range(3):
        client.force_login(user_as(Role.CONTRIBUTOR, draft.province))
        with django_assert_num_queries(3):
            sent(client, address)
