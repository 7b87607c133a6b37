from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType

from accounts.roles import Role
from audit.enums import Verb
from audit.models import Event
from audit.recording import record
from guidance.models import GuidanceVersion
from indicators.models import IndicatorSetVersion
from tests.emptying import OF_MIGRATIONS, empty_database, filled_tables
from tests.factories import open_assessment, user_as


def test_only_the_real_catalogues_are_left(transactional_db):
    user_as(Role.COORDINATOR, open_assessment().province)
    record(Verb.SIGN_IN, "user:5")
    assert Event.objects.exists()
    permissions, types = Permission.objects.count(), ContentType.objects.count()
    empty_database()
    assert filled_tables() == {GuidanceVersion._meta.db_table, IndicatorSetVersion._meta.db_table}
    assert (Permission.objects.count(), ContentType.objects.count()) == (permissions, types)
    assert {"auth_permission", "django_content_type"} < OF_MIGRATIONS
