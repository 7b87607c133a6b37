import pytest
from django.core.cache import cache

from smartcity_portal.celery import app


@pytest.fixture(autouse=True)
def _empty_cache():
    cache.clear()


@pytest.fixture
def eager_tasks():
    """Tasks run in this process as soon as they are sent; the real worker is tried in tests/e2e."""
    app.conf.task_always_eager = True
    yield
    app.conf.task_always_eager = False
