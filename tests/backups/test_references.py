import pytest
from django.db import connection

from accounts.roles import Role
from backups.references import referred_to
from tests.factories import user_as
from tests.factories.report_templates import template_sent_by

pytestmark = pytest.mark.django_db


def execute(sql):
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchall()


@pytest.mark.slow
def test_files_of_every_model_are_found_with_what_their_rows_know(keep):
    stored, template = keep(b"%PDF"), template_sent_by(user_as(Role.CAMPAIGN_MANAGER))
    assert referred_to(execute) == {stored.file.name: stored.sha256, template.file.name: template.sha256}


def test_rows_without_a_file_refer_to_none(db):
    assert referred_to(execute) == {}
