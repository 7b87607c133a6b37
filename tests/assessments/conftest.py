import pytest
from django.db import transaction

from accounts.models import Province
from tests.factories import ProvinceFactory

from .people import everybody


@pytest.fixture(scope="module")
def home(django_db_setup, django_db_blocker) -> Province:
    """A province for the tests of a module."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield ProvinceFactory(name="Đà Nẵng")
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def people(home):
    """Everybody who may come along, seen from the home province."""
    return everybody(home)
