"""The workbook says what the snapshot says: numbers as numbers, and nothing that it does not know."""

from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from django.utils import translation
from openpyxl import load_workbook

from assessments.enums import Reading
from assessments.reports.results_workbook import results_workbook
from assessments.results import LEAF, SnapshotResult, title_of
from assessments.supplements import NOTHING, Earlier, Peers, Plan, PlannedAction, Published, Supplement
from tests.assessments import small
from tests.assessments.reports import snapshots
from tests.assessments.reports.snapshots import document

MADE_UP = "Dữ liệu minh họa: không phải số liệu thật của địa phương nào."
OURS = (
    "Trọng số, mức, bậc, công sức và cách tính SM-1 do nhóm xây dựng cổng đặt ra, không phải của Bộ. Kết quả tự đánh "
    "giá không phải là việc công nhận một tỉnh đạt mức nào."
)
SHEETS = ["Tổng hợp", "Nhóm và khuyến nghị", "Câu hỏi và chỉ số", "Khoảng cách"]
ACTION = PlannedAction(
    code="ICT-3.2",
    title="Rà soát",
    action="Trình kết luận",
    owner="Nguyễn Văn An",
    due=date(2026, 12, 1),
    cost=Decimal("250"),
    status="begun",
    status_label="đang làm",
    gain=Decimal("0.5"),
    note="=1+1",
)
BESIDE = Supplement(
    earlier=Earlier(
        campaign="Đợt 0",
        same_catalogues=True,
        as_of=date(2025, 6, 30),
        reading=Reading.VERIFIED,
        checksum="a" * 64,
        scores={"headline": Decimal("70.5"), "theme:KT": Decimal("60")},
    ),
    published=Published(
        campaign="Đợt 0",
        number=1,
        published_on=date(2025, 9, 1),
        groups=(
            Peers(label="Cả nước", count=34, medians={"headline": Decimal("55")}),
            Peers(label="Thành phố", count=7, medians={"headline": Decimal("66")}),
        ),
    ),
    plan=Plan(campaign="Đợt 1", updated_on=date(2026, 7, 2), actions=(ACTION,)),
)


def result(snapshot=None, reading: Reading = Reading.CLAIMED) -> SnapshotResult:
    return SnapshotResult(snapshot or snapshots.whole(), snapshots.catalogue(), reading)


def book(of: SnapshotResult | None = None, beside: Supplement = NOTHING):
    return load_workbook(BytesIO(results_workbook(of or result(), beside)))


def table(sheet) -> list[dict]:
    """The rows below the head, which comes after the first empty row (after the second on the first sheet)."""
    rows = list(sheet.iter_rows(values_only=True))
    empty = [place for place, row in enumerate(rows) if not any(row)]
    head, *body = rows[empty[-1] + 1 :]
    return [dict(zip(head, row, strict=True)) for row in body]


def notes(sheet) -> list[str]:
    rows = [row[0] for row in sheet.iter_rows(values_only=True)]
    return rows[: rows.index(None)]


def test_sheets_are_four_without_anything_beside():
    assert book().sheetnames == SHEETS


def test_every_sheet_says_whose_it_is_and_what_it_is_worth():
    found = book()
    notice = str(snapshots.catalogue().indicators.set.notice)
    for name in SHEETS:
        said = notes(found[name])
        assert said[1] == "Huế, Đợt 1. Bản tự đánh giá đã nộp, chưa thẩm định, tính đến ngày 30/06/2026."
        assert said[-3:] == [MADE_UP, OURS, notice]
    assert MADE_UP not in notes(book(result(snapshots.empty()))["Tổng hợp"])


def test_whole_has_the_three_readings_with_numbers_as_numbers():
    snapshot = snapshots.verified()
    rows = list(book(result(snapshot))["Tổng hợp"].iter_rows(values_only=True))[-3:]
    assert [(row[0], row[1]) for row in rows] == [
        ("Tự đánh giá", float(snapshot.claimed)),
        ("Có minh chứng", float(snapshot.evidenced)),
        ("Đã thẩm định", float(snapshot.verified)),
    ]
    read = result(snapshot)
    assert rows[0] == (
        *("Tự đánh giá", float(read.headline), read.band.label),
        *(float(read.readiness), "Dẫn dắt", float(read.results), "Dẫn dắt"),
    )


