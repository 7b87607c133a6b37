import pytest

from accounts.roles import Role
from assessments.actions import evidence, scanning
from assessments.models import QuarantineRelease
from audit.trail import following
from operations.quarantine import quarantined, shown
from tests.factories import open_assessment, pdf_upload, user_as
from tests.world import quarantined_file

pytestmark = pytest.mark.django_db


@pytest.fixture
def given(tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path / "media"
    assessment = open_assessment()
    by = user_as(Role.CONTRIBUTOR, assessment.province)
    return evidence.add_file(by=by, assessment=assessment, code="ICT-4.2", upload=pdf_upload())


def test_infected_files_are_listed_and_those_once_released(given):
    released = quarantined_file(given.added_by, given.province, scan_state="clean", scan_finding="").stored_file
    assert list(quarantined()) == []
    scanning.record(stored=given.stored_file, finding="Eicar")
    facts = {"by": given.added_by, "reason": "x", "finding": "Eicar"}
    QuarantineRelease.objects.create(stored_file=released, **facts)
    assert list(quarantined()) == [given.stored_file, released]


def test_whose_evidence_is_shown_goes_to_the_log(given):
    scanning.record(stored=given.stored_file, finding="Eicar")
    with following("") as trail:
        rows = shown(list(quarantined()))
    answer = given.answers.get()
    assert (rows, list(trail.chains)) == ([given.stored_file], [f"assessment:{answer.assessment_id}"])
