import pytest
from django.db import connection, transaction

from accounts.roles import Role
from tests.factories import ProvinceFactory, user_as
from tests.factories.comparison import made_edition


class Looked:
    """A published edition of three provinces of which one has no score, and who looks at it."""

    def __init__(self):
        self.own = ProvinceFactory(code="48", name="Đà Nẵng", region="north_central", population=3_000)
        self.edition = made_edition(3, unranked=1, first=[self.own])
        self.coordinator = user_as(Role.COORDINATOR, self.own)
        self.stranger = user_as(Role.LEADER)
        self.reviewer = user_as(Role.REVIEWER)
        self.manager = user_as(Role.CAMPAIGN_MANAGER)

    @property
    def names(self):
        """Best rank first."""
        return list(self.edition.entries.order_by("pk").values_list("province__name", flat=True))


@pytest.fixture(scope="module")
def looked(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        found = Looked()
        connection.check_constraints()
        yield found
        transaction.set_rollback(True)
