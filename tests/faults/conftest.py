"""One portal of real processes for all tests of this folder; this process looks into its database."""

import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection

from accounts.models import User
from accounts.roles import Role
from assessments.models import Assessment
from tests import services
from tests.assessments.review_world import store
from tests.assessments.small import open_assessment_on_small
from tests.factories import user_as

from .harness import WEB, A, Portal
from .people import Person

PLACE = ("HOST", "PORT", "NAME", "USER", "PASSWORD")


@pytest.fixture(scope="module", autouse=True)
def _provinces_from_the_first_code():
    """Not here: nothing is emptied between these modules."""


@pytest.fixture(scope="package")
def _portal(django_db_blocker) -> Iterator[Portal]:
    folder = Path(tempfile.mkdtemp(prefix="smartcity-faults-"))
    services.FOLDERS.append(folder)
    portal = Portal(folder)
    connection.close()
    before = {name: connection.settings_dict[name] for name in PLACE}
    connection.settings_dict |= {
        "HOST": "127.0.0.1",
        "PORT": portal.postgres_port,
        "NAME": "portal",
        "USER": "postgres",
    }
    with django_db_blocker.unblock():
        try:
            call_command("migrate", run_syncdb=True, verbosity=0)  # with and without migrations
            portal.start(WEB, A)
            yield portal
        finally:
            portal.stop()
            connection.close()
    connection.settings_dict |= before


@pytest.fixture
def portal(_portal) -> Iterator[Portal]:
    """With everything running, whatever the test before did to it."""
    _portal.start(WEB, A)
    yield _portal
    connection.close()


@pytest.fixture
def person(portal) -> Callable[[User], Person]:
    return lambda user: Person(portal.port, user)


@pytest.fixture
def complete(portal) -> tuple[Assessment, User]:
    """An assessment on small catalogues that lacks nothing but its submission, and its coordinator."""
    assessment = open_assessment_on_small()
    by = user_as(Role.COORDINATOR, assessment.province)
    store(assessment, by)
    return assessment, by


@pytest.fixture
def coordinator(complete, person) -> Person:
    return person(complete[1])


@pytest.fixture
def colleague(complete, person) -> Person:
    return person(user_as(Role.CONTRIBUTOR, complete[0].province))
