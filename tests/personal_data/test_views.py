import json

import pytest
from django.urls import reverse

from audit.models import Event
from tests.personal_data.people import MAIL, NAME, somebody

pytestmark = pytest.mark.django_db


@pytest.fixture
def person(client):
    found = somebody()[0]
    client.force_login(found)
    return found


def test_page_says_what_is_kept_and_leads_to_the_file(client, person):
    text = client.get(reverse("personal_data:own")).content.decode()
    assert (NAME in text, MAIL in text, "Đầu mối của tỉnh" in text) == (True, True, True)
    assert f'href="{reverse("personal_data:download")}"' in text
    assert f'href="{reverse("personal_data:own")}"' in client.get(reverse("home")).content.decode()


def test_file_is_of_oneself_and_the_download_is_recorded(client, person):
    response = client.get(reverse("personal_data:download"), {"email": "khac@tinh.example"})
    assert response["Content-Disposition"] == 'attachment; filename="du-lieu-ca-nhan.json"'
    assert json.loads(response.content)["person"]["email"] == MAIL
    found = Event.objects.filter(chain=f"user:{person.pk}", actor=person.pk).order_by("-seq")[:2]
    assert [(event.verb, event.what) for event in found] == [("export", "personal_data:download"), ("person", "export")]


def test_page_asks_the_database_a_fixed_number_of_times(client, person, django_assert_num_queries):
    with django_assert_num_queries(4):
        client.get(reverse("personal_data:own"))
