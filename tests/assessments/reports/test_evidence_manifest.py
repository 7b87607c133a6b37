"""What an evidence pack says is in it."""

import csv
from datetime import timedelta
from io import StringIO

import pytest
from django.utils import timezone

from assessments.models import Campaign, ScoreSnapshot
from tests.assessments.reports.packed import FOLDER, Filling, full, manifest, opened

pytestmark = pytest.mark.django_db

HELD_BACK = (
    "Minh chứng đánh dấu hạn chế phổ biến không nằm trong gói, theo quy định về bảo vệ bí mật nhà nước và phạm vi lưu "
    "hành tài liệu; hãy nhận trực tiếp từ địa phương."
)
MADE_UP = "Dữ liệu minh họa: không phải số liệu thật của địa phương nào."


@pytest.fixture(autouse=True)
def _own_storage(tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path


def table(archive) -> list[list[str]]:
    text = archive.read("DANH-MUC-MINH-CHUNG.csv").decode("utf-8-sig")
    return list(csv.reader(StringIO(text, newline=""), delimiter=";"))


@pytest.mark.slow
def test_manifest_says_of_which_snapshot_it_is():
    snapshot = full().scored()
    found = manifest(opened(snapshot))
    province, campaign = snapshot.assessment.province, snapshot.assessment.campaign
    assert {name: value for name, value in found.items() if name != "items"} == {
        "schema": "smartcity-evidence-pack/1",
        "snapshot": str(snapshot.pk),
        "checksum": snapshot.checksum,
        "purpose": "preview",
        "as_of": snapshot.as_of.isoformat(),
        "province": {"code": province.code, "name": province.name},
        "round": {"code": campaign.code, "name": campaign.name},
        "is_demonstration": False,
        "notice": "",
        "held_back": 1,
        "held_back_because": HELD_BACK,
    }


NOTHING = {"number": "", "date": "", "issuer": "", "valid_until": "", "url": "", "path": "", "sha256": False, "size": 0}
TOLD = {**NOTHING, "is_confidential": False}
ITEMS = [
    {
        **TOLD,
        "codes": ["A-1.1", "B-2"],
        "kind": "file",
        "title": "Quyết định số 12.pdf",
        "path": f"{FOLDER}/A-1.1-quyet-dinh-so-12.pdf",
        "sha256": True,
        "size": True,
    },
    {
        **TOLD,
        "codes": ["A-1.1"],
        "kind": "file",
        "title": "ảnh.PNG",
        "path": f"{FOLDER}/A-1.1-anh.png",
        "sha256": True,
        "size": True,
    },
    {**TOLD, "codes": ["A-1.2"], "kind": "link", "title": "Kế hoạch", "url": "https://tinh.example/ke-hoach"},
    {
        **TOLD,
        "codes": ["A-1.3"],
        "kind": "document",
        "title": "Về đô thị",
        "number": "12/QĐ-UBND",
        "date": "2026-01-02",
        "issuer": "Ủy ban nhân dân tỉnh",
    },
    {
        **dict.fromkeys(("title", "number", "date", "issuer", "valid_until", "url", "size")),
        "codes": ["A-1.3"],
        "kind": "file",
        "path": "",
        "sha256": True,
        "is_confidential": True,
    },
]
"""With whether there is a sum and a size; of what is held back only that it is there."""


@pytest.mark.slow
def test_manifest_lists_every_item_with_what_it_supports():
    items = manifest(opened(full().scored()))["items"]
    shown = [{**item, "sha256": bool(item["sha256"]), "size": item["size"] and bool(item["size"])} for item in items]
    assert shown == ITEMS


@pytest.mark.slow
def test_list_for_people_has_a_row_an_item():
    snapshot = full().scored()
    about, checksum, head, *rows = table(opened(snapshot))
    assert about == [f"Gói minh chứng: {snapshot.assessment.province.name}, {snapshot.assessment.campaign.name}"]
    assert checksum[0].endswith(snapshot.checksum)
    assert head[:4] == ["STT", "Câu hỏi, chỉ số", "Loại", "Tên, trích yếu"]
    assert {len(row) for row in rows} == {len(head)}
    assert [row[:5] for row in rows[2:4]] == [
        ["3", "A-1.2", "Đường dẫn", "Kế hoạch", ""],
        ["4", "A-1.3", "Văn bản dẫn chiếu", "Về đô thị", "12/QĐ-UBND"],
    ]
    assert rows[4][:9] == ["5", "A-1.3", "Tệp", "(hạn chế phổ biến)", "", "", "", "", ""]
    assert rows[4][11] == HELD_BACK


@pytest.mark.slow
def test_validity_is_told_as_of_the_day_of_the_snapshot():
    filling, today = Filling(), timezone.localdate()
    yesterday = today - timedelta(days=1)
    filling.pdf("A-1.1", "Cũ.pdf", valid_until=yesterday)
    filling.pdf("A-1.1", "Mới.pdf", valid_until=today)
    filling.pdf("A-1.2", "Mật.pdf", valid_until=yesterday, is_confidential=True)
    archive = opened(filling.scored())
    assert [item["valid_until"] for item in manifest(archive)["items"]] == [f"{yesterday}", f"{today}", None]
    *_about, old, new, secret = table(archive)
    assert old[11] == f"hết hiệu lực từ ngày {today:%d/%m/%Y}"
    assert (new[11], secret[11]) == (f"có hiệu lực đến ngày {today:%d/%m/%Y}", HELD_BACK)


@pytest.mark.slow
def test_snapshots_frozen_without_validity_still_make_a_pack():
    snapshot = full().scored()
    for answer in snapshot.context["answers"].values():
        for found in answer["evidence"]:
            del found["valid_until"]
    archive = opened(snapshot)
    assert [item["valid_until"] for item in manifest(archive)["items"]] == ["", "", "", "", None]
    assert table(archive)[3][11] == ""


def test_list_for_people_holds_no_formula():
    filling = Filling()
    filling.link("A-1.1", "https://tinh.example/", "=HYPERLINK(1)\x07")
    assert table(opened(filling.scored()))[3][3] == "'=HYPERLINK(1)"


@pytest.mark.slow
def test_made_up_data_is_marked_everywhere():
    filling = full()
    Campaign.objects.update(is_demonstration=True)
    filling.assessment.refresh_from_db()
    archive = opened(ScoreSnapshot.objects.with_campaign().get(pk=filling.scored().pk))
    found = manifest(archive)
    assert (found["is_demonstration"], found["notice"]) == (True, MADE_UP)
    assert table(archive)[0] == [MADE_UP]
    assert archive.read("LUU-Y.txt").decode().splitlines()[0] == MADE_UP


@pytest.mark.slow
def test_note_tells_how_to_check_and_what_is_missing():
    lines = opened(full().scored()).read("LUU-Y.txt").decode().split("\r\n")
    assert "Kiểm tra tệp sau khi giải nén: sha256sum -c SHA256SUMS" in lines
    assert HELD_BACK in lines


def test_pack_without_evidence_says_so_by_an_empty_list():
    archive = opened(Filling().scored())
    found = manifest(archive)
    assert (found["items"], found["held_back"], found["held_back_because"]) == ([], 0, "")
    assert len(archive.namelist()) == 4
