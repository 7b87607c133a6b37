from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.utils import timezone, translation

from accounts.invitations import (
    InvitationRefused,
    accept,
    accept_as,
    hash_token,
    invite,
    may_invite,
    open_invitation,
    send_invitation,
    why_already_in,
    why_not_invite,
    why_not_withdraw,
    withdraw,
)
from accounts.models import Invitation, Membership, User
from accounts.roles import Role
from tests.factories import BodyFactory, MembershipFactory, ProvinceFactory, UserFactory, user_as

pytestmark = pytest.mark.django_db
NOT_YOURS = "Bạn không được mời người vào vai trò này tại cơ quan này."
NO_SUCH_LINK = (
    "Đường dẫn mời không đúng, hoặc đã được thay hay thu hồi. Hãy dùng thư mời mới nhất hoặc xin một đường dẫn mới."
)
USED = "Lời mời này đã được dùng. Hãy đăng nhập bằng tài khoản đã tạo."
PASSWORD = "mot-mat-khau-du-dai-9"


@pytest.fixture
def made() -> tuple[Invitation, str]:
    """An invitation to be a contributor in Huế, and its token."""
    body = BodyFactory(province__name="Huế")
    return invite(by=None, email="Moi@Tinh.Example", role=Role.CONTRIBUTOR, body=body)


# -- who may invite whom ---------------------------------------------------------------------------------------------

MISFIT = "Vai trò “{role}” không thuộc cơ quan “{body}”."
INVITING = {
    Role.COORDINATOR: {
        "own": {Role.CONTRIBUTOR: "", Role.COORDINATOR: "", Role.LEADER: "", Role.REVIEWER: MISFIT},
        "other": {Role.CONTRIBUTOR: NOT_YOURS, Role.COORDINATOR: NOT_YOURS, Role.LEADER: NOT_YOURS},
        "ministry": {Role.REVIEWER: NOT_YOURS, Role.CAMPAIGN_MANAGER: NOT_YOURS, Role.CONTRIBUTOR: MISFIT},
    },
    Role.CAMPAIGN_MANAGER: {
        "own": {Role.CONTRIBUTOR: "", Role.COORDINATOR: "", Role.LEADER: "", Role.AUDITOR: MISFIT},
        "other": {Role.CONTRIBUTOR: "", Role.COORDINATOR: "", Role.LEADER: ""},
        "ministry": {Role.REVIEWER: "", Role.CAMPAIGN_MANAGER: "", Role.AUDITOR: "", Role.LEADER: MISFIT},
    },
    **{
        role: {
            "own": {Role.CONTRIBUTOR: NOT_YOURS},
            "other": {Role.CONTRIBUTOR: NOT_YOURS},
            "ministry": {Role.REVIEWER: NOT_YOURS},
        }
        for role in (Role.CONTRIBUTOR, Role.LEADER, Role.REVIEWER, Role.AUDITOR)
    },
}


@pytest.mark.parametrize(
    ("inviter", "place", "role", "reason"),
    [
        (inviter, place, role, reason)
        for inviter, places in INVITING.items()
        for place, roles in places.items()
        for role, reason in roles.items()
    ],
)
def test_inviting_by_role_place_and_role(inviter, place, role, reason):
    province = ProvinceFactory(name="Huế")
    body = {
        "own": lambda: BodyFactory(province=province),
        "other": BodyFactory,
        "ministry": lambda: BodyFactory(province=None, name_vi="Cục"),
    }[place]()
    expected = reason.format(role=role.label, body=body)
    user = user_as(inviter, province)
    assert why_not_invite(user, role, body) == expected
    if expected:
        with pytest.raises(PermissionDenied) as caught:
            invite(by=user, email="a@tinh.example", role=role, body=body)
        assert str(caught.value) == expected
        assert not Invitation.objects.exists()
    else:
        assert invite(by=user, email="a@tinh.example", role=role, body=body)[0].invited_by == user


def test_every_role_has_its_line_in_the_table():
    assert set(INVITING) == set(Role)


