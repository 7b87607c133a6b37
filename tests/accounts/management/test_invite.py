from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from accounts.invitations import hash_token
from accounts.models import Body, Invitation

pytestmark = pytest.mark.django_db


def run(*arguments: str) -> str:
    out = StringIO()
    call_command("invite", *arguments, stdout=out)
    return out.getvalue()


def test_first_administrator_gets_a_link_that_works_once():
    shown = run("Quan-Tri@bo.example", "--site", "https://portal.example/")
    invitation = Invitation.objects.get()
    assert (invitation.email, invitation.role, invitation.invited_by) == (
        "quan-tri@bo.example",
        "campaign_manager",
        None,
    )
    assert str(invitation.body) == "Cục Chuyển đổi số quốc gia"
    prefix = "quan-tri@bo.example: https://portal.example/invitations/"
    assert shown.startswith(prefix)
    assert hash_token(shown.removeprefix(prefix).strip().rstrip("/")) == invitation.token_hash


def test_body_of_the_ministry_is_made_once():
    run("a@bo.example", "--body", "VU1", "--body-name", "Vụ Một")
    run("b@bo.example", "--body", "VU1", "--body-name", "Tên khác", "--role", "reviewer")
    assert [(body.code, body.name_vi, body.province) for body in Body.objects.all()] == [("VU1", "Vụ Một", None)]
    assert [found.role for found in Invitation.objects.order_by("email")] == ["campaign_manager", "reviewer"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["a@bo.example", "--role", "coordinator"], "Vai trò không hợp với cơ quan."),
        (["khong-phai-thu"], "“khong-phai-thu” không phải là địa chỉ thư điện tử."),
    ],
)
def test_refused_invitation_leaves_nothing_behind(arguments, message):
    with pytest.raises(CommandError) as caught:
        run(*arguments)
    assert str(caught.value) == message
    assert not Invitation.objects.exists()
    assert not Body.objects.exists()


def test_unknown_role_is_refused():
    with pytest.raises(CommandError):
        run("a@bo.example", "--role", "king")
    assert not Invitation.objects.exists()
