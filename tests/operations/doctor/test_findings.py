"""All checks together, also while the database is away."""

import pytest
from django.db import OperationalError, connection

from operations import doctor
from operations.doctor.findings import Level, error, fine, warning


def test_kinds_of_findings():
    assert [found.level for found in (fine("a", "b"), warning("a", "b", "c"), error("a", "b", "c"))] == list(Level)


@pytest.mark.django_db
def test_without_database_everything_else_is_still_told():
    def away(*_arguments):
        raise OperationalError("geheim")

    with connection.execute_wrapper(away):
        found = list(doctor.findings())
    assert len(found) == len(doctor.CHECKS)
    unknown = {finding.name for finding in found if finding.found == "chưa kiểm tra được (OperationalError)"}
    assert unknown == {"migrations", "clock", "provinces", "catalogues", "administrator", "workers", "beat"}
    assert all(finding.advice for finding in found if finding.level != Level.FINE)
    assert "geheim" not in str(found)
