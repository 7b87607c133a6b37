"""Production's settings with one address more: what the same server, middleware and session cost by themselves."""

from smartcity_portal.settings.prod import *  # noqa: F403

ROOT_URLCONF = "benchmarks.load.bare"
