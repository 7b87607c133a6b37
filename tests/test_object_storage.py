"""Evidence and reports in a storage that speaks S3: moto's server, a process of its own."""

import subprocess
import sys
import time
from contextlib import contextmanager
from datetime import timedelta
from io import BytesIO
from zipfile import ZipFile

import boto3
import pytest
import time_machine
from botocore.exceptions import SSLError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from assessments.actions import scanning
from assessments.enums import ScanState
from assessments.models import Evidence, ReportFile, StoredFile
from assessments.tasks import render_report
from backups.making import make
from backups.orphans import SAFE_AGE, remove_orphans
from backups.restoring import restore
from operations import readiness
from smartcity_portal.object_storage import IN_MEMORY
from smartcity_portal.settings.env import object_storage
from tests.assessments.reports.packed import full
from tests.factories import files, open_assessment, user_as
from tests.factories.files import upload
from tests.services import answers, free_port

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

CODE, FIELD = "IOC-6.1", "q_IOC_6_1-evidence-files"
LARGE = files.pdf() + b"\n%" + b"0123456789abcdef" * (IN_MEMORY // 8)


@contextmanager
def s3_server(*options):
    port = free_port()
    command = [sys.executable, "-W", "ignore", "-m", "moto.server", "-p", str(port), *options]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    deadline = time.monotonic() + 30
    while not answers(port):
        assert process.poll() is None
        assert time.monotonic() < deadline
        time.sleep(0.05)
    try:
        yield port, process
    finally:
        process.kill()
        process.wait()


@pytest.fixture(scope="module")
def server():
    with s3_server() as (port, process):
        yield port, process


@pytest.fixture
def use(settings, monkeypatch):
    """Settings as the environment would have them."""

    def used(address: str, bucket: str = "portal"):
        given = {"ENDPOINT_URL": address, "BUCKET": bucket, "ACCESS_KEY": "access", "SECRET_KEY": "secret-secret"}
        for name, value in given.items():
            monkeypatch.setenv(f"S3_{name}", value)
        settings.STORAGES = settings.STORAGES | {"default": object_storage()}

    return used


@pytest.fixture
def bucket(server, use):
    """An empty bucket that the portal keeps its files in."""
    address = f"http://localhost:{server[0]}"
    use(address)
    keys = {"aws_access_key_id": "access", "aws_secret_access_key": "secret-secret", "region_name": "us-east-1"}
    found = boto3.resource("s3", endpoint_url=address, **keys).Bucket("portal")
    found.create()
    yield found
    found.objects.delete()
    found.delete()


@pytest.fixture
def draft(client):
    found = open_assessment()
    client.force_login(user_as(Role.CONTRIBUTOR, found.province))
    return found


def kept(bucket) -> dict[str, bytes]:
    return {found.key: found.get()["Body"].read() for found in bucket.objects.all()}


def add(client, draft, content, name="ke-hoach.pdf"):
    url = reverse("evidence_add", args=[draft.pk, CODE])
    return client.post(url, {FIELD: upload(name, content)}, headers={"accept": "application/json"})


def test_evidence_is_kept_once_streamed_and_taken_out_when_infected(
    client, draft, bucket, django_capture_on_commit_callbacks
):
    assert [add(client, draft, LARGE).status_code, add(client, draft, LARGE, "lan-hai.pdf").status_code] == [200, 200]
    stored = StoredFile.objects.get()
    assert kept(bucket) == {stored.file.name: LARGE}
    response = client.get(reverse("evidence_file", args=[draft.pk, Evidence.objects.first().pk]))
    assert (response.streaming, response["Content-Length"]) == (True, str(len(LARGE)))
    assert response.getvalue() == LARGE
    StoredFile.objects.update(scan_state=ScanState.WAITING)
    with django_capture_on_commit_callbacks(execute=True):
        assert scanning.record(stored=StoredFile.objects.get(), finding="Eicar")
    assert kept(bucket) == {}


def test_file_larger_than_a_little_does_not_stay_in_memory(bucket):
    name = default_storage.save("evidence/large", ContentFile(LARGE))
    with default_storage.open(name) as file:
        assert (file.read(5), file.file._rolled) == (b"%PDF-", True)


def test_pack_of_evidence_is_made_of_it_kept_in_it_and_fetched(client, bucket):
    filling = full()
    client.force_login(filling.by)
    snapshot = filling.scored()
    client.post(reverse("report_request", args=[snapshot.pk]), {"kind": "evidence_pack"})
    report = ReportFile.objects.get()
    render_report(str(report.pk))
    report.refresh_from_db()
    response = client.get(reverse("report_file", args=[snapshot.pk, report.pk]))
    content = response.getvalue()
    assert len(ZipFile(BytesIO(content)).namelist()) == 6
    assert kept(bucket)[report.file.name] == content


def test_orphans_go_and_what_rows_refer_to_stays(client, draft, bucket):
    add(client, draft, files.pdf())
    for name in ("evidence/bb/bbbb", "reports/cc/cccc.pdf", "khac/a.txt"):
        default_storage.save(name, ContentFile(b"x"))
    assert remove_orphans() == 0
    with time_machine.travel(timezone.now() + SAFE_AGE + timedelta(minutes=1)):
        assert remove_orphans() == 2
    assert kept(bucket).keys() == {StoredFile.objects.get().file.name, "khac/a.txt"}


@pytest.mark.django_db(transaction=True)
def test_backup_brings_files_back(client, bucket, tmp_path):
    content = files.pdf()
    name = default_storage.save("evidence/aa/aaaa", ContentFile(content))
    StoredFile.objects.create(sha256="a" * 64, file=name, size=len(content), content_type="application/pdf")
    made = make(tmp_path)
    default_storage.delete(name)
    assert kept(bucket) == {}
    restore(made.path, force=True)
    assert kept(bucket) == {name: content}


def test_storage_that_is_away_or_without_the_bucket_is_said_and_nothing_is_half_written(client, draft, use, server):
    for address, bucket in (
        (f"http://localhost:{free_port()}", "portal"),
        (f"http://localhost:{server[0]}", "khong-co"),
    ):
        use(address, bucket)
        answer = add(client, draft, files.pdf())
        assert answer.status_code == 422
        assert answer.json()["problems"][0].startswith("Kho lưu trữ của cổng chưa ghi được tệp")
    assert (StoredFile.objects.count(), Evidence.objects.count()) == (0, 0)


def test_certificate_that_nobody_vouches_for_is_refused(use):
    with s3_server("--ssl") as (port, _process):
        use(f"https://localhost:{port}")
        with pytest.raises(SSLError):
            readiness.storage()
