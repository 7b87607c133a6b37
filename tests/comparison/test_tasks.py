"""The tasks: once, twice, left behind, failed."""

from datetime import timedelta

import pytest
from django.utils import timezone

from assessments.enums import WorkStatus
from comparison import editions
from comparison.actions import editions as actions
from comparison.models import Edition, NationalReport
from comparison.reports import national_report
from comparison.tasks import compare, compare_now, render_national_report, sweep

from .finals import GIVEN, final_campaign

pytestmark = pytest.mark.django_db


@pytest.fixture
def waiting(manager) -> Edition:
    return actions.make(by=manager, campaign=final_campaign(manager, GIVEN[:1]))


def test_compare_finishes_once_and_leaves_a_report_to_make(waiting):
    compare(str(waiting.pk))
    first = Edition.objects.get()
    compare(str(waiting.pk))
    assert Edition.objects.get().finished_at == first.finished_at
    assert (first.status, first.field, first.attempts) == (WorkStatus.READY, 1, 1)
    report = NationalReport.objects.get()
    assert (report.status, report.language, report.created_by) == (WorkStatus.QUEUED, "vi", waiting.created_by)


def test_compare_of_an_edition_that_is_not_there_does_nothing():
    compare("00000000-0000-0000-0000-000000000000")
    assert not Edition.objects.exists()


def test_compare_keeps_a_report_that_was_asked_for_before(waiting):
    NationalReport.objects.create(edition=waiting, language="vi")
    compare_now(waiting, with_report=True)
    assert NationalReport.objects.count() == 1


def test_failure_is_on_the_row_and_the_edition_can_be_tried_again(waiting, monkeypatch):
    def fail(edition):
        raise ArithmeticError

    monkeypatch.setattr(editions, "_rank", lambda *arguments: fail(*arguments[:1]))
    with pytest.raises(ArithmeticError):
        compare_now(waiting)
    found = Edition.objects.get()
    assert (found.status, found.failure) == (WorkStatus.FAILED, "ArithmeticError")
    monkeypatch.undo()
    assert compare_now(found)
    assert Edition.objects.get().status == WorkStatus.READY


def test_report_waits_for_its_edition(waiting):
    report = NationalReport.objects.create(edition=waiting, language="vi")
    render_national_report(str(report.pk))
    assert NationalReport.objects.get().status == WorkStatus.QUEUED
    render_national_report("00000000-0000-0000-0000-000000000000")


def test_sweep_sends_again_what_was_left_behind(waiting):
    assert sweep() == 0
    compare_now(waiting)
    NationalReport.objects.create(edition=waiting, language="vi")
    long_ago = timezone.now() - timedelta(hours=1)
    Edition.objects.update(status=WorkStatus.RUNNING, touched_at=long_ago)
    NationalReport.objects.update(touched_at=long_ago)
    assert sweep() == 2


def test_report_begun_before_publication_does_not_stand_after_it(manager, waiting, monkeypatch):
    compare_now(waiting)
    report = NationalReport.objects.create(edition=waiting, language="vi")

    def publish_meanwhile(begun):
        actions.publish(by=manager, edition=waiting)
        NationalReport.objects.update(status=WorkStatus.RUNNING)  # another worker has begun anew
        return {"file": "reports/a.pdf", "sha256": "a" * 64, "size": 9, "pages": 3}

    monkeypatch.setattr(national_report, "keep", publish_meanwhile)
    render_national_report(str(report.pk))
    assert NationalReport.objects.get().status == WorkStatus.RUNNING
