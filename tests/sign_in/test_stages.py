import pytest
from django.urls import reverse

from tests.factories import UserFactory
from tests.factories.accounts import PASSWORD
from tests.sign_in.codes import with_codes

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("by", ["portal", "provider"])
@pytest.mark.parametrize(("has_one", "leads_to"), [(True, "mfa_authenticate"), (False, "home")])
def test_who_comes_with_a_password_is_asked_for_the_factor_they_have(client, settings, by, has_one, leads_to):
    """What a provider of single sign-on does is no matter to them."""
    settings.OIDC_SECOND_FACTOR = by
    user = with_codes(UserFactory()) if has_one else UserFactory()
    assert client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD}).url == reverse(leads_to)


def test_second_step_is_not_there_before_the_first(client):
    assert client.get(reverse("mfa_authenticate")).url == reverse("account_login")
    assert client.post(reverse("mfa_authenticate"), {"code": "123456"}).url == reverse("account_login")


def test_inactive_person_does_not_come_as_far(client):
    user = with_codes(UserFactory(is_active=False))
    response = client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})
    assert response.url == reverse("account_inactive")
