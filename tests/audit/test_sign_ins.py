import re

import pytest
from allauth.mfa import signals
from allauth.mfa.models import Authenticator
from django.core import mail
from django.test import Client
from django.urls import reverse

from audit.models import Event
from tests.factories import UserFactory
from tests.factories.accounts import PASSWORD
from tests.sign_in.codes import with_codes

pytestmark = pytest.mark.django_db


@pytest.fixture
def user():
    return UserFactory(email="can-bo@tinh.example", full_name="Trần Thị Bình")


def told():
    return [(event.verb, event.what, event.chain, event.actor) for event in Event.objects.order_by("pk")]


def sign_in(client, email, password=PASSWORD):
    return client.post(reverse("account_login"), {"login": email, "password": password}, REMOTE_ADDR="192.0.2.77")


def test_sign_in_and_sign_out_are_recorded_with_the_network(client, user):
    assert sign_in(client, user.email).status_code == 302
    client.post(reverse("account_logout"))
    own = f"user:{user.pk}"
    assert told() == [("sign_in", "", own, user.pk), ("sign_out", "", own, user.pk)]
    assert Event.objects.get(verb="sign_in").network == "192.0.2.0/24"


def test_sign_out_of_nobody_is_no_event(client):
    client.get(reverse("account_logout"))
    Client().logout()
    assert told() == []


def test_refused_sign_in_stands_with_the_account_and_is_nobodys_deed(client, user):
    assert sign_in(client, "CAN-BO@tinh.example", "sai-mat-khau-roi").status_code == 200
    assert told() == [("sign_in_failed", "", f"user:{user.pk}", None)]


@pytest.mark.parametrize("email", ["khong-co@tinh.example", "a" * 5_000 + "@x.example"])
def test_refused_sign_in_of_an_unknown_address_keeps_nothing_of_it(client, user, email):
    sign_in(client, email)
    assert told() in ([("sign_in_failed", "", "sign-ins", None)], [])
    assert email not in str(list(Event.objects.values()))


def test_changed_password_is_recorded(client, user):
    client.force_login(user)
    new = "mot-mat-khau-khac-2"
    fields = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    assert client.post(reverse("account_change_password"), fields).status_code == 302
    assert ("password", "change", f"user:{user.pk}", user.pk) in told()


def test_password_that_was_reset_by_mail_is_recorded(client, user):
    client.post(reverse("account_reset_password"), {"email": user.email})
    link = re.search(r"http://[^/]+(/\S+)", mail.outbox[0].body)[1]
    form = client.get(link, follow=True).redirect_chain[-1][0]
    new = "mot-mat-khau-khac-2"
    client.post(form, {"password1": new, "password2": new})
    assert ("password", "reset", f"user:{user.pk}", user.pk) in told()


def test_nothing_personal_stands_in_an_event(client, user):
    sign_in(client, user.email)
    sign_in(client, user.email, "sai")
    text = str(list(Event.objects.values()))
    assert [word for word in (user.email, "can-bo", user.full_name, "192.0.2.77") if word in text] == []


@pytest.mark.parametrize(
    ("signal", "what"),
    [
        ("authenticator_added", "added totp"),
        ("authenticator_removed", "removed totp"),
        ("authenticator_reset", "renewed totp"),
    ],
)
def test_changes_of_the_second_factor_are_recorded(user, rf, signal, what):
    with_codes(user)
    factor = Authenticator.objects.get(user=user)
    getattr(signals, signal).send(sender=Authenticator, request=rf.get("/"), user=user, authenticator=factor)
    assert told() == [("second_factor", what, f"user:{user.pk}", user.pk)]
