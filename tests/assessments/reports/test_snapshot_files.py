import csv
import json
from io import StringIO

import pytest

from assessments import scorecards
from assessments.enums import Reading
from assessments.reports.snapshot_files import scorecard_csv, snapshot_json
from assessments.results import SnapshotResult
from tests.assessments.reports import snapshots
from tests.assessments.reports.snapshots import document

MADE_UP = "Dữ liệu minh họa: không phải số liệu thật của địa phương nào."


def result(snapshot) -> SnapshotResult:
    return SnapshotResult(snapshot, snapshots.catalogue())


def rows(snapshot) -> list[list[str]]:
    text = scorecard_csv(result(snapshot))
    return list(csv.reader(StringIO(text.removeprefix("\ufeff"), newline=""), delimiter=";"))


def test_csv_has_every_node_in_each_reading():
    read = result(snapshots.verified())
    head, *body = rows(snapshots.verified())[3:]
    assert (len(head), [row[1] for row in body]) == (20, [node.code for node in read.nodes])
    theme = read.themes[0]
    assert body[0][:5] == ["Nhóm nội dung", "KT", "", theme.title, "1"]
    shown = {reading: read.read_as(reading).node(theme.kind, "KT") for reading in Reading}
    places = {reading: 5 + 5 * number for number, reading in enumerate(Reading)}
    assert {reading: body[0][place] for reading, place in places.items()} == {
        reading: str(node.score).replace(".", ",") for reading, node in shown.items()
    }


def test_csv_leaves_out_a_reading_that_says_nothing_yet():
    said = rows(snapshots.whole())
    assert said[0] == ["Huế, Đợt 1. Bản tự đánh giá đã nộp, chưa thẩm định, tính đến ngày 30/06/2026."]
    assert said[1] == [MADE_UP]
    assert len(said[4]) == 15


def test_csv_of_what_does_not_apply_has_empty_scores():
    snapshot = snapshots.not_applicable()
    text = scorecard_csv(SnapshotResult(snapshot, snapshots.campaign_catalogue(snapshot.assessment.campaign)))
    assert ";;" in text.splitlines()[5]


def test_json_is_all_of_the_snapshot_and_its_checksum_can_be_checked():
    snapshot = snapshots.whole()
    found = json.loads(snapshot_json(snapshot))
    assert list(found) == [
        *("schema", "id", "checksum", "redacted", "as_of", "purpose", "is_demonstration", "notices"),
        *("inputs", "scorecard", "trace", "context"),
    ]
    assert (found["schema"], found["id"]) == ("smartcity-snapshot/1", str(snapshot.pk))
    assert (found["redacted"], found["is_demonstration"], found["notices"][0]) == (False, True, MADE_UP)
    parts = (found[name] for name in ("inputs", "context", "scorecard", "trace"))
    assert scorecards.checksum(*parts) == found["checksum"] == snapshot.checksum


def test_json_tells_of_marked_evidence_only_that_it_is_there():
    made = dict(list(snapshots.made().items())[:1])
    code = next(iter(made))
    marked = document("1/MẬT", kind="file", title="Phương án.pdf", sha256="a" * 64, size=9, is_confidential=True)
    snapshot = snapshots.snapshot(made, beside={code: {"evidence": [document(), marked]}})
    assert "1/MẬT" in json.dumps(snapshot.context, ensure_ascii=False), "it could have leaked"
    content = snapshot_json(snapshot)
    found = json.loads(content)
    assert found["redacted"]
    assert found["context"]["answers"][code]["evidence"] == [
        document(),
        {"kind": "file", "sha256": "a" * 64, "is_confidential": True},
    ]
    assert "MẬT".encode() not in content
    assert "Phương án".encode() not in content


@pytest.mark.parametrize("name", ["whole", "empty", "not_applicable", "verified"])
def test_json_is_the_same_every_time(name):
    snapshot = getattr(snapshots, name)()
    assert snapshot_json(snapshot) == snapshot_json(snapshot)
