import pytest
from django.contrib import admin
from django.urls import reverse

from catalogues.version_admin import VersionAdmin
from guidance.models import GuidanceVersion
from tests.factories import UserFactory, guidance_version


@pytest.fixture
def administrator(client):
    client.force_login(UserFactory(is_staff=True, is_superuser=True))
    return client


@pytest.mark.django_db
def test_list_shows_versions_without_a_way_to_add(administrator):
    version = guidance_version()
    page = administrator.get(reverse("admin:guidance_guidanceversion_changelist")).content.decode()
    assert version.checksum in page
    assert reverse("admin:guidance_guidanceversion_add") not in page


@pytest.mark.django_db
def test_even_an_administrator_may_only_look(administrator):
    version = guidance_version()
    before = GuidanceVersion.objects.values().get()
    change = reverse("admin:guidance_guidanceversion_change", args=[version.pk])
    delete = reverse("admin:guidance_guidanceversion_delete", args=[version.pk])
    page = administrator.get(change)
    assert page.status_code == 200
    assert "definition" not in page.content.decode()
    for address in (change, delete, reverse("admin:guidance_guidanceversion_add")):
        assert administrator.post(address, {"code": "khac", "post": "yes"}).status_code == 403
    bulk = {"action": "delete_selected", "_selected_action": version.pk, "post": "yes"}
    administrator.post(reverse("admin:guidance_guidanceversion_changelist"), bulk)
    assert GuidanceVersion.objects.values().get() == before


def test_definition_is_left_out(rf):
    found = VersionAdmin(GuidanceVersion, admin.site)
    request = rf.get("/")
    assert not found.has_add_permission(request)
    assert not found.has_change_permission(request)
    assert not found.has_delete_permission(request)
    assert found.exclude == ("definition",)
