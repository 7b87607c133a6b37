import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from accounts.roles import Role
from tests.factories import UserFactory, user_as

pytestmark = pytest.mark.django_db


def run(*options):
    out = StringIO()
    call_command("export_person", *options, stdout=out)
    return json.loads(out.getvalue())


def test_all_about_one_person_is_printed():
    person = UserFactory(full_name="Đặng Thị Hoà")
    assert run(person.email.upper())["person"]["full_name"] == "Đặng Thị Hoà"
    assert run(person.email, "--by", person.email)["person"]["id"] == person.pk


def test_refusals_are_said_in_words():
    person = UserFactory()
    with pytest.raises(CommandError, match="Không có tài khoản “x”"):
        run("x")
    with pytest.raises(CommandError, match="Không có tài khoản “y”"):
        run(person.email, "--by", "y")
    with pytest.raises(CommandError, match="Chỉ quản trị đợt"):
        run(person.email, "--by", user_as(Role.AUDITOR).email)
