import pytest

from accounts.roles import Role
from catalogues.versions import publish, store
from indicators.models import IndicatorSetVersion
from tests.catalogue_desk.sets import SET, indicator_set
from tests.factories import user_as

NEWER = indicator_set(code="thu/v2", groups=[{**SET["groups"][0], "weight": "2"}, SET["groups"][1]])


@pytest.fixture
def manager(client):
    client.force_login(user_as(Role.CAMPAIGN_MANAGER))
    return client


@pytest.fixture
def reviewer(client):
    client.force_login(user_as(Role.REVIEWER))
    return client


@pytest.fixture
def stored():
    """thu/v1, published, and thu/v2, a draft."""
    older = store(IndicatorSetVersion, "thu/v1", indicator_set())[0]
    publish(older)
    return older, store(IndicatorSetVersion, "thu/v2", NEWER)[0]
