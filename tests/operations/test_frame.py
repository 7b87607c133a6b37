"""The link to the queues stands in the menu of those who may see them, and of nobody else."""

import pytest
from django.test import Client, RequestFactory
from django.urls import reverse

from accounts.roles import Role
from operations.frame import frame
from tests.factories import user_as


@pytest.mark.django_db
@pytest.mark.parametrize("role", list(Role))
def test_link_is_for_those_who_may_see(role):
    client = Client()
    client.force_login(user_as(role))
    page = client.get(reverse("handbook:index")).content.decode()
    assert (f'href="{reverse("operations:queues")}"' in page) == (role in {Role.CAMPAIGN_MANAGER, Role.AUDITOR})


def test_request_that_was_refused_before_it_had_a_user():
    assert frame(RequestFactory().get("/")) == {}
