"""The page of queues: what waits and failed with reasons, who runs, what is next; buttons for those who may."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from assessments.enums import WorkStatus
from assessments.models import Comment, ReportFile
from assessments.work import GAVE_UP
from operations.models import Heartbeat, ProcessKind, ScheduledTask, SentAgain, TaskTally
from tests.factories import user_as
from tests.operations.rows import LONG_AGO, document_row, manager, notice_row

pytestmark = pytest.mark.django_db
URL = "/operations/"


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def text(response) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def queries_of(client) -> int:
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert client.get(URL).status_code == 200
    return len(queries)


def test_failed_document_stands_with_its_reason_and_tries_and_is_sent_again():
    failed = document_row(WorkStatus.FAILED, attempts=5, failure=GAVE_UP)
    client = signed_in(manager())
    page = text(client.get(URL))
    assert "Lý do: đã thử nhiều lần mà chưa xong 5" in page
    assert f"{failed.snapshot.assessment.province}, {failed.snapshot.assessment.campaign}" in page
    url = reverse("operations:send_again", args=["document", failed.pk])
    done = text(client.post(url, follow=True))
    assert "Đã gửi lại việc; trang này cho biết khi nào xong." in done
    assert "Đã gửi lại gần đây" in done
    assert ReportFile.objects.get(pk=failed.pk).status == WorkStatus.QUEUED


@pytest.mark.slow
def test_running_work_says_when_the_sweep_looks_and_has_no_button():
    running = document_row(WorkStatus.RUNNING, touched_at=timezone.now() - timedelta(seconds=30))
    response = signed_in(manager()).get(URL)
    assert "lượt quét xem lại từ" in text(response)
    assert reverse("operations:send_again", args=["document", running.pk]) not in response.content.decode()
    refused = signed_in(manager()).post(reverse("operations:send_again", args=["document", running.pk]), follow=True)
    assert "Việc này đang chờ hoặc đang làm" in text(refused)


def test_auditor_reads_without_buttons():
    document_row(WorkStatus.FAILED)
    notice_row(attempts=5)
    page = signed_in(user_as(Role.AUDITOR)).get(URL).content.decode()
    assert "không thành công" in page
    assert "/again/" not in page


@pytest.mark.slow
def test_mail_stands_without_what_it_says_and_goes_out_again():
    user = manager()
    lost = notice_row(attempts=5, subject="Chuyện riêng của tỉnh", body="mật")
    comment = Comment.objects.create(
        assessment=document_row().snapshot.assessment, code="A.1", text="Chuyện nội bộ", by=user
    )
    notice_row(comment=comment, subject="Chuyện nội bộ")
    client = signed_in(user)
    response = client.get(URL)
    assert "Chuyện" not in response.content.decode()
    assert lost.user.email not in response.content.decode()
    assert f"{lost.user.full_name}" in text(response)
    assert "thư gộp hằng ngày" in text(response)
    done = client.post(reverse("operations:mail_again", args=[lost.pk]), follow=True)
    assert "Thư sẽ được gửi lại ngay." in text(done)
    lost.refresh_from_db()
    assert lost.attempts == 0
    sent = notice_row(mailed_at=timezone.now())
    refused = client.post(reverse("operations:mail_again", args=[sent.pk]), follow=True)
    assert "Thư này đã gửi hoặc không cần gửi." in text(refused)


def test_processes_schedule_and_tallies_are_shown():
    now = timezone.now()
    Heartbeat.objects.create(kind=ProcessKind.WORKER, name="celery@may-1")
    Heartbeat.objects.create(kind=ProcessKind.BEAT, name="may-2", seen_at=now - timedelta(hours=1))
    ScheduledTask.objects.create(name="sweep", sent_at=now)
    TaskTally.objects.create(task="assessments.tasks.score", outcome="success", runs=7, seconds=1.25)
    page = text(signed_in(manager()).get(URL))
    assert "celery@may-1 đang chạy" in page
    assert "may-2 không có dấu hiệu hoạt động" in page
    assert "Quét bản chấm điểm và tài liệu bị bỏ dở" in page
    assert "assessments.tasks.score xong 7 1,3" in page or "assessments.tasks.score xong 7 1,2" in page


def test_nothing_at_all_is_said_in_words():
    page = text(signed_in(manager()).get(URL))
    assert page.count("Không có việc nào đang chờ hay không thành công.") == 4
    assert "Không có thư nào đang chờ." in page
    assert "Không thấy tiến trình nào" in page
    assert "Chưa có việc nào chạy." in page


@pytest.mark.parametrize(
    "path",
    [
        "nonsense/00000000-0000-0000-0000-000000000000/again/",
        "mail/999999999999/again/",
        "document/00000000-0000-0000-0000-000000000000/again/",
        "document/x/again/",
    ],
)
def test_rubbish_is_not_found(path):
    assert signed_in(manager()).post(f"{URL}{path}").status_code == 404


@pytest.mark.slow
def test_same_number_of_queries_for_one_row_and_many():
    user = manager()
    client = signed_in(user)

    def fill(count):
        for _each in range(count):
            failed = document_row(WorkStatus.FAILED, touched_at=timezone.now() - LONG_AGO)
            notice_row(attempts=5)
            notice_row(attempts=1)
            SentAgain.objects.create(what="document", object_id=str(failed.pk), tries=1, by=user)
            Heartbeat.objects.create(kind=ProcessKind.WORKER, name=f"celery@{failed.pk}")

    fill(1)
    few = queries_of(client)
    fill(5)
    assert (few, queries_of(client)) == (18, 18)
