"""The gallery has every component in every state."""

import pytest
from django.conf import settings

from accounts.roles import Role
from smartcity_portal.gallery import SampleForm, colours
from tests.factories import user_as

TEMPLATES = settings.BASE_DIR / "templates"


def test_every_component_is_on_the_gallery():
    used = "".join(path.read_text() for path in sorted((TEMPLATES / "gallery").glob("*.html")))
    components = sorted(path.name for path in (TEMPLATES / "components").glob("*.html"))
    assert len(components) >= 9
    assert [name for name in components if f'{{% include "components/{name}"' not in used] == []


@pytest.mark.django_db
def test_gallery_shows_controls_colours_and_states(client, django_assert_num_queries):
    client.force_login(user_as(Role.CONTRIBUTOR))
    client.get("/gallery/")
    with django_assert_num_queries(4):
        response = client.get("/gallery/")
    page = response.content.decode()
    assert [name for name in SampleForm.base_fields if f'data-field="{name}"' not in page] == []
    assert sorted(response.context["form"].errors) == ["many", "wrong", "wrong_choice"]
    assert {"page", "surface", "ink", "accent", "ok", "warn", "bad"} <= set(colours())
    assert [name for name in colours() if f"<code>--{name}</code>" not in page] == []
