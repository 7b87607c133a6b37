import pytest
from allauth.account.adapter import get_adapter
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.urls import reverse

from accounts.adapter import AccountAdapter
from tests.factories import UserFactory


def test_nobody_signs_up_by_themselves(rf):
    adapter = get_adapter()
    assert isinstance(adapter, AccountAdapter)
    assert adapter.is_open_for_signup(rf.get("/")) is False


@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.parametrize("is_known", [True, False])
def test_password_reset_says_the_same_when_mail_cannot_be_sent(client, monkeypatch, is_known):
    def away(*_arguments):
        raise ConnectionRefusedError

    monkeypatch.setattr(EmailBackend, "send_messages", away)
    email = UserFactory().email if is_known else "khong-co@tinh.example"
    response = client.post(reverse("account_reset_password"), {"email": email})
    assert (response.status_code, response.url) == (302, reverse("account_reset_password_done"))


@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.parametrize(("own", "page", "begins"), [("vi", "en", "Kính"), ("en", "vi", "Dear")])
def test_letter_is_in_the_language_of_whom_it_goes_to(client, own, page, begins):
    client.cookies["django_language"] = page
    client.post(reverse("account_reset_password"), {"email": UserFactory(language=own).email})
    (letter,) = mail.outbox
    assert letter.body.strip().startswith(begins)


@pytest.mark.django_db
def test_letter_to_nobody_known_is_in_the_language_of_the_page(client):
    client.cookies["django_language"] = "en"
    client.post(reverse("account_reset_password"), {"email": "khong-co@tinh.example"})
    (letter,) = mail.outbox
    assert letter.body.strip().startswith("Dear")
