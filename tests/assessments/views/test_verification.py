"""Anybody may check a report; nobody finds anything else."""

from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from assessments.actions import workflow
from assessments.enums import CampaignState
from assessments.models import Campaign, ReportFile, ScoreSnapshot
from assessments.tasks import score_now
from tests.factories import pdf_upload

pytestmark = pytest.mark.django_db

BY_CHECKSUM = "Cổng có lập báo cáo mang mã này."
BY_FILE = "Tệp này do cổng lập và còn nguyên vẹn, không bị sửa."
MADE_UP = "không phải số liệu thật của địa phương nào."


def looked_up(client, checksum: str):
    return client.get(reverse("verify"), {"checksum": checksum})


def sent(client, content: bytes, name: str = "bao-cao.pdf"):
    return client.post(reverse("verify"), {"file": SimpleUploadedFile(name, content, "application/pdf")})


def score(number) -> str:
    return str(number).replace(".", ",")


@pytest.fixture
def content(world) -> bytes:
    with world.report.file.open("rb") as file:
        return file.read()


def test_page_has_both_ways_and_says_nothing_yet(client):
    page = client.get(reverse("verify"))
    text = page.content.decode()
    assert page.status_code == 200
    assert 'name="checksum"' in text
    assert 'type="file"' in text
    assert BY_CHECKSUM not in text


@pytest.mark.slow
def test_page_has_the_frame_of_who_looks(client, world):
    assert 'class="crumbs"' not in client.get(reverse("verify")).content.decode()
    client.force_login(world.actors["stranger"])
    assert 'class="crumbs"' in client.get(reverse("verify")).content.decode()


@pytest.mark.slow
@pytest.mark.parametrize("digits", [16, 64])
def test_checksum_tells_what_the_report_should_say(client, world, digits):
    typed = world.snapshot.checksum[:digits].upper()
    page = looked_up(client, " ".join(typed[place : place + 4] for place in range(0, digits, 4)))
    text, result = page.content.decode(), page.context["verified"].result
    assert page.status_code == 200
    assert BY_CHECKSUM in text
    assert "Đà Nẵng" in text
    assert world.submitted.campaign.name in text
    assert "Bản tự đánh giá đã nộp, chưa thẩm định" in text
    assert world.snapshot.checksum in text
    shown = [world.snapshot.claimed, world.snapshot.evidenced, result.readiness, result.results]
    for number in [*shown, *(theme.score for theme in result.themes)]:
        assert score(number) in text
    assert "chưa thẩm định</dd>" in text, "the third reading is pending"
    assert len(result.themes) == 6


def test_file_of_ours_is_known_by_its_bytes(client, world, content):
    page = sent(client, content, "tên khác.pdf")
    text = page.content.decode()
    assert page.status_code == 200
    assert BY_FILE in text
    assert "Báo cáo khoảng cách, Tiếng Việt" in text
    assert world.snapshot.checksum in text


def test_file_with_one_byte_changed_is_not_known(client, content):
    page = sent(client, content[:-1] + b"\x00")
    assert page.status_code == 404
    assert "Cổng này không lập tệp nào có đúng nội dung như vậy." in page.content.decode()


@pytest.mark.parametrize("known", [15, 0])
def test_typed_checksum_is_refused_with_the_bounds(client, world, known):
    page = looked_up(client, world.snapshot.checksum[:known])
    sentence = f"bạn nhập {known} ký tự." if known else "Hãy điền mục này."
    assert page.status_code == 422
    assert sentence in page.content.decode()
    assert "Đà Nẵng" not in page.content.decode()


def test_unknown_checksum_is_said_with_what_to_check(client):
    page = looked_up(client, "0" * 64)
    assert page.status_code == 404
    assert "bản tính thử (dự thảo) chỉ tra được bằng đủ 64 ký tự" in page.content.decode()


def test_trial_is_found_only_by_who_holds_it(client, world):
    trial = workflow.preview(by=world.actors["coordinator"], assessment=world.draft)
    score_now(trial)
    trial.refresh_from_db()
    assert looked_up(client, trial.checksum[:40]).status_code == 404
    page = looked_up(client, trial.checksum)
    assert page.status_code == 200
    assert "Bản tính thử (dự thảo), chưa nộp" in page.content.decode()


@pytest.mark.slow
def test_only_who_may_see_the_snapshot_is_led_to_it(client, world):
    link = reverse("snapshot", args=[world.snapshot.pk])
    shown = {}
    for actor in ("nobody", "stranger", "leader", "auditor"):
        client = Client()
        if actor != "nobody":
            client.force_login(world.actors[actor])
        shown[actor] = link in looked_up(client, world.snapshot.checksum).content.decode()
    assert shown == {"nobody": False, "stranger": False, "leader": True, "auditor": True}


