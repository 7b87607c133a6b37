from django.contrib import admin

from catalogues.version_admin import VersionAdmin
from guidance.models import GuidanceVersion


def test_versions_are_registered_to_look_at_only():
    assert type(admin.site.get_model_admin(GuidanceVersion)) is VersionAdmin
