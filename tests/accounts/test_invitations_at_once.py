"""Inviting, withdrawing and accepting while the other is not yet committed: real threads and locks."""

import pytest

from accounts.invitations import InvitationRefused, accept, invite, withdraw
from accounts.models import Invitation, User
from accounts.roles import Role
from tests.assessments.actions.together import one_after_the_other
from tests.factories import BodyFactory, user_as

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

PASSWORD = "mot-mat-khau-du-dai-9"


def invited(body) -> Invitation:
    return invite(by=None, email="moi@tinh.example", role=Role.CONTRIBUTOR, body=body)[0]


def refusal(act, **given) -> str:
    try:
        act(**given)
    except InvitationRefused as refused:
        return str(refused)
    return ""


def test_two_invitations_at_once_leave_one():
    body = BodyFactory()
    _first, second = one_after_the_other(lambda: invited(body), lambda: invited(body))
    assert list(Invitation.objects.all()) == [second]


def test_invitation_accepted_just_before_is_not_withdrawn():
    invitation = invited(BodyFactory())
    manager = user_as(Role.CAMPAIGN_MANAGER)
    found = one_after_the_other(
        lambda: refusal(accept, invitation=invitation, full_name="A", password=PASSWORD),
        lambda: refusal(withdraw, by=manager, invitation=invitation),
    )
    assert found == ("", "Lời mời này đã được dùng hoặc đã hết hạn, không thu hồi được nữa.")
    assert Invitation.objects.get().accepted_by == User.objects.get(email="moi@tinh.example")


def test_invitation_withdrawn_just_before_is_not_accepted():
    invitation = invited(BodyFactory())
    manager = user_as(Role.CAMPAIGN_MANAGER)
    withdrawn, refused = one_after_the_other(
        lambda: refusal(withdraw, by=manager, invitation=invitation),
        lambda: refusal(accept, invitation=invitation, full_name="A", password=PASSWORD),
    )
    assert withdrawn == ""
    assert refused == (
        "Đường dẫn mời không đúng, hoặc đã được thay hay thu hồi. Hãy dùng thư mời mới nhất hoặc xin một đường dẫn mới."
    )
    assert not User.objects.filter(email="moi@tinh.example").exists()


def test_link_that_two_use_at_once_makes_one_person():
    invitation = invited(BodyFactory())
    found = one_after_the_other(
        lambda: refusal(accept, invitation=invitation, full_name="A", password=PASSWORD),
        lambda: refusal(accept, invitation=invitation, full_name="B", password=PASSWORD),
    )
    assert found == ("", "Lời mời này đã được dùng. Hãy đăng nhập bằng tài khoản đã tạo.")
    assert User.objects.get(email="moi@tinh.example").full_name == "A"
