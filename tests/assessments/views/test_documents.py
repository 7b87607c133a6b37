from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assessments.enums import ReportKind, WorkStatus
from assessments.models import ReportFile
from assessments.views.documents import documents

NOW = timezone.now()


def row(status=WorkStatus.READY, kind=ReportKind.BRIEF, language="vi", minutes=0) -> ReportFile:
    return ReportFile(status=status, kind=kind, language=language, created_at=NOW + timedelta(minutes=minutes))


def brief(*rows):
    return next(found for found in documents(rows) if found.kind == ReportKind.BRIEF)


def test_every_kind_is_listed_once():
    assert [found.kind for found in documents([])] == list(ReportKind)
    assert all(found.may_be_asked_for and not found.ready for found in documents([]))


def test_the_newest_of_each_language_is_offered_vietnamese_first():
    old, new, english = row(minutes=1), row(minutes=2), row(language="en")
    assert brief(old, english, new).ready == (new, english)


@pytest.mark.parametrize("status", [WorkStatus.QUEUED, WorkStatus.RUNNING])
def test_what_is_being_made_stands_beside_what_is_ready(status):
    ready, pending = row(), row(status, minutes=1)
    found = brief(ready, pending)
    assert (found.ready, found.pending, found.failed, found.may_be_asked_for) == ((ready,), pending, None, False)


def test_a_failure_is_told_until_something_newer_is_ready():
    failed = row(WorkStatus.FAILED, minutes=1)
    assert brief(row(), failed).failed is failed
    assert brief(row(minutes=2), failed).failed is None


def test_other_kinds_are_left_alone():
    assert brief(row(kind=ReportKind.WORD)).ready == ()


def test_a_pack_is_made_once():
    pack = row(kind=ReportKind.EVIDENCE_PACK)
    found = next(each for each in documents([pack]) if each.kind == ReportKind.EVIDENCE_PACK)
    assert (found.ready, found.may_be_asked_for) == ((pack,), False)


@pytest.mark.slow
@pytest.mark.django_db
def test_the_page_lists_documents_with_the_same_queries_however_many(world, django_assert_max_num_queries):
    client = Client()
    client.force_login(world.actors["coordinator"])
    url = reverse("snapshot", args=[world.snapshot.pk])
    with django_assert_max_num_queries(12) as few:
        client.get(url)
    known = {"snapshot": world.snapshot, "status": WorkStatus.QUEUED}
    ReportFile.objects.bulk_create(ReportFile(**known, supplement_key=f"{number:064}") for number in range(30))
    with django_assert_max_num_queries(len(few)):
        page = client.get(url).content.decode()
    assert page.count('class="document"') == len(ReportKind)
    assert "Đang lập; trang tự cập nhật khi xong." in page


@pytest.mark.slow
@pytest.mark.django_db
def test_a_kind_that_there_is_not_is_not_found(world):
    client = Client()
    client.force_login(world.actors["coordinator"])
    for kind in ("", "gap-report", "<script>", "x" * 500):
        response = client.post(reverse("report_request", args=[world.snapshot.pk]), {"kind": kind})
        assert response.status_code == 404
    assert world.snapshot.reports.count() == 1


@pytest.mark.django_db
def test_a_kind_is_asked_for_by_its_button(world):
    client = Client()
    client.force_login(world.actors["coordinator"])
    client.post(reverse("report_request", args=[world.snapshot.pk]), {"kind": "brief"})
    assert sorted(world.snapshot.reports.values_list("kind", flat=True)) == ["brief", "gap_report"]
