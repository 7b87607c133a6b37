import pytest

from accounts.roles import Role
from tests.factories import user_as


@pytest.fixture
def manager(db):
    return user_as(Role.CAMPAIGN_MANAGER)
