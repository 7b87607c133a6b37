import re
from datetime import timedelta
from smtplib import SMTPServerDisconnected

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.invitations import invite
from accounts.models import Invitation, User
from accounts.roles import Role
from tests.factories import BodyFactory, MembershipFactory, ProvinceFactory, UserFactory, user_as

pytestmark = pytest.mark.django_db
PASSWORD = "mot-mat-khau-du-dai-9"
PEOPLE = "/people/"


def page(response) -> str:
    """The text of a page, tags left out and blanks folded."""
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


@pytest.fixture
def link() -> str:
    body = BodyFactory(province__name="Huế")
    _invitation, token = invite(by=None, email="moi@tinh.example", role=Role.CONTRIBUTOR, body=body)
    return reverse("invitation", args=[token])


# -- people ----------------------------------------------------------------------------------------------------------


def test_coordinator_sees_the_people_and_invitations_of_the_own_province_only(client):
    here, there = ProvinceFactory(name="Huế"), ProvinceFactory(name="Cà Mau")
    coordinator = user_as(Role.COORDINATOR, here)
    for province, name in ((here, "gan"), (there, "xa")):
        body = BodyFactory(province=province)
        MembershipFactory(body=body, user__email=f"{name}@tinh.example")
        invite(by=None, email=f"moi-{name}@tinh.example", role=Role.LEADER, body=body)
    user_as(Role.AUDITOR)
    client.force_login(coordinator)
    response = client.get(PEOPLE)
    assert {seat.user.email for seat in response.context["members"]} == {coordinator.email, "gan@tinh.example"}
    assert [found.email for found in response.context["pending"]] == ["moi-gan@tinh.example"]
    text = page(response)
    assert "moi-gan@tinh.example" in text
    assert "xa@tinh.example" not in text


def test_campaign_manager_sees_everybody(client):
    manager = user_as(Role.CAMPAIGN_MANAGER)
    others = [user_as(Role.LEADER), user_as(Role.AUDITOR)]
    client.force_login(manager)
    members = client.get(PEOPLE).context["members"]
    assert {seat.user for seat in members} == {manager, *others}


def test_used_and_expired_invitations_are_not_pending(client, time_machine):
    manager = user_as(Role.CAMPAIGN_MANAGER)
    body = BodyFactory()
    for name in ("cu", "da-nhan"):
        invite(by=None, email=f"{name}@tinh.example", role=Role.LEADER, body=body)
    Invitation.objects.filter(email="da-nhan@tinh.example").update(
        accepted_by=manager, accepted_at=timezone.now(), expires_at=timezone.now() + timedelta(days=90)
    )
    time_machine.move_to(timezone.now() + timedelta(days=8))
    invite(by=None, email="con-han@tinh.example", role=Role.LEADER, body=body)
    client.force_login(manager)
    assert [found.email for found in client.get(PEOPLE).context["pending"]] == ["con-han@tinh.example"]


@pytest.mark.parametrize("role", [Role.CONTRIBUTOR, Role.LEADER, Role.REVIEWER, Role.AUDITOR])
def test_who_may_not_invite_does_not_see_the_people(client, role):
    client.force_login(user_as(role))
    response = client.get(PEOPLE)
    assert response.status_code == 403
    assert "Bạn không có quyền mời người dùng." in page(response)


def test_inviting_sends_the_letter_and_shows_the_link(client):
    user = user_as(Role.COORDINATOR)
    client.force_login(user)
    body = user.seats[0].body
    response = client.post(PEOPLE, {"email": "Moi@Tinh.Example", "role": "leader", "body": body.pk})
    invitation = Invitation.objects.get()
    assert (invitation.email, invitation.role, invitation.body, invitation.invited_by) == (
        "moi@tinh.example",
        "leader",
        body,
        user,
    )
    (letter,) = mail.outbox
    link = response.context["link"]
    assert link in letter.body
    assert link in response.content.decode()
    assert client.get(link).status_code == 200


