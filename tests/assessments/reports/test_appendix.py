from dataclasses import replace

from assessments.demonstration.answers import Made
from assessments.reports.appendix import AnswerLine, answer_sections
from assessments.results import SnapshotResult
from indicators.schema import Indicator
from tests.assessments.reports import snapshots


def lines(snapshot) -> dict[str, AnswerLine]:
    result = SnapshotResult(snapshot, snapshots.catalogue())
    return {line.code: line for section in answer_sections(result) for line in section.lines}


def is_indicator(code: str) -> bool:
    return isinstance(snapshots.catalogue().items[code], Indicator)


def test_every_question_is_listed_once_in_catalogue_order():
    result = SnapshotResult(snapshots.whole(), snapshots.catalogue())
    codes = [line.code for section in answer_sections(result) for line in section.lines]
    assert [code for code in codes if not is_indicator(code)] == [
        code for code in snapshots.catalogue().items if not is_indicator(code)
    ]
    assert codes == [code for code in snapshots.catalogue().items if code in codes]


def test_indicators_are_listed_where_there_is_more_to_say_than_their_table_does():
    made = {code: replace(answer, note="") for code, answer in snapshots.made().items()}
    items = snapshots.catalogue().items
    noted = "HT-01"
    left_out = next(code for code, item in items.items() if is_indicator(code) and item.may_not_apply)
    made[noted] = replace(made[noted], note="Số liệu quý II.")
    nothing = Made(None, not_applicable=True, reason="Địa phương chưa phát sinh nội dung này.")
    listed = lines(snapshots.snapshot(made | {left_out: nothing}))
    assert [code for code in listed if is_indicator(code)] == [noted, left_out]
    assert [code for code in lines(snapshots.empty()) if is_indicator(code)] == []


def test_a_line_says_value_score_quality_note_and_evidence():
    made = snapshots.made() | {"ICT-3.2": Made("3", note="Đã  xong\x00.", documents=())}
    beside = {"ICT-3.2": {"evidence": [snapshots.document(), snapshots.document("13/QĐ-UBND")], "quality": "survey"}}
    assert lines(snapshots.snapshot(made, beside=beside))["ICT-3.2"] == AnswerLine(
        code="ICT-3.2",
        title="Rà soát Đề án, Kế hoạch từ ngày 20/6/2023",
        value="Ủy ban nhân dân cấp tỉnh đã kết luận bằng văn bản về báo cáo rà soát và báo cáo đã tính đến địa bàn và "
        "chính quyền hai cấp từ ngày 01/7/2025",
        status="",
        score="75,00",
        quality="Điều tra, khảo sát",
        note="Đã  xong.",
        evidence=2,
    )


def test_remarks_leave_out_what_there_is_not():
    line = AnswerLine("A", "", "5", "", "75,00", "Ước tính", "", 2)
    assert line.remarks == "Điểm 75,00; Ước tính; 2 minh chứng"
    assert replace(line, score="", quality="", evidence=0).remarks == ""


def test_without_answers_every_line_says_so():
    found = lines(snapshots.empty())
    assert found["ICT-3.1"].status == "Chưa trả lời"
    assert found["IOC-2.1"].status == "Không hỏi tới theo câu trả lời trước đó"
    assert {line.value for line in found.values()} == {""}


def test_a_question_that_is_not_scored_is_hidden_by_its_condition():
    made = snapshots.made()
    assert lines(snapshots.snapshot(made | {"IOC-0.1": replace(made["IOC-0.1"], value="none")}))["IOC-8.1"].status == (
        "Không hỏi tới theo câu trả lời trước đó"
    )
    assert lines(snapshots.snapshot(made))["IOC-8.1"].status == ""


def test_what_does_not_apply_says_why():
    assert lines(snapshots.not_applicable())["ICT-3.1"].status == (
        "Không áp dụng: Địa phương chưa phát sinh nội dung này"
    )


def test_a_fed_indicator_names_the_question_and_does_not_repeat_its_note():
    catalogue = snapshots.catalogue()
    fed, source = next(iter(catalogue.feeders.items()))
    made = snapshots.made() | {source: replace(snapshots.made()[source], note="Ghi chú của câu hỏi.")}
    made.pop(fed, None)
    found = lines(snapshots.snapshot(made))
    assert fed not in found
    noted = {fed: Made(None, note="Ghi chú của chỉ số.")}
    found = lines(snapshots.snapshot(made | noted))
    assert found[fed].value.endswith(f"(lấy từ câu {source})")
    assert (found[source].note, found[fed].note) == ("Ghi chú của câu hỏi.", "Ghi chú của chỉ số.")


def test_a_reviewed_line_says_what_was_concluded():
    made = snapshots.made()
    snapshot = snapshots.reviewed(made)
    found = lines(snapshot)
    assert found["ICT-3.2"].review == "không chấp nhận; lý do: mới có kế hoạch, chưa có kết quả; Chưa ban hành"
    assert found["ICT-4.6"].review == "", "accepted without a word"
    assert found["DL-01"].review == "điều chỉnh thành 10% (10/100); lý do: số liệu không khớp nguồn"
    assert {line.review for line in lines(snapshots.whole()).values()} == {""}