def test_whole_names_the_snapshot():
    sheet = book()["Tổng hợp"]
    facts = {row[0]: row[1] for row in sheet.iter_rows(values_only=True)}
    snapshot = snapshots.whole()
    assert (facts["Bản chấm điểm"], facts["sha256"]) == (str(snapshot.pk), snapshot.checksum)
    assert (facts["Danh mục"], facts["Tỷ trọng của R (α)"]) == ("cv2333/v1, cv3098/v1", 0.5)


def test_reading_that_is_pending_has_no_score_anywhere():
    found = book()
    last = list(found["Tổng hợp"].iter_rows(values_only=True))[-1]
    assert last == ("Đã thẩm định", "chưa thẩm định", None, None, None, None, None)
    assert not any("Đã thẩm định" in head for head in table(found["Nhóm và khuyến nghị"])[0])


def test_nodes_have_what_the_scorecard_has():
    read = result(snapshots.verified())
    rows = table(book(read)["Nhóm và khuyến nghị"])
    inner = [node for node in read.nodes if node.kind not in LEAF]
    assert [(row["Mã"], row["Tên"]) for row in rows] == [(node.code, node.title) for node in inner]
    for reading in Reading:
        nodes = [read.read_as(reading).node(node.kind, node.code) for node in inner]
        columns = ("điểm", "bậc", "đã trả lời (%)", "có minh chứng (%)", "đóng góp vào điểm chung")
        assert [[row[f"{reading.label}: {name}"] for name in columns] for row in rows] == [
            [
                float(node.score),
                node.band.label,
                float(node.coverage),
                float(node.evidenced),
                float(node.contribution),
            ]
            for node in nodes
        ]


def test_leaves_come_once_each_with_value_scores_and_review():
    snapshot = snapshots.verified()
    rows = {row["Mã"]: row for row in table(book(result(snapshot))["Câu hỏi và chỉ số"])}
    assert list(rows) == list(snapshots.catalogue().items)
    found = rows["ICT-3.2"]
    assert found["Tên"] == title_of(snapshots.catalogue().items["ICT-3.2"])
    assert (found["Loại"], found["Thuộc"], found["Tình trạng"]) == ("Câu hỏi", "ICT-3", "đã trả lời")
    assert (found["Tự đánh giá: điểm"], found["Đã thẩm định: điểm"]) == (75, 0)
    assert found["Kết luận thẩm định"] == "không chấp nhận; lý do: mới có kế hoạch, chưa có kết quả; Chưa ban hành"
    assert (rows["DL-01"]["Loại"], rows["DL-01"]["Đơn vị"]) == ("Chỉ số", "%")


def test_leaf_without_an_answer_or_a_score_says_so():
    rows = {row["Mã"]: row for row in table(book(result(snapshots.empty()))["Câu hỏi và chỉ số"])}
    assert (rows["ICT-3.2"]["Giá trị"], rows["ICT-3.2"]["Tự đánh giá: điểm"]) == ("Chưa trả lời", 0)
    unscored = next(code for code in rows if code not in snapshots.catalogue().leaves or result().leaf(code) is None)
    assert (rows[unscored]["Tình trạng"], rows[unscored]["Tự đánh giá: điểm"]) == ("không tính điểm", None)


def test_gaps_are_those_of_the_reading_in_their_order():
    for reading in (Reading.CLAIMED, Reading.EVIDENCED):
        read = result(reading=reading)
        rows = table(book(read)["Khoảng cách"])
        assert [row["Mã"] for row in rows] == [gap.code for gap in read.gaps]
        first, gap = rows[0], read.gaps[0]
        assert (first["Thứ tự"], first["Việc nên làm"], first["Chủ trì"]) == (1, gap.action, gap.lead or None)
        assert first["Khoảng cách"] == float(gap.target - gap.score)
        assert first["Mức tăng điểm chung"] == pytest.approx(float(gap.gain))
    assert {row["Việc nhanh"] for row in rows} == {"có", None}