@pytest.mark.parametrize("error", [ConnectionRefusedError, SMTPServerDisconnected, TimeoutError])
def test_invitation_that_cannot_be_mailed_leaves_its_link_to_hand_on(client, monkeypatch, error):
    user = user_as(Role.COORDINATOR)
    client.force_login(user)
    monkeypatch.setattr(EmailBackend, "send_messages", lambda *_: (_ for _ in ()).throw(error("away")))
    data = {"email": "moi@tinh.example", "role": "leader", "body": user.seats[0].body.pk}
    response = client.post(PEOPLE, data)
    text = response.content.decode()
    assert "Thư mời chưa gửi được; hãy chuyển đường dẫn dưới đây cho người được mời." in text
    assert response.context["link"] in text
    assert client.get(response.context["link"]).status_code == 200


def test_people_stand_in_vietnamese_order_with_the_ministry_first(client):
    manager = user_as(Role.CAMPAIGN_MANAGER)
    seats = [("Huế", "An"), ("Đà Nẵng", "Ân"), ("Đà Nẵng", "An"), ("Cao Bằng", "An")]
    for province, name in seats:
        MembershipFactory(body__province__name=province, user__full_name=name)
    client.force_login(manager)
    members = client.get(PEOPLE).context["members"]
    found = [(str(seat.body.province or ""), seat.user.full_name) for seat in members]
    assert found[1:] == [("Cao Bằng", "An"), ("Đà Nẵng", "An"), ("Đà Nẵng", "Ân"), ("Huế", "An")]
    assert found[0][0] == ""


def test_refused_invitation_says_why_and_sends_nothing(client):
    user = user_as(Role.COORDINATOR)
    client.force_login(user)
    response = client.post(PEOPLE, {"email": "moi@tinh.example", "role": "leader", "body": BodyFactory().pk})
    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["body"]
    assert (mail.outbox, Invitation.objects.count()) == ([], 0)


@pytest.mark.slow
def test_number_of_queries_does_not_grow_with_people(client):
    user = user_as(Role.CAMPAIGN_MANAGER)
    client.force_login(user)
    body = BodyFactory()
    queries = []
    for rows in (1, 30):
        for row in range(rows):
            MembershipFactory(body=body)
            invite(by=None, email=f"{rows}-{row}@tinh.example", role=Role.LEADER, body=body)
        with CaptureQueriesContext(connection) as found:
            client.get(PEOPLE)
        queries.append(len(found))
    assert queries[0] == queries[1]


# -- withdrawing -----------------------------------------------------------------------------------------------------


def withdrawal(invitation: Invitation) -> str:
    return reverse("invitation_withdraw", args=[invitation.pk])


@pytest.mark.slow
def test_withdrawing_takes_the_invitation_off_the_page_and_kills_its_link(client):
    user = user_as(Role.COORDINATOR)
    client.force_login(user)
    invitation, token = invite(by=user, email="moi@tinh.example", role=Role.LEADER, body=user.seats[0].body)
    assert f'action="{withdrawal(invitation)}"' in client.get(PEOPLE).content.decode()
    response = client.post(withdrawal(invitation), follow=True)
    assert response.redirect_chain == [(PEOPLE, 302)]
    said = [str(message) for message in response.context["messages"]]
    assert said == ["Đã thu hồi lời mời gửi đến moi@tinh.example; đường dẫn cũ không còn dùng được."]
    assert list(response.context["pending"]) == []
    assert client.get(reverse("invitation", args=[token])).status_code == 410
    assert client.post(withdrawal(invitation)).status_code == 404


@pytest.mark.slow
def test_used_invitation_is_not_withdrawn(client):
    user = user_as(Role.COORDINATOR)
    client.force_login(user)
    invitation, _token = invite(by=user, email="moi@tinh.example", role=Role.LEADER, body=user.seats[0].body)
    Invitation.objects.update(accepted_by=user, accepted_at=timezone.now())
    response = client.post(withdrawal(invitation), follow=True)
    said = [str(message) for message in response.context["messages"]]
    assert said == ["Lời mời này đã được dùng hoặc đã hết hạn, không thu hồi được nữa."]
    assert Invitation.objects.count() == 1


