"""A full disk, and one that hangs, while evidence is given."""

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse

from assessments.enums import WorkStatus
from assessments.models import AnswerEvidence, Assessment, Evidence, StoredFile
from tests.factories import files

from .acts import CODE, SECTION, attach, handed_in, page, save
from .harness import WEB, A, until
from .storage import HANGING

pytestmark = pytest.mark.slow

FULL = "Kho lưu trữ của cổng chưa ghi được tệp (có thể đã hết chỗ) nên tệp này chưa được lưu."
ROOM = 64 * 1024


def large_pdf(size: int) -> bytes:
    """A PDF with so much noise behind its end that it does not fit."""
    return files.pdf() + b"\n%" + os.urandom(size).hex().encode()[:size]


def kept(assessment: Assessment) -> tuple[int, int, int, list[str]]:
    """Rows of evidence and files on the disk."""
    of_answers = AnswerEvidence.objects.filter(answer__assessment=assessment)
    rows = (StoredFile.objects.count(), Evidence.objects.count(), of_answers.count())
    return *rows, sorted(path.name for path in Path(settings.MEDIA_ROOT, "evidence").rglob("*") if path.is_file())


@pytest.mark.fault("disk full for evidence")
def test_evidence_that_the_disk_does_not_take_is_said_and_leaves_nothing(portal, colleague, complete):
    assessment, content = complete[0], large_pdf(200_000)
    before = kept(assessment)
    with portal.disk_full(WEB, beyond=ROOM):
        refused = attach(colleague, assessment, "lon.pdf", content)
        assert kept(assessment) == before
        small = attach(colleague, assessment, "nho.pdf", files.pdf(2))
    assert (refused.status, refused.data["problems"][0][: len(FULL)]) == (422, FULL)
    assert small.status == 200
    assert attach(colleague, assessment, "lon.pdf", content).status == 200
    shown = colleague.get(reverse("section", args=[assessment.pk, SECTION])).text
    assert ("lon.pdf" in shown, "nho.pdf" in shown) == (True, True)
    assert kept(assessment)[2] == before[2] + 2


@pytest.mark.fault("disk full for uploads on their way")
def test_upload_that_does_not_even_arrive_is_said(portal, colleague, complete):
    assessment = complete[0]
    before = kept(assessment)
    with portal.disk_full(WEB, beyond=ROOM):
        refused = attach(colleague, assessment, "rat-lon.pdf", large_pdf(2_000_000))
    assert (refused.status, refused.data, kept(assessment)) == (507, {"state": "unavailable"}, before)


@pytest.mark.fault("disk full for reports")
def test_report_that_the_disk_does_not_take_says_so_and_can_be_asked_for_again(portal, coordinator, complete):
    assessment = complete[0]
    with portal.disk_full(A, beyond=1024):
        snapshot = handed_in(coordinator, assessment)
        until(lambda: snapshot.reports.filter(status=WorkStatus.FAILED).count() == 2)
    assert "Lập không thành công: Kho lưu trữ của cổng chưa ghi được tệp" in " ".join(
        page(coordinator, snapshot).split()
    )
    assert coordinator.post(reverse("retry", args=[snapshot.pk]), {}).status == 302
    until(lambda: snapshot.reports.filter(status=WorkStatus.READY).count() == 2)


@pytest.mark.fault("storage that hangs")
def test_slow_storage_holds_up_nobody_else(portal, colleague, coordinator, complete):
    assessment = complete[0]
    version = assessment.answers.get(code=CODE).version
    before = kept(assessment)
    HANGING.touch()
    try:
        with ThreadPoolExecutor(1) as pool:
            sending = pool.submit(attach, colleague, assessment, "cham.pdf", files.pdf(3))
            saved = save(coordinator, assessment, "Trong lúc kho chậm.", version)
            meanwhile = kept(assessment)
            assert not sending.done()
            HANGING.unlink()
            added = sending.result(60)
    finally:
        HANGING.unlink(missing_ok=True)
    assert (saved.status, meanwhile, added.status) == (200, before, 200)
    assert kept(assessment)[:3] == tuple(count + 1 for count in before[:3])