def test_comparison_sets_earlier_and_medians_beside():
    found = book(beside=BESIDE)
    assert found.sheetnames == [*SHEETS, "So sánh", "Kế hoạch hành động"]
    rows = {row["Mã"]: row for row in table(found["So sánh"])}
    headline = float(result().headline)
    assert rows["H"] == {
        "Mã": "H",
        "Tên": "Điểm chung",
        "Điểm": headline,
        "Đợt 0": 70.5,
        "Thay đổi": pytest.approx(headline - 70.5),
        "Trung vị: Cả nước": 55,
        "Trung vị: Thành phố": 66,
    }
    assert rows["KT"]["Đợt 0"] == 60
    assert (rows["ICT-3"]["Đợt 0"], rows["ICT-3"]["Thay đổi"], rows["ICT-3"]["Trung vị: Cả nước"]) == (None,) * 3


def test_comparison_leaves_out_columns_that_are_not_known():
    only = book(beside=Supplement(published=BESIDE.published))
    assert list(table(only["So sánh"])[0]) == ["Mã", "Tên", "Điểm", "Trung vị: Cả nước", "Trung vị: Thành phố"]
    assert "Kế hoạch hành động" not in only.sheetnames


def test_plan_is_listed_as_it_stood():
    (row,) = table(book(beside=BESIDE)["Kế hoạch hành động"])
    assert (row["Mã"], row["Người phụ trách"], row["Hạn"].date()) == ("ICT-3.2", "Nguyễn Văn An", date(2026, 12, 1))
    assert (row["Kinh phí (triệu đồng)"], row["Tình trạng"], row["Ghi chú"]) == (250, "đang làm", "=1+1")


def test_hostile_text_stays_text():
    made = dict(list(snapshots.made().items())[:1])
    code = next(iter(made))
    beside = {code: {"evidence": [document(title="=HYPERLINK(1)\x00")], "document_title": "=cmd|x\x07"}}
    snapshot = snapshots.snapshot(made, beside=beside, of=snapshots.province(name="=Huế\x00"))
    found = book(result(snapshot))
    cells = [cell for sheet in found for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    assert notes(found["Tổng hợp"])[0] == "Kết quả của =Huế, Đợt 1"


@pytest.mark.parametrize("name", ["whole", "empty", "not_applicable", "verified"])
def test_workbook_is_the_same_every_time(name):
    snapshot = getattr(snapshots, name)()
    catalogue = snapshots.campaign_catalogue(snapshot.assessment.campaign)
    first, second = (results_workbook(SnapshotResult(snapshot, catalogue)) for _time in range(2))
    assert first == second


def test_small_catalogue_has_its_own_sheets():
    snapshot = small.scored()
    snapshot.context |= snapshots.empty().context | {"answers": snapshot.context["answers"]}
    snapshot.context["answers"]["A-1.1"]["evidence"] = [document()]
    catalogue = snapshots.campaign_catalogue(snapshot.assessment.campaign)
    found = book(SnapshotResult(snapshot, catalogue))
    assert [row["Mã"] for row in table(found["Nhóm và khuyến nghị"])] == ["A", "A-1", "B"]
    rows = {row["Mã"]: row for row in table(found["Câu hỏi và chỉ số"])}
    assert rows["B-1"]["Giá trị"] == "25% (1/4) (lấy từ câu A-1.6)"
    assert (rows["B-2"]["Giá trị"], rows["B-2"]["Mục tiêu"], rows["B-2"]["Tự đánh giá: điểm"]) == ("7", "từ 10", 40)


def test_workbook_speaks_the_language_in_force():
    with translation.override("en"):
        assert str(result().themes[0].title) in [row[2] for row in book().worksheets[1].iter_rows(values_only=True)]