def test_invitation_into_another_province_is_not_to_be_known(client):
    invitation, _token = invite(by=None, email="moi@tinh.example", role=Role.LEADER, body=BodyFactory())
    client.force_login(user_as(Role.COORDINATOR))
    assert client.post(withdrawal(invitation)).status_code == 404
    assert Invitation.objects.count() == 1


def test_button_to_withdraw_is_where_it_would_work_only(client):
    user = user_as(Role.COORDINATOR)
    other = BodyFactory()
    MembershipFactory(user=user, body=other, role=Role.LEADER)
    here, _token = invite(by=None, email="day@tinh.example", role=Role.LEADER, body=user.seats[0].body)
    there, _token = invite(by=None, email="kia@tinh.example", role=Role.LEADER, body=other)
    client.force_login(user)
    response = client.get(PEOPLE)
    assert set(response.context["pending"]) == {here, there}
    html = response.content.decode()
    assert [withdrawal(invitation) in html for invitation in (here, there)] == [True, False]
    refused = client.post(withdrawal(there))
    assert refused.status_code == 403
    assert "Bạn không được thu hồi lời mời vào vai trò này tại cơ quan này." in page(refused)


@pytest.mark.slow
def test_number_of_queries_of_withdrawing_does_not_grow_with_invitations(client):
    user = user_as(Role.CAMPAIGN_MANAGER)
    client.force_login(user)
    body = BodyFactory()
    queries = []
    for rows in (1, 30):
        made = [
            invite(by=None, email=f"{rows}-{row}@tinh.example", role=Role.LEADER, body=body)[0] for row in range(rows)
        ]
        with CaptureQueriesContext(connection) as found:
            client.post(withdrawal(made[0]))
        queries.append(len(found))
    assert queries[0] == queries[1]


# -- joining ---------------------------------------------------------------------------------------------------------


def test_newcomer_joins_and_is_signed_in(client, link):
    text = page(client.get(link))
    assert (
        "Bạn được mời với vai trò Cán bộ nhập liệu tại Sở Khoa học và Công nghệ, Huế , địa chỉ moi@tinh.example."
        in text
    )
    data = {"full_name": "Lê Thị Mới", "password": PASSWORD, "password_again": PASSWORD}
    response = client.post(link, data)
    assert (response.status_code, response.url) == (302, reverse("home"))
    user = User.objects.get()
    assert (user.full_name, user.roles) == ("Lê Thị Mới", {Role.CONTRIBUTOR})
    assert client.session["_auth_user_id"] == str(user.pk)


def test_faulty_form_creates_nobody(client, link):
    response = client.post(link, {"full_name": "A", "password": "ngan", "password_again": "khac"})
    assert response.status_code == 422
    assert set(response.context["form"].errors) == {"password", "password_again"}
    assert "ngan" not in response.content.decode().split("<form")[1]
    assert not User.objects.exists()


def test_link_page_is_never_cached(client, link):
    assert "no-store" in client.get(link)["Cache-Control"]


def test_person_with_an_account_takes_the_role_by_a_button(client, link):
    user = UserFactory(email="moi@tinh.example")
    client.force_login(user)
    response = client.get(link)
    assert response.context["form"] is None
    assert not user.memberships.exists()
    response = client.post(link, follow=True)
    assert User.objects.get(pk=user.pk).roles == {Role.CONTRIBUTOR}
    assert [str(message) for message in response.context["messages"]] == ["Bạn đã nhận vai trò Cán bộ nhập liệu."]


def test_link_of_somebody_else_is_refused(client, link):
    other = user_as(Role.LEADER)
    client.force_login(other)
    response = client.post(link)
    assert response.status_code == 410
    assert "Lời mời này dành cho địa chỉ khác hoặc đã được dùng." in page(response)
    assert User.objects.get(pk=other.pk).roles == {Role.LEADER}


