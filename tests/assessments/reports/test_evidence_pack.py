"""What lies in an evidence pack, under which names, and what stops it."""

import hashlib
import os
import subprocess
import tracemalloc
from zipfile import ZIP_STORED

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from assessments.enums import ScanState
from assessments.models import Evidence, ScoreSnapshot, StoredFile
from assessments.reports import evidence_pack
from assessments.reports.evidence_pack import PackFailed, pack
from assessments.reports.storing import Rendered, stored
from tests.assessments.reports.packed import FOLDER, Filling, content, full, manifest, opened
from tests.factories import pdf_upload

pytestmark = pytest.mark.django_db

LISTS = ["LUU-Y.txt", "manifest.json", "DANH-MUC-MINH-CHUNG.csv", "SHA256SUMS"]
MEGABYTE = 1024 * 1024


@pytest.fixture(autouse=True)
def _own_storage(tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path / "media"


def files(archive) -> list[str]:
    return [name for name in archive.namelist() if name not in LISTS]


@pytest.mark.slow
def test_pack_has_each_file_once_by_section_and_the_lists_first():
    archive = opened(full().scored())
    picture, decision = f"{FOLDER}/A-1.1-anh.png", f"{FOLDER}/A-1.1-quyet-dinh-so-12.pdf"
    assert archive.namelist() == [*LISTS, picture, decision]
    assert archive.read(decision) == pdf_upload(pages=1).read()
    assert archive.testzip() is None
    assert {archive.getinfo(name).compress_type for name in (picture, decision)} == {ZIP_STORED}


@pytest.mark.slow
def test_pack_unpacked_is_what_its_checksums_say(tmp_path):
    opened(full().scored()).extractall(tmp_path)
    done = subprocess.run(["sha256sum", "-c", "--strict", "SHA256SUMS"], cwd=tmp_path, capture_output=True, check=False)
    assert (done.returncode, len(done.stdout.splitlines())) == (0, 5)
    (tmp_path / "manifest.json").write_text("{}")
    done = subprocess.run(["sha256sum", "-c", "SHA256SUMS"], cwd=tmp_path, capture_output=True, check=False)
    assert done.returncode == 1


@pytest.mark.slow
def test_same_snapshot_gives_the_same_bytes_in_each_language():
    snapshot = full().scored()
    first = content(snapshot)
    assert content(ScoreSnapshot.objects.with_campaign().get(pk=snapshot.pk)) == first
    assert content(snapshot, "en") != first


@pytest.mark.slow
def test_file_given_again_under_another_name_is_packed_once():
    filling = Filling()
    filling.pdf("A-1.1", "Một.pdf", pages=1)
    filling.pdf("A-1.2", "Hai.pdf", pages=1)
    archive = opened(filling.scored())
    assert files(archive) == [f"{FOLDER}/A-1.1-mot.pdf"]
    assert [(item["title"], item["path"]) for item in manifest(archive)["items"]] == [
        ("Một.pdf", f"{FOLDER}/A-1.1-mot.pdf"),
        ("Hai.pdf", f"{FOLDER}/A-1.1-mot.pdf"),
    ]


# -- what is not for circulation -------------------------------------------------------------------------------------


@pytest.mark.slow
def test_marked_file_stays_out_and_is_not_named():
    snapshot = full().scored()
    archive = opened(snapshot)
    secret = StoredFile.objects.get(evidence__is_confidential=True)
    with secret.file.open("rb") as file:
        assert file.read() not in content(snapshot), "it could have leaked"
    for name in archive.namelist():
        assert "bi-mat" not in name
        assert "bí mật".encode() not in archive.read(name).replace("bí mật nhà nước".encode(), b"")


@pytest.mark.slow
def test_mark_on_one_of_two_items_with_the_same_bytes_holds_both_back():
    filling = Filling()
    filling.pdf("A-1.1", "Công khai.pdf", pages=1)
    filling.pdf("A-1.2", "Mật.pdf", pages=1, is_confidential=True)
    archive = opened(filling.scored())
    assert (files(archive), manifest(archive)["held_back"]) == ([], 2)
    assert "Công khai".encode() not in archive.read("manifest.json")


@pytest.mark.slow
def test_mark_given_after_the_snapshot_counts():
    filling = Filling()
    filling.pdf("A-1.1", "Công khai.pdf", pages=1)
    snapshot = filling.scored()
    assert len(files(opened(snapshot))) == 1
    Evidence.objects.update(is_confidential=True)
    assert files(opened(snapshot)) == []


# -- names -----------------------------------------------------------------------------------------------------------

HOSTILE = [
    "../../etc/passwd.pdf",
    "..\\..\\windows\\x.pdf",
    "CON.pdf",
    "a\u202efdp.exe.pdf",
    "   .pdf",
    "…" * 200 + ".pdf",
    "Ỷ" * 290 + ".pdf",
    "tên:*?<>|.pdf",
]


@pytest.mark.slow
@pytest.mark.parametrize("name", HOSTILE)
def test_name_of_a_file_is_never_a_path_or_too_long(name):
    filling = Filling()
    evidence = filling.pdf("A-1.1", "a.pdf", pages=1)
    Evidence.objects.filter(pk=evidence.pk).update(title=name[:300])
    (found,) = files(opened(filling.scored()))
    folder, file = found.split("/")
    assert folder == FOLDER
    assert file.startswith("A-1.1-")
    assert file.endswith(".pdf")
    assert len(found) <= 150
    assert found.isascii()
    assert set(found) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.-/")


@pytest.mark.slow
def test_files_of_one_name_are_numbered():
    filling = Filling()
    for name in ("Báo cáo.pdf", "bao cao.pdf", "BÁO CÁO.pdf"):
        filling.pdf("A-1.1", name)
    stem = f"{FOLDER}/A-1.1-bao-cao"
    assert files(opened(filling.scored())) == [f"{stem}-2.pdf", f"{stem}-3.pdf", f"{stem}.pdf"]


@pytest.mark.slow
def test_ending_is_that_of_the_content():
    filling = Filling()
    evidence = filling.pdf("A-1.1", "a.pdf", pages=1)
    Evidence.objects.filter(pk=evidence.pk).update(title="chương trình.exe")
    assert files(opened(filling.scored())) == [f"{FOLDER}/A-1.1-chuong-trinhexe.pdf"]


# -- what stops it ---------------------------------------------------------------------------------------------------

GONE = "Không lập được gói minh chứng: tệp “Đề án.pdf” của câu A-1.1 không còn trong kho lưu trữ."
ALTERED = "Không lập được gói minh chứng: nội dung tệp “Đề án.pdf” của câu A-1.1 không khớp mã sha256 đã ghi."


@pytest.fixture
def snapshot() -> ScoreSnapshot:
    filling = Filling()
    filling.pdf("A-1.1", "Đề án.pdf", pages=1)
    return filling.scored()


@pytest.mark.slow
def test_infected_file_is_left_out_and_said_to_be():
    snapshot = full().scored()
    file = StoredFile.objects.get(content_type="image/png")
    file.scan_state, file.scan_finding, file.scanned_at = ScanState.INFECTED, "Eicar", timezone.now()
    file.save()
    default_storage.delete(file.file.name)
    archive = opened(snapshot)
    assert f"{FOLDER}/A-1.1-anh.png" not in archive.namelist()
    listed = archive.read("DANH-MUC-MINH-CHUNG.csv").decode()
    assert [line.split(";")[-1] for line in listed.splitlines() if file.sha256 in line] == [
        "Tệp có mã độc, đã bị xóa khỏi kho lưu trữ."
    ]
    assert [item["path"] for item in manifest(archive)["items"] if item["sha256"] == file.sha256] == [""]


@pytest.mark.slow
def test_file_that_waits_for_the_scanner_makes_the_pack_wait():
    snapshot = full().scored()
    StoredFile.objects.filter(content_type="image/png").update(scan_state=ScanState.WAITING)
    with pytest.raises(PackFailed) as refused:
        pack(snapshot, "vi")
    expected = "Không lập được gói minh chứng: tệp “ảnh.PNG” của câu A-1.1 đang chờ quét mã độc; hãy lập lại sau."
    assert str(refused.value) == expected


def no_row(file: StoredFile) -> None:
    Evidence.objects.update(kind="link", url="https://tinh.example", stored_file=None)
    file.delete()


def no_bytes(file: StoredFile) -> None:
    default_storage.delete(file.file.name)


def other_bytes(file: StoredFile) -> None:
    default_storage.delete(file.file.name)
    default_storage.save(file.file.name, ContentFile(b"x" * file.size))


def cut_off(file: StoredFile) -> None:
    default_storage.delete(file.file.name)
    default_storage.save(file.file.name, ContentFile(pdf_upload(pages=1).read()[:100]))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("harm", "sentence"), [(no_row, GONE), (no_bytes, GONE), (other_bytes, ALTERED), (cut_off, ALTERED)]
)
def test_pack_is_not_made_with_a_hole_in_it(snapshot, harm, sentence):
    harm(StoredFile.objects.get())
    with pytest.raises(PackFailed) as refused:
        pack(snapshot, "vi")
    assert str(refused.value) == sentence


