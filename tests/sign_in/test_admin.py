import pytest
from django.contrib import admin
from django.contrib.messages import get_messages
from django.urls import reverse

from accounts.models import User
from audit.models import Event
from sign_in.models import FactorRemoval, Identity
from tests.factories import UserFactory
from tests.sign_in.codes import SECRET, kinds, with_codes
from tests.sign_in.test_sessions import gets_in, signed_in

pytestmark = pytest.mark.django_db

LIST = reverse("admin:sign_in_secondfactor_changelist")


@pytest.fixture
def administrator(client) -> User:
    user = UserFactory(is_staff=True, is_superuser=True)
    client.force_login(user)
    return user


def page(name, user, **arguments):
    return reverse(f"admin:sign_in_secondfactor_{name}", args=[user.authenticator_set.get().pk])


def test_nothing_else_of_allauth_is_in_the_admin():
    names = {model._meta.label for model in admin.site._registry}
    packages = ("account", "mfa", "socialaccount", "usersessions", "sign_in")
    assert {name for name in names if name.split(".")[0] in packages} == {
        "sign_in.SecondFactor",
        "sign_in.FactorRemoval",
        "sign_in.Identity",
    }


def test_administrator_sees_who_has_what_but_no_secret(client, administrator):
    user = with_codes(UserFactory(full_name="Lê Thị Hoa"))
    shown = client.get(LIST).content.decode() + client.get(page("change", user)).content.decode()
    assert ("Lê Thị Hoa" in shown, "Ứng dụng mã xác minh" in shown, "Authenticator" in shown) == (True, True, False)
    kept = user.authenticator_set.get().data["secret"]
    assert (SECRET in shown, kept in shown) == (False, False)


@pytest.mark.parametrize("name", ["add", "change"])
def test_factors_are_neither_made_nor_changed_here(client, administrator, name):
    user = with_codes(UserFactory())
    url = reverse("admin:sign_in_secondfactor_add") if name == "add" else page("change", user)
    assert client.post(url, {"user": user.pk, "type": "totp", "data": "{}"}).status_code == 403


def test_lost_factor_is_taken_away_and_recorded(client, administrator):
    user = with_codes(UserFactory())
    assert client.post(page("delete", user), {"post": "yes"}).status_code == 302
    assert kinds(user) == []
    removal = FactorRemoval.objects.get()
    assert (removal.person, removal.by) == (user, administrator)
    assert user.full_name in client.get(reverse("admin:sign_in_factorremoval_changelist")).content.decode()


def test_several_are_taken_away_at_once(client, administrator):
    people = [with_codes(UserFactory()) for _time in range(2)]
    chosen = [user.authenticator_set.get().pk for user in people]
    client.post(LIST, {"action": "delete_selected", "_selected_action": chosen, "post": "yes"})
    assert [kinds(user) for user in people] == [[], []]
    assert FactorRemoval.objects.count() == 2


def test_own_factor_is_not_taken_away_here(client, administrator):
    with_codes(administrator)
    response = client.post(page("delete", administrator), {"post": "yes"})
    told = [str(message) for message in get_messages(response.wsgi_request)]
    assert "Bước xác minh thứ hai của chính mình được gỡ trên trang Bảo mật." in told
    assert kinds(administrator) == ["totp"]


def test_record_is_never_removed(client, administrator):
    made = FactorRemoval.objects.create(person=UserFactory(), by=administrator, what="totp")
    assert (
        client.post(reverse("admin:sign_in_factorremoval_delete", args=[made.pk]), {"post": "yes"}).status_code == 403
    )
    assert FactorRemoval.objects.count() == 1


def test_sessions_are_ended_by_an_action_but_for_ones_own(client, administrator):
    person = UserFactory(full_name="Lê Thị Hoa")
    theirs = [signed_in(person), signed_in(person)]
    chosen = {"action": "end_sessions", "_selected_action": [person.pk, administrator.pk]}
    response = client.post(reverse("admin:accounts_user_changelist"), chosen)
    assert sorted(str(message) for message in get_messages(response.wsgi_request)) == [
        "Lê Thị Hoa: đã kết thúc 2 phiên.",
        "Phiên đăng nhập của chính mình được kết thúc trên trang Bảo mật.",
    ]
    assert [gets_in(one) for one in theirs] == [False, False]
    assert client.get(LIST).status_code == 200


def changed(client, person, **marks):
    """The person's page, sent with these boxes ticked."""
    none = {f"memberships-{name}_FORMS": 0 for name in ("TOTAL", "INITIAL", "MIN_NUM", "MAX_NUM")}
    given = {"email": person.email, "full_name": person.full_name, "language": person.language, **none, **marks}
    assert client.post(reverse("admin:accounts_user_change", args=[person.pk]), given).status_code == 302


def test_account_that_is_switched_off_loses_its_sessions_for_good(client, administrator):
    person, other = UserFactory(), UserFactory()
    theirs, others = signed_in(person), signed_in(other)
    changed(client, other, is_active="on")
    changed(client, person)
    assert (gets_in(theirs), gets_in(others)) == (False, True)
    changed(client, person, is_active="on")
    person.refresh_from_db()
    assert (person.is_active, gets_in(theirs)) == (True, False)


def test_identities_are_unbound_on_record_one_by_one_or_several_at_once(client, administrator):
    one, *several = [
        Identity.objects.create(person=UserFactory(), issuer="https://id.bo.example", subject=f"s{number}")
        for number in range(3)
    ]
    assert client.post(reverse("admin:sign_in_identity_delete", args=[one.pk]), {"post": "yes"}).status_code == 302
    assert Identity.objects.count() == 2
    chosen = {"action": "delete_selected", "_selected_action": [found.pk for found in several], "post": "yes"}
    client.post(reverse("admin:sign_in_identity_changelist"), chosen)
    assert Identity.objects.count() == 0
    chains = Event.objects.filter(what="unbind", actor=administrator.pk).values_list("chain", flat=True)
    assert set(chains) == {f"user:{found.person_id}" for found in (one, *several)}