def test_address_with_an_account_is_sent_to_sign_in(client, link):
    UserFactory(email="moi@tinh.example")
    data = {"full_name": "A", "password": PASSWORD, "password_again": PASSWORD}
    response = client.post(link, data)
    assert response.status_code == 410
    assert "Địa chỉ moi@tinh.example đã có tài khoản. Hãy đăng nhập để nhận vai trò mới." in page(response)
    assert User.objects.count() == 1


def test_unknown_used_and_expired_links_say_so(client, link, time_machine):
    unknown = client.get("/invitations/khong-dung/")
    assert unknown.status_code == 410
    assert (
        "Đường dẫn mời không đúng, hoặc đã được thay hay thu hồi. Hãy dùng thư mời mới nhất hoặc xin một đường dẫn mới."
        in page(unknown)
    )
    time_machine.move_to(timezone.now() + timedelta(days=8))
    assert "Lời mời đã hết hạn. Hãy đề nghị người mời gửi lại một đường dẫn mới." in page(client.get(link))
    Invitation.objects.update(accepted_by=UserFactory(), accepted_at=timezone.now())
    assert "Lời mời này đã được dùng. Hãy đăng nhập bằng tài khoản đã tạo." in page(client.get(link))


# -- pages of django-allauth that are not offered ---------------------------------------------------------------------


@pytest.mark.parametrize("name", ["signup", "email", "confirm-email", "password/set", "login/code/confirm"])
def test_pages_to_change_who_one_is_are_not_there(client, name):
    client.force_login(user_as(Role.CONTRIBUTOR))
    assert client.get(f"/accounts/{name}/").status_code == 404


LANGUAGE = "/language/"


def test_chosen_language_stays_with_the_person(client):
    user = UserFactory()
    client.force_login(user)
    response = client.post(LANGUAGE, {"language": "en", "next": "/notices/"})
    assert (response.status_code, response.url) == (302, "/notices/")
    user.refresh_from_db()
    assert user.language == "en"
    assert Client().get("/notices/").status_code == 302
    elsewhere = Client()
    elsewhere.force_login(user)
    assert elsewhere.get("/notices/")["Content-Language"] == "en"


def test_language_chosen_by_nobody_in_particular_changes_no_person(client):
    user = UserFactory()
    client.post(LANGUAGE, {"language": "en", "next": "/accounts/login/"})
    user.refresh_from_db()
    assert user.language == "vi"
    assert client.get("/accounts/login/")["Content-Language"] == "en"


@pytest.mark.parametrize("chosen", ["", "fr", "EN", "e" * 1_000, "\x00", "../en", "vi\n"])
def test_language_that_is_not_offered_is_not_kept(client, chosen):
    user = UserFactory(language="en")
    client.force_login(user)
    assert client.post(LANGUAGE, {"language": chosen, "next": "/notices/"}).status_code == 302
    user.refresh_from_db()
    assert user.language == "en"
    assert client.get("/notices/")["Content-Language"] == "en"


@pytest.mark.parametrize(
    "onward", ["https://evil.example/", "//evil.example", "javascript:alert(1)", "\x00", "/" * 2_000]
)
def test_language_leads_nowhere_else(client, onward):
    client.force_login(UserFactory())
    assert client.post(LANGUAGE, {"language": "en", "next": onward}).url == "/"


def test_language_is_changed_by_post_only(client):
    user = UserFactory()
    client.force_login(user)
    assert client.get(LANGUAGE, {"language": "en"}).status_code == 405
    user.refresh_from_db()
    assert user.language == "vi"


def test_person_keeps_the_language_they_joined_in(client, link):
    client.post(LANGUAGE, {"language": "en", "next": "/accounts/login/"})
    given = {"full_name": "Anna Lee", "password": PASSWORD, "password_again": PASSWORD}
    assert client.post(link, given).status_code == 302
    assert User.objects.get(full_name="Anna Lee").language == "en"
    assert client.get("/notices/")["Content-Language"] == "en"
