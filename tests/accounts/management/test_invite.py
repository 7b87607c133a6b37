from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from accounts.invitations import hash_token
from accounts.models import Body, Invitation

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
LIMITS = "cần từ 1 đến %d ký tự, không có ký tự điều khiển; nhận được"


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


@pytest.mark.parametrize(
    ("arguments", "lines"),
    [
        (["a@bo.example", "--body", "\udcff"], [f"--body {LIMITS % 20} '\\udcff'."]),
        (["a@bo.example", "--body", "\0"], [f"--body {LIMITS % 20} '\\x00'."]),
        (["a@bo.example", "--body", ""], [f"--body {LIMITS % 20} ''."]),
        (["a@bo.example", "--body", "V" * 21], [f"--body {LIMITS % 20} '{'V' * 21}'."]),
        (["a@bo.example", "--body-name", "ụ" * 121], [f"--body-name {LIMITS % 120} '{'ụ' * 80}'."]),
        (["a@bo.example", "--site", "\udcff"], [f"--site {LIMITS % 200} '\\udcff'."]),
        (["a" * 244 + "@bo.example"], [f"Thư điện tử {LIMITS % 254} '{'a' * 80}'."]),
        (
            ["a@b\udcff.example", "--body", "\n", "--body-name", ""],
            [
                f"Thư điện tử {LIMITS % 254} 'a@b\\udcff.example'.",
                f"--body {LIMITS % 20} '\\n'.",
                f"--body-name {LIMITS % 120} ''.",
            ],
        ),
    ],
)
def test_text_that_no_column_holds_is_refused_in_a_sentence(arguments, lines):
    with pytest.raises(CommandError) as caught:
        run(*arguments)
    assert str(caught.value).splitlines() == lines
    assert not Invitation.objects.exists()
    assert not Body.objects.exists()


def test_longest_texts_are_kept():
    local, domain = "a" * 64, ".".join(["b" * 61] * 3) + ".vn"
    email = f"{local}@{domain}"
    run(email, "--body", "V" * 20, "--body-name", "ụ" * 120)
    assert (Invitation.objects.get().email, Body.objects.get().name_vi) == (email, "ụ" * 120)


def test_unknown_role_is_refused():
    with pytest.raises(CommandError):
        run("a@bo.example", "--role", "king")
    assert not Invitation.objects.exists()
