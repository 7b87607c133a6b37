import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.utils import translation

from smartcity_portal.celery import app
from tests.world import make_world


@pytest.fixture(autouse=True)
def _nothing_left_of_other_tests():
    """Neither what they cached nor the language of their last request."""
    cache.clear()
    translation.activate(settings.LANGUAGE_CODE)


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """One world for the tests of a module; what a test changes is undone by its own transaction."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield make_world()
        transaction.set_rollback(True)


@pytest.fixture
def eager_tasks():
    """Tasks run in this process as soon as they are sent; the real worker is tried in tests/e2e."""
    app.conf.task_always_eager = True
    yield
    app.conf.task_always_eager = False
