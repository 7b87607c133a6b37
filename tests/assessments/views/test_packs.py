"""Asking for an evidence pack, having it made, and fetching it."""

from io import BytesIO
from zipfile import ZipFile

import pytest
from django.core.files.storage import default_storage
from django.urls import reverse

from accounts.roles import Role
from assessments.enums import ReportKind, WorkStatus
from assessments.models import ReportFile, StoredFile
from assessments.reports.evidence_pack import PackFailed
from assessments.tasks import render_report
from tests.assessments.reports.packed import Filling, full
from tests.factories import user_as

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_storage(tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def filling(client) -> Filling:
    found = full()
    client.force_login(found.by)
    return found


def ask(client, snapshot):
    url = reverse("report_request", args=[snapshot.pk])
    return client.post(url, {"kind": "evidence_pack"}, follow=True)


def fetch(client, report: ReportFile):
    return client.get(reverse("report_file", args=[report.snapshot_id, report.pk]))


def status(client, report: ReportFile) -> int:
    response = fetch(client, report)
    if response.streaming:
        response.getvalue()
    return response.status_code


@pytest.mark.slow
def test_pack_is_asked_for_made_and_fetched_as_a_download(client, filling):
    snapshot = filling.scored()
    ask(client, snapshot)
    report = ReportFile.objects.get()
    assert (report.kind, report.status, report.supplement) == (ReportKind.EVIDENCE_PACK, WorkStatus.QUEUED, {})
    assert status(client, report) == 404
    render_report(str(report.pk))
    response = fetch(client, report)
    name = f"goi-minh-chung-{snapshot.assessment.province.name.lower().replace(' ', '-').replace('ỉ', 'i')}"
    assert response["Content-Type"] == "application/zip"
    assert response["Content-Disposition"].startswith(f'attachment; filename="{name}')
    assert len(ZipFile(BytesIO(response.getvalue())).namelist()) == 6


@pytest.mark.slow
def test_pack_is_asked_for_once(client, filling):
    snapshot = filling.scored()
    for _time in range(2):
        ask(client, snapshot)
    assert ReportFile.objects.count() == 1


@pytest.mark.slow
@pytest.mark.parametrize(
    ("role", "asks", "fetches"),
    [
        (Role.CONTRIBUTOR, True, True),
        (Role.LEADER, True, True),
        (Role.REVIEWER, True, True),
        (Role.CAMPAIGN_MANAGER, True, True),
        (Role.AUDITOR, False, True),
    ],
)
def test_pack_is_for_those_who_may_have_reports_made(client, filling, role, asks, fetches):
    snapshot = filling.scored()
    client.force_login(user_as(role, filling.assessment.province))
    page = ask(client, snapshot).content.decode()
    assert ReportFile.objects.exists() == asks
    assert ("Vai trò của bạn không được lập báo cáo cho phiếu này." in page) == (not asks)
    report = ReportFile.objects.first() or ReportFile.objects.create(snapshot=snapshot, kind=ReportKind.EVIDENCE_PACK)
    render_report(str(report.pk))
    assert (status(client, report) == 200) == fetches


@pytest.mark.slow
def test_strangers_neither_ask_nor_fetch(client, filling):
    snapshot = filling.scored()
    report = ReportFile.objects.create(snapshot=snapshot, kind=ReportKind.EVIDENCE_PACK)
    render_report(str(report.pk))
    client.force_login(user_as(Role.COORDINATOR))
    assert ask(client, snapshot).status_code == 404
    assert status(client, report) == 404


@pytest.mark.slow
def test_pack_that_cannot_be_made_says_which_file_is_to_blame(client, filling):
    snapshot = filling.scored()
    ask(client, snapshot)
    lost = StoredFile.objects.get(content_type="image/png")
    default_storage.delete(lost.file.name)
    report = ReportFile.objects.get()
    with pytest.raises(PackFailed):
        render_report(str(report.pk))
    page = client.get(reverse("snapshot", args=[snapshot.pk])).content.decode()
    assert "tệp “ảnh.PNG” của câu A-1.1 không còn trong kho lưu trữ." in page
    assert reverse("retry", args=[snapshot.pk]) in page
    assert list(default_storage.listdir("reports")[0] if default_storage.exists("reports") else []) == []
