"""What the processes of these tests run with: the tests' settings, with connections kept open as in production."""

from smartcity_portal.settings.test import *  # noqa: F403
from smartcity_portal.settings.test import DATABASES, STORAGES

DATABASES["default"]["CONN_MAX_AGE"] = 60
STORAGES["default"] = {"BACKEND": "tests.faults.storage.SlowFiles"}
