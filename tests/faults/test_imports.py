"""A web process killed in the middle of an import: workbooks are applied in the request."""

from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPException

import pytest
from django.urls import reverse

from assessments.models import AnswerRevision
from tests.workbooks.books import downloaded, filled
from workbooks.actions import uploads
from workbooks.enums import UploadStatus
from workbooks.models import WorkbookUpload

from .harness import WEB

pytestmark = pytest.mark.slow


@pytest.mark.fault("web process killed while it imports a workbook")
def test_import_that_is_killed_changes_nothing_and_can_be_done_again(portal, coordinator, complete):
    assessment, by = complete
    raw = filled(downloaded(assessment, by), {("A-1.1", "answer"): "4", ("B-2", "answer"): 9})
    upload = uploads.receive(by=by, assessment=assessment, name="phieu.xlsx", raw=raw)
    url = reverse("workbooks:apply", args=[assessment.pk, upload.pk])
    before = list(assessment.answers.order_by("pk").values())
    with ThreadPoolExecutor(1) as pool, portal.held("INSERT", "assessments_answerrevision") as hold:
        applying = pool.submit(coordinator.post, url, {})
        assert hold.waiting() == [WEB]
        portal.kill_children(WEB)
        with pytest.raises((OSError, HTTPException)):
            applying.result(60)
    portal.at_work(WEB)
    assert list(assessment.answers.order_by("pk").values()) == before
    assert WorkbookUpload.objects.get(pk=upload.pk).status == UploadStatus.READY
    waiting = coordinator.get(reverse("workbooks:preview", args=[assessment.pk, upload.pk]))
    assert (waiting.status, url in waiting.text) == (200, True)
    assert coordinator.post(url, {}).status == 302
    assert WorkbookUpload.objects.get(pk=upload.pk).status == UploadStatus.APPLIED
    assert assessment.answers.get(code="A-1.1").choice == "4"
    assert AnswerRevision.objects.filter(answer__assessment=assessment, version=2).count() == 2
