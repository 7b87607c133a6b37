"""The portal as it is deployed, under load: real processes on PostgreSQL and Redis, all in a throw-away folder."""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from django.conf import settings
from django.core.management import call_command

from .load import autosave, pages, reports, scoring
from .load.portal import Portal
from .measuring import Figure

COMMUNES, EDITORS, REPORTS = 3_321, 200, 31
"""All communes of the country, and a report of each of the 34 provinces but three, by which the workers get warm."""


def figures(communes: int = COMMUNES, editors: int = EDITORS, made: int = REPORTS) -> Iterator[Figure]:
    if not Path(settings.STATIC_ROOT, "staticfiles.json").exists():
        call_command("collectstatic", verbosity=0, interactive=False)
    with TemporaryDirectory(prefix="smartcity-load-") as folder, Portal(Path(folder)) as portal:
        found = portal.run("benchmarks.load.seeding", str(communes), str(editors))
        yield from pages.figures(portal, found)
        yield from autosave.figures(portal, found["editors"])
        yield from scoring.figures(portal, communes)
        yield from reports.figures(portal, made)