@pytest.mark.parametrize("role", Role)
def test_only_coordinators_and_managers_may_invite(role):
    assert may_invite(user_as(role)) is (role in {Role.COORDINATOR, Role.CAMPAIGN_MANAGER})


def test_user_without_a_seat_may_not_invite():
    user = UserFactory()
    assert may_invite(user) is False
    assert why_not_invite(user, Role.LEADER, BodyFactory()) == NOT_YOURS


def test_right_to_invite_in_one_province_does_not_reach_the_other_province_of_the_same_user():
    user = user_as(Role.COORDINATOR)
    other = BodyFactory()
    MembershipFactory(user=user, body=other, role=Role.LEADER)
    assert why_not_invite(user, Role.CONTRIBUTOR, other) == NOT_YOURS


def test_command_line_invites_only_where_the_role_fits():
    with pytest.raises(PermissionDenied) as caught:
        invite(by=None, email="a@tinh.example", role=Role.LEADER, body=BodyFactory(province=None))
    assert str(caught.value) == "Vai trò không hợp với cơ quan."
    assert not Invitation.objects.exists()


# -- the link --------------------------------------------------------------------------------------------------------


def test_invitation_keeps_the_hash_and_not_the_token(made, settings):
    invitation, token = made
    assert (invitation.email, invitation.token_hash) == ("moi@tinh.example", hash_token(token))
    assert len(token) >= 43
    assert token not in "".join(str(value) for value in Invitation.objects.values_list().get())
    assert invitation.expires_at - invitation.invited_at == timedelta(days=settings.INVITATION_DAYS)


def test_letter_says_role_body_link_and_last_moment(made):
    invitation, token = made
    send_invitation(invitation, f"https://portal.example/invitations/{token}/")
    (letter,) = mail.outbox
    until = timezone.localtime(invitation.expires_at).strftime("%H:%M %d/%m/%Y")
    assert (letter.to, letter.subject) == (["moi@tinh.example"], "Lời mời tham gia cổng đánh giá đô thị thông minh")
    assert letter.body.strip().splitlines() == [
        "Kính gửi Ông/Bà,",
        "",
        "Ông/Bà được mời tham gia cổng đánh giá mức độ sẵn sàng phát triển đô thị thông minh với vai trò Cán bộ nhập "
        "liệu tại Sở Khoa học và Công nghệ, Huế.",
        "",
        "Đường dẫn dưới đây dùng được một lần:",
        f"https://portal.example/invitations/{token}/",
        "",
        f"Đường dẫn hết hạn lúc {until}.",
        "",
        "Cổng đánh giá mức độ sẵn sàng phát triển đô thị thông minh",
    ]


def test_link_opens_its_invitation_until_it_expires(made, time_machine):
    invitation, token = made
    assert open_invitation(token) == invitation
    time_machine.move_to(invitation.expires_at - timedelta(seconds=1), tick=False)
    assert open_invitation(token) == invitation
    time_machine.move_to(invitation.expires_at, tick=False)
    with pytest.raises(InvitationRefused) as caught:
        open_invitation(token)
    assert str(caught.value) == "Lời mời đã hết hạn. Hãy đề nghị người mời gửi lại một đường dẫn mới."


@pytest.mark.usefixtures("made")
def test_unknown_link_is_refused():
    with pytest.raises(InvitationRefused) as caught:
        open_invitation("khong-dung")
    assert str(caught.value) == NO_SUCH_LINK


# -- inviting again --------------------------------------------------------------------------------------------------


def test_pending_invitation_is_replaced_by_a_new_one_to_the_same_role(made):
    invitation, token = made
    again, new_token = invite(by=None, email="moi@TINH.example", role=Role.CONTRIBUTOR, body=invitation.body)
    assert list(Invitation.objects.all()) == [again]
    assert open_invitation(new_token) == again
    with pytest.raises(InvitationRefused) as caught:
        open_invitation(token)
    assert str(caught.value) == NO_SUCH_LINK


