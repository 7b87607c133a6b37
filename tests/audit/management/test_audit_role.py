from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from audit.protection import statements

pytestmark = pytest.mark.django_db


def run(*options):
    out = StringIO()
    call_command("audit_role", *options, stdout=out)
    return out.getvalue()


def test_role_may_read_and_add_to_the_log_and_no_more():
    with connection.cursor() as cursor:
        cursor.execute("CREATE ROLE portal_of_the_test")
        assert run("portal_of_the_test") == "portal_of_the_test: chỉ được đọc và ghi thêm nhật ký kiểm toán\n"
        cursor.execute(
            "SELECT table_name, privilege_type FROM information_schema.role_table_grants "
            "WHERE grantee = 'portal_of_the_test' AND table_name LIKE 'audit_%' ORDER BY 1, 2"
        )
        expected = [("audit_event", "INSERT"), ("audit_event", "SELECT"), ("audit_head", "SELECT")]
        assert cursor.fetchall() == expected


def test_statements_can_be_printed_for_whoever_runs_the_database():
    assert run("portal", "--print") == ";\n".join([*statements("portal"), ""])


@pytest.mark.parametrize("name", ["a b", "x;y", "Ứng dụng" * 50])
def test_odd_name_is_refused_in_words(name):
    with pytest.raises(CommandError, match="tên vai trò chỉ gồm"):
        run(name)


def test_role_that_does_not_exist_is_the_databases_own_words():
    with pytest.raises(CommandError, match='role "khong_co" does not exist'):
        run("khong_co")