def test_newer_result_is_pointed_out(client, world):
    old = ScoreSnapshot.objects.get(pk=world.snapshot.pk)
    old.pk, old.purpose, old.checksum = None, "verified", "f" * 64
    old.save(force_insert=True)
    told = "Đã có kết quả mới hơn thay cho bản này: Kết quả đã thẩm định, tính đến ngày"
    assert told not in looked_up(client, world.snapshot.checksum).content.decode()
    ScoreSnapshot.objects.filter(pk=old.pk).update(created_at=world.snapshot.created_at.replace(year=2999))
    Campaign.objects.filter(pk=world.submitted.campaign_id).update(state=CampaignState.PUBLISHED)
    assert told in looked_up(client, world.snapshot.checksum).content.decode()


def test_made_up_data_is_marked(client, world):
    assert MADE_UP not in looked_up(client, world.snapshot.checksum).content.decode()
    Campaign.objects.filter(pk=world.submitted.campaign_id).update(is_demonstration=True)
    assert MADE_UP in looked_up(client, world.snapshot.checksum).content.decode()


# -- limits and rubbish ----------------------------------------------------------------------------------------------


def test_address_that_asks_too_often_waits(client, world, settings):
    settings.VERIFY_RATES = "2/m"
    for _time in range(2):
        assert looked_up(client, world.snapshot.checksum).status_code == 200
    page = looked_up(client, world.snapshot.checksum)
    assert (page.status_code, page["Retry-After"]) == (429, "60")
    assert "hãy đợi một phút rồi thử lại" in page.content.decode()
    assert "Đà Nẵng" not in page.content.decode()
    assert sent(client, b"x").status_code == 429
    assert client.get(reverse("verify")).status_code == 200, "the page itself opens"
    assert client.get(reverse("verify"), {"checksum": ""}, REMOTE_ADDR="203.0.113.9").status_code == 422


RUBBISH = ["\x00", "%", "'; DROP TABLE--", "<script>alert(1)</script>", "Ỷ" * 64, "0x" + "a" * 62, "-1", "a" * 5_000]


@pytest.mark.parametrize("typed", RUBBISH)
def test_rubbish_for_a_checksum_is_refused_in_words(client, typed):
    page = looked_up(client, typed)
    assert page.status_code == 422
    assert "<script>alert" not in page.content.decode()


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (b"", "multipart/form-data; boundary=x"),
        (b"--x\r\nrubbish", "multipart/form-data; boundary=x"),
        (
            b'--x\r\nContent-Disposition: form-data; name="file"; filename=""\r\n\r\nabc\r\n--x--',
            "multipart/form-data; boundary=x",
        ),
        (b"file=abc", "application/x-www-form-urlencoded"),
        (b"{}", "application/json"),
    ],
)
def test_rubbish_for_a_file_is_refused_in_words(client, body, content_type):
    page = client.post(reverse("verify"), body, content_type=content_type)
    assert page.status_code == 422
    assert "Hãy điền mục này." in page.content.decode()


def test_body_without_a_boundary_is_a_bad_request(client):
    assert client.post(reverse("verify"), b"x", content_type="multipart/form-data").status_code == 400


def test_empty_file_is_refused_in_words(client):
    page = sent(client, b"")
    assert page.status_code == 422
    assert "Tệp không có nội dung; hãy chọn tệp báo cáo." in page.content.decode()


def test_large_file_is_refused_and_never_touches_the_disk(client, tmp_path, settings):
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path / "not there")
    page = sent(client, b"x" * (31 * 1024 * 1024))
    assert page.status_code == 422
    assert "Tệp nặng 31,0 MB, giới hạn là 30 MB." in page.content.decode()


def test_looking_up_keeps_nothing(client, content):
    before = [ReportFile.objects.count(), len(list(Path(settings.MEDIA_ROOT).rglob("*")))]
    page = sent(client, pdf_upload(pages=7).read())
    assert page.status_code == 404
    assert [ReportFile.objects.count(), len(list(Path(settings.MEDIA_ROOT).rglob("*")))] == before
    assert "sessionid" not in page.cookies


def test_post_needs_no_token():
    page = sent(Client(enforce_csrf_checks=True), b"x")
    assert page.status_code == 404


def test_page_is_never_cached(client):
    assert "no-store" in client.get(reverse("verify"))["Cache-Control"]


def test_look_up_asks_few_queries(client, world, content, django_assert_max_num_queries):
    looked_up(client, world.snapshot.checksum)
    with django_assert_max_num_queries(3):
        looked_up(client, world.snapshot.checksum)
    with django_assert_max_num_queries(4):
        sent(client, content)
    client.force_login(world.actors["coordinator"])
    with django_assert_max_num_queries(8):
        looked_up(client, world.snapshot.checksum)
