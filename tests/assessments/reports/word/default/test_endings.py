from dataclasses import replace

from assessments.reports.standing import Standing
from assessments.reports.word.default import endings
from tests.assessments.reports.word.default.pages import empty, text, whole


def test_method_tells_the_arithmetic_and_the_limits():
    found = text(endings.method, whole())
    for line in (
        f"Trong báo cáo này tỷ trọng là {whole().method.alpha}: {whole().method.arithmetic}",
        "không phải quy định của Bộ.",
        "Kết quả tự đánh giá không phải là sự công nhận",
        "Bộ chỉ số đang dùng là bộ làm việc, như đã nêu tại mục II.",
        "biểu đồ chỉ có trong bản PDF",
        f"Mọi con số lấy từ bản chấm điểm {whole().cover.snapshot}",
        f"nhập {whole().cover.typed_checksum}.",
    ):
        assert line in found
    assert "Trung vị, thứ hạng" not in found


def test_method_speaks_of_medians_where_there_are_any():
    known = Standing("", "Trung vị cả nước", "", (), "", "", ())
    assert "Trung vị, thứ hạng" in text(endings.method, whole(), standing=known)


def test_every_answer_is_printed_with_its_remarks():
    report = whole()
    found = text(endings.answers, report)
    for section in report.answers:
        assert f"{section.code}. {section.title}\n" in found
        for line in section.lines:
            title = f" {line.title}" if line.title else ""
            assert f"\n{line.code}{title}: {line.status}{line.value}." in f"\n{found}"


def test_notes_and_decisions_follow_their_answer():
    section = whole().answers[0]
    line = replace(section.lines[0], note="một\nhai", review="chấp nhận")
    found = text(endings.answers, whole(), answers=(replace(section, lines=(line,)),))
    assert found.endswith("Ghi chú: một⏎hai Thẩm định: chấp nhận.")


def test_evidence_is_listed_by_number():
    report = whole()
    found = text(endings.evidence, report)
    assert f"Danh mục có {len(report.evidence)} mục" in found
    first = report.evidence[0]
    assert f"\n1. {first.words} ({first.supported})\n" in found
    assert text(endings.evidence, empty()) == ""
