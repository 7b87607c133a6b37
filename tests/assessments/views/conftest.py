import pytest

from accounts.roles import Role
from tests.factories import open_assessment, user_as


@pytest.fixture
def draft():
    return open_assessment()


@pytest.fixture
def contributor(draft, client):
    """Signed in."""
    user = user_as(Role.CONTRIBUTOR, draft.province)
    client.force_login(user)
    return user


@pytest.fixture
def coordinator(draft, client):
    """Signed in."""
    user = user_as(Role.COORDINATOR, draft.province)
    client.force_login(user)
    return user