@pytest.mark.slow
def test_sentence_fits_its_row_whatever_the_name(snapshot):
    snapshot.context["answers"]["A-1.1"]["evidence"][0]["title"] = "Ỷ" * 300
    no_bytes(StoredFile.objects.get())
    with pytest.raises(PackFailed) as refused:
        pack(snapshot, "vi")
    assert len(str(refused.value)) <= 300


@pytest.mark.slow
def test_temporary_file_is_closed_when_the_pack_fails(snapshot, monkeypatch):
    made = []
    real = evidence_pack.TemporaryFile
    monkeypatch.setattr(evidence_pack, "TemporaryFile", lambda: made.append(real()) or made[0])
    no_bytes(StoredFile.objects.get())
    with pytest.raises(PackFailed):
        pack(snapshot, "vi")
    assert made[0].closed


# -- size ------------------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_pack_of_fifty_files_takes_no_more_memory_than_one():
    filling = Filling()
    filling.pdf("A-1.1", "a.pdf", pages=1)
    snapshot = filling.scored()
    frozen = snapshot.context["answers"]["A-1.1"]["evidence"]
    for number in range(50):
        noise = os.urandom(MEGABYTE)
        digest = hashlib.sha256(noise).hexdigest()
        name = default_storage.save(f"evidence/{digest}", ContentFile(noise))
        StoredFile.objects.create(sha256=digest, file=name, size=MEGABYTE, content_type="application/pdf")
        frozen.append({**frozen[0], "title": f"{number}.pdf", "sha256": digest, "size": MEGABYTE})
    del noise
    tracemalloc.start()
    columns = stored(Rendered(pack(snapshot, "vi")), "zip")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert columns["size"] > 50 * MEGABYTE
    assert peak < 2 * MEGABYTE
    with default_storage.open(columns["file"]) as file:
        assert hashlib.file_digest(file, "sha256").hexdigest() == columns["sha256"]