def test_invitations_to_something_else_stay(made):
    invitation, _token = made
    for email, role, body in (
        ("moi@tinh.example", Role.LEADER, invitation.body),
        ("khac@tinh.example", Role.CONTRIBUTOR, invitation.body),
        ("moi@tinh.example", Role.CONTRIBUTOR, BodyFactory()),
    ):
        invite(by=None, email=email, role=role, body=body)
    assert Invitation.objects.count() == 4


def test_expired_and_used_invitations_stay_when_one_is_invited_again(made, time_machine):
    invitation, _token = made
    user = accept(invitation=invitation, full_name="A", password=PASSWORD)
    user.memberships.all().delete()
    expired, _token = invite(by=None, email="moi@tinh.example", role=Role.CONTRIBUTOR, body=invitation.body)
    time_machine.move_to(expired.expires_at)
    invite(by=None, email="moi@tinh.example", role=Role.CONTRIBUTOR, body=invitation.body)
    assert Invitation.objects.count() == 3


def test_who_has_the_role_there_is_not_invited_to_it(made):
    body = made[0].body
    MembershipFactory(user__email="da-co@tinh.example", body=body, role=Role.LEADER)
    sentence = f"Da-Co@tinh.example đã có vai trò “Lãnh đạo” tại “{body}”, không cần mời nữa."
    assert why_already_in("Da-Co@tinh.example", Role.LEADER, body) == sentence
    with pytest.raises(PermissionDenied) as caught:
        invite(by=None, email="Da-Co@tinh.example", role=Role.LEADER, body=body)
    assert str(caught.value) == sentence
    assert why_already_in("da-co@tinh.example", Role.COORDINATOR, body) == ""
    assert why_already_in("da-co@tinh.example", Role.LEADER, BodyFactory()) == ""


# -- withdrawing -----------------------------------------------------------------------------------------------------

NOT_TO_WITHDRAW = "Bạn không được thu hồi lời mời vào vai trò này tại cơ quan này."
TOO_LATE = "Lời mời này đã được dùng hoặc đã hết hạn, không thu hồi được nữa."


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.CAMPAIGN_MANAGER])
def test_who_may_invite_there_may_withdraw(made, role):
    invitation, token = made
    withdraw(by=user_as(role, invitation.body.province), invitation=invitation)
    assert not Invitation.objects.exists()
    with pytest.raises(InvitationRefused) as caught:
        open_invitation(token)
    assert str(caught.value) == NO_SUCH_LINK


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.COORDINATOR, Role.CAMPAIGN_MANAGER}))
def test_who_may_not_invite_there_may_not_withdraw(made, role):
    invitation, token = made
    for user in (user_as(role, invitation.body.province), user_as(Role.COORDINATOR)):
        assert why_not_withdraw(user, invitation) == NOT_TO_WITHDRAW
        with pytest.raises(PermissionDenied) as caught:
            withdraw(by=user, invitation=invitation)
        assert str(caught.value) == NOT_TO_WITHDRAW
    assert open_invitation(token) == invitation


def test_used_and_expired_invitations_are_not_withdrawn(made, time_machine):
    invitation, _token = made
    manager = user_as(Role.CAMPAIGN_MANAGER)
    other, _token = invite(by=None, email="khac@tinh.example", role=Role.LEADER, body=invitation.body)
    accept(invitation=invitation, full_name="A", password=PASSWORD)
    time_machine.move_to(other.expires_at)
    for gone in (invitation, other):
        with pytest.raises(InvitationRefused) as caught:
            withdraw(by=manager, invitation=gone)
        assert str(caught.value) == TOO_LATE
    assert Invitation.objects.count() == 2


def test_invitation_withdrawn_while_its_page_is_open_is_refused(made):
    invitation, token = made
    opened = open_invitation(token)
    user = UserFactory(email="moi@tinh.example")
    withdraw(by=user_as(Role.CAMPAIGN_MANAGER), invitation=invitation)
    for join in (
        lambda: accept(invitation=opened, full_name="A", password=PASSWORD),
        lambda: accept_as(invitation=opened, user=user),
    ):
        with pytest.raises(InvitationRefused) as caught:
            join()
        assert str(caught.value) == NO_SUCH_LINK
    assert not user.memberships.exists()


