from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from accounts.models import User
from accounts.roles import Role
from tests.factories import UserFactory, user_as

pytestmark = pytest.mark.django_db


def run(*options):
    out = StringIO()
    call_command("erase_person", *options, stdout=out)
    return out.getvalue()


def test_person_is_erased_and_what_went_is_counted():
    person, manager = user_as(Role.LEADER), user_as(Role.CAMPAIGN_MANAGER)
    said = run(person.email, "--by", manager.email).splitlines()
    assert said[0] == f"Đã xóa dữ liệu cá nhân của người dùng {person.pk}:"
    assert said[1:] == ["  sessions: 0", "  texts: 0", "  invitations: 0", "  rows: 1"]
    assert User.objects.get(pk=person.pk).full_name == "Người dùng đã xóa"


def test_refusals_are_said_in_words():
    person = UserFactory()
    with pytest.raises(CommandError, match="Không có tài khoản “x”"):
        run("x", "--by", person.email)
    with pytest.raises(CommandError, match="Không có tài khoản “y”"):
        run(person.email, "--by", "y")
    with pytest.raises(CommandError, match="Chỉ quản trị đợt được xóa"):
        run(person.email, "--by", user_as(Role.AUDITOR).email)
    assert User.objects.get(pk=person.pk).email == person.email
