import gc

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection, transaction
from django.test import TransactionTestCase
from django.utils import translation
from xdist.scheduler import LoadScopeScheduling

from audit import protection
from smartcity_portal.celery import app
from tests.emptying import empty_database
from tests.factories import ProvinceFactory
from tests.factories.catalogues import clear_shelves, guidance_version, indicator_version
from tests.world import make_world

gc.freeze()
gc.set_threshold(100_000, 50, 50)

TOGETHER = (
    "tests/e2e/",
    "tests/faults/",
    "tests/assessments/demonstration/test_rounds.py",
    "tests/assessments/management/test_demo.py",
    "tests/assessments/reports/test_pdf",
    "tests/comparison/reports/test_national_report.py",
    "tests/test_plans.py",
)


class Together(LoadScopeScheduling):
    """What shares something costly stays on one of the two processes (pytest-xdist's own marks do not reach pytest 9's
    items); everything else goes where there is room."""

    def _split_scope(self, nodeid: str) -> str:
        return next((place for place in TOGETHER if nodeid.startswith(place)), nodeid)


def pytest_xdist_make_scheduler(config, log):
    return Together(config, log)


def pytest_addoption(parser):
    parser.addoption("--sample", type=int, default=0, help="of each parametrised test only so many rows, spread evenly")


def pytest_collection_modifyitems(config, items):
    """With --sample every test function runs, but not every row of its table: `make check` is to be quick, `make test`
    runs them all."""
    most = config.getoption("--sample")
    if not most:
        return
    rows = {}
    for item in items:
        rows.setdefault((item.path, getattr(item, "originalname", item.name)), []).append(item)
    kept = {id(item) for found in rows.values() for item in found[:: -(-len(found) // most)]}
    config.hook.pytest_deselected(items=[item for item in items if id(item) not in kept])
    items[:] = [item for item in items if id(item) in kept]


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_protocol(item, nextitem):
    """Coverage rests in tests that do things in full or in bulk, which takes up to three times as long with it: what
    they go through, the quick ones and those of actions and views go through as well; by these the gates hold."""
    measuring = getattr(item.config.pluginmanager.getplugin("_cov"), "cov_controller", None)
    is_whole = item.get_closest_marker("slow") and not {"actions", "views"} & set(item.path.parts)
    if not measuring or not (is_whole or item.get_closest_marker("browser")):
        return (yield)
    measuring.pause()
    try:
        return (yield)
    finally:
        measuring.resume()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """With the real catalogues: storing them for each test anew would take a tenth of the time of all. And with the
    protection of the audit log (there are no migrations in `make check`) but for what refuses TRUNCATE: that is how it
    is emptied after a test with transactions of its own. tests/audit/test_protection.py has it back."""
    TransactionTestCase._fixture_teardown = lambda case: empty_database()
    with django_db_blocker.unblock():
        protection.install(connection)
        with connection.cursor() as cursor:
            for table in ("audit_event", "audit_head"):
                cursor.execute(f"DROP TRIGGER {table}_keep_all ON {table}")
        guidance_version()
        indicator_version()


@pytest.fixture
def empty_shelves(db):
    """Without the real catalogues."""
    clear_shelves()


@pytest.fixture(scope="module", autouse=True)
def _provinces_from_the_first_code():
    ProvinceFactory.reset_sequence(0, force=True)


@pytest.fixture(autouse=True)
def _nothing_left_of_other_tests():
    """Neither what they cached nor the language of their last request."""
    cache.clear()
    translation.activate(settings.LANGUAGE_CODE)


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """One world for the tests of a module; what a test changes is undone by its own transaction. Its foreign keys are
    looked after here: else it would be done again, all of them, at the end of each test."""
    with django_db_blocker.unblock(), transaction.atomic():
        found = make_world()
        connection.check_constraints()
        yield found
        transaction.set_rollback(True)


@pytest.fixture
def eager_tasks():
    """Tasks run in this process as soon as they are sent; the real worker is tried in tests/e2e."""
    app.conf.task_always_eager = True
    yield
    app.conf.task_always_eager = False