# -- accepting -------------------------------------------------------------------------------------------------------


def test_newcomer_gets_an_account_and_the_role(made):
    invitation, token = made
    user = accept(invitation=invitation, full_name="Lê Thị Mới", password=PASSWORD)
    invitation.refresh_from_db()
    assert (user.email, user.full_name, user.check_password(PASSWORD)) == ("moi@tinh.example", "Lê Thị Mới", True)
    assert (user.is_staff, user.is_superuser) == (False, False)
    assert [(seat.body, seat.role) for seat in user.seats] == [(invitation.body, Role.CONTRIBUTOR)]
    assert invitation.accepted_by == user
    assert invitation.accepted_at is not None
    with pytest.raises(InvitationRefused) as caught:
        open_invitation(token)
    assert str(caught.value) == USED


def test_invitation_opened_twice_is_accepted_once(made):
    invitation, token = made
    stale = open_invitation(token)
    accept(invitation=invitation, full_name="A", password=PASSWORD)
    with pytest.raises(InvitationRefused) as caught:
        accept(invitation=stale, full_name="B", password=PASSWORD)
    assert str(caught.value) == USED
    assert User.objects.count() == 1


def test_address_that_has_an_account_is_sent_to_sign_in(made):
    invitation, _token = made
    UserFactory(email="moi@tinh.example")
    with pytest.raises(InvitationRefused) as caught:
        accept(invitation=invitation, full_name="A", password=PASSWORD)
    assert str(caught.value) == "Địa chỉ moi@tinh.example đã có tài khoản. Hãy đăng nhập để nhận vai trò mới."
    assert not Membership.objects.exists()


def test_person_with_an_account_takes_the_new_role(made):
    invitation, _token = made
    user = user_as(Role.LEADER)
    User.objects.filter(pk=user.pk).update(email="moi@tinh.example")
    user = User.objects.get(pk=user.pk)
    assert accept_as(invitation=invitation, user=user) == user
    invitation.refresh_from_db()
    assert User.objects.get(pk=user.pk).roles == {Role.LEADER, Role.CONTRIBUTOR}
    assert invitation.accepted_by == user


def test_role_one_already_has_is_not_given_twice(made):
    invitation, _token = made
    user = UserFactory(email="moi@tinh.example")
    MembershipFactory(user=user, body=invitation.body, role=Role.CONTRIBUTOR)
    accept_as(invitation=invitation, user=user)
    assert user.memberships.count() == 1


def test_invitation_of_somebody_else_is_refused(made):
    invitation, _token = made
    other = UserFactory()
    with pytest.raises(InvitationRefused) as caught:
        accept_as(invitation=invitation, user=other)
    assert str(caught.value) == "Lời mời này dành cho địa chỉ khác hoặc đã được dùng."
    invitation.refresh_from_db()
    assert (other.memberships.count(), invitation.accepted_at) == (0, None)


def test_used_invitation_gives_no_second_role(made):
    invitation, _token = made
    user = accept(invitation=invitation, full_name="A", password=PASSWORD)
    user.memberships.all().delete()
    with pytest.raises(InvitationRefused) as caught:
        accept_as(invitation=invitation, user=user)
    assert str(caught.value) == "Lời mời này dành cho địa chỉ khác hoặc đã được dùng."
    assert not Membership.objects.exists()


@pytest.mark.parametrize(("known", "subject"), [(None, "Lời mời"), ("vi", "Lời mời"), ("en", "Invitation")])
def test_letter_is_in_the_language_of_whom_it_goes_to(made, known, subject):
    invitation, _token = made
    if known:
        UserFactory(email=invitation.email, language=known)
    with translation.override("vi" if known == "en" else "en"):
        send_invitation(invitation, "https://portal.example/")
    (letter,) = mail.outbox
    assert letter.subject.startswith(subject)
