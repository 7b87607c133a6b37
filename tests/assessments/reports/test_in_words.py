from datetime import date
from decimal import Decimal

import pytest
from django.utils import translation

from assessments.enums import ReasonCode, Verdict
from assessments.reports import in_words
from assessments.results import Review, SnapshotResult
from catalogues.schema import Kind
from guidance.schema import Source
from tests.assessments.reports import snapshots
from tests.assessments.reports.snapshots import document
from tests.factories.catalogues import real_guidance
from tests.factories.items import question

RULES = {rule.code: rule for rule in real_guidance().document.rules}
NUMBER = question(Kind.NUMBER, unit="ngày", rule={"kind": "linear", "floor": 100, "target": 5})
RATIO = question(Kind.RATIO, unit="%", rule={"kind": "linear", "floor": 0, "target": 90})
STEPS = question(Kind.NUMBER, rule={"kind": "steps", "steps": [{"at": 1, "score": 50}, {"at": 1500, "score": 100}]})
OPTIMUM = question(Kind.NUMBER, unit="%", rule={"kind": "optimum", "floor": 0, "low": 40, "high": 75, "ceiling": 100})


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Đã ban hành\x00\x07\u202e\u200b", "Đã ban hành"),
        ("Quy\u0301 I", "Quý I"),
        ("dòng 1\r\ndòng 2\tcuối", "dòng 1\ndòng 2 cuối"),
        ("từ ≥ 5 → đạt ✓", "từ >= 5 -> đạt (x)"),
        ("nửa chữ \ud800", "nửa chữ"),
        ("<b>đậm</b>", "<b>đậm</b>"),
        (None, ""),
    ],
)
def test_plain_keeps_what_can_be_printed(text, expected):
    assert in_words.plain(text) == expected


@pytest.mark.parametrize(
    ("score", "expected"),
    [(Decimal("1234.5"), "1.234,50"), (Decimal("80.508952"), "80,51"), (Decimal("12.345"), "12,35"), (None, "–")],
)
def test_points_have_two_decimals_rounded_half_up(score, expected):
    assert in_words.points(score) == expected


def test_points_follow_the_language():
    with translation.override("en"):
        assert in_words.points(Decimal("1234.5")) == "1,234.50"


@pytest.mark.parametrize(
    ("gain", "expected"), [("1.0159", "+1,02"), ("0.005", "+0,01"), ("0.0049", "dưới 0,01"), ("0", "+0,00")]
)
def test_gain_never_looks_like_nothing(gain, expected):
    assert in_words.gain(Decimal(gain)) == expected


def test_headline_follows_from_its_halves():
    found = SnapshotResult(snapshots.whole(), snapshots.catalogue())
    halves = [in_words.points(half) for half in (found.readiness, found.results, found.headline)]
    assert in_words.arithmetic(found) == "0,5 × {} + 0,5 × {} = {}".format(*halves)


def test_headline_without_a_half_is_said_in_words():
    found = SnapshotResult(snapshots.not_applicable(), snapshots.catalogue())
    assert in_words.arithmetic(found).startswith("Một trong hai phần không áp dụng")


@pytest.mark.parametrize(("share", "expected"), [(Decimal(100), "100%"), (Decimal("90.476"), "90,5%"), (None, "–")])
def test_percent_has_at_most_one_decimal(share, expected):
    assert in_words.percent(share) == expected


@pytest.mark.parametrize(
    ("item", "raw", "whole", "short"),
    [
        (question(Kind.LEVEL), "3", "Mức 3", "mức 3"),
        (question(Kind.YES_NO), "yes", "Có", "Có"),
        (question(Kind.YES_PARTIAL_NO), "partial", "Một phần", "Một phần"),
        (question(Kind.CHECKLIST), ["a", "c"], "2/3 mục: Mục a; Mục c", "2/3"),
        (question(Kind.CHECKLIST), ["a", "b", "c"], "đủ 3 mục", "3/3"),
        (question(Kind.CHECKLIST), [], "0/3 mục", "0/3"),
        (NUMBER, "1234.5", "1.234,5 ngày", "1.234,5 ngày"),
        (RATIO, {"numerator": "93", "denominator": "322"}, "28,88% (93/322)", "28,88%"),
        (question(Kind.TEXT), "Nội dung\x00", "Nội dung", "Nội dung"),
        (question(Kind.TEXT), None, "", ""),
    ],
)
def test_value_in_words(item, raw, whole, short):
    assert (in_words.value(item, raw), in_words.short_value(item, raw)) == (whole, short)


def test_value_of_a_document_that_was_not_issued_says_so():
    assert in_words.value(question(Kind.DOCUMENT), {"number": "", "date": "", "issuer": ""}) == "chưa ban hành"


def test_value_of_a_document_names_it_with_what_it_is_about():
    raw = {"number": "213/QĐ-UBND", "date": "2024-06-30", "issuer": "UBND thành phố Huế"}
    expected = "213/QĐ-UBND ngày 30/06/2024, UBND thành phố Huế: Phê duyệt Đề án"
    assert in_words.value(question(Kind.DOCUMENT), raw, "Phê duyệt Đề án") == expected


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        (RATIO, "từ 90%"),
        (NUMBER, "không quá 5 ngày"),
        (STEPS, "từ 1.500"),
        (OPTIMUM, "40–75%"),
        (question(Kind.LEVEL), "mức 4"),
        (question(Kind.YES_NO), "Có"),
        (question(Kind.CHECKLIST), "đủ 3 mục"),
        (question(Kind.DOCUMENT), ""),
    ],
)
def test_target_is_the_least_that_scores_full(item, expected):
    assert in_words.target(item) == expected


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, "12/QĐ-UBND ngày 06/05/2026, Ủy ban nhân dân thành phố Huế: Quyết định phê duyệt Đề án"),
        ({"date": "", "issuer": ""}, "12/QĐ-UBND: Quyết định phê duyệt Đề án"),
        ({"date": "hôm qua"}, "12/QĐ-UBND ngày hôm qua, Ủy ban nhân dân thành phố Huế: Quyết định phê duyệt Đề án"),
        ({"kind": "file"}, "Quyết định phê duyệt Đề án"),
        ({"kind": "link", "url": "https://hue.example/a"}, "Quyết định phê duyệt Đề án (https://hue.example/a)"),
        ({"is_confidential": True}, "(hạn chế phổ biến)"),
    ],
)
def test_evidence_in_words(fields, expected):
    assert in_words.evidence(document(**fields)) == expected


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, ""),
        ({"valid_until": ""}, ""),
        ({"valid_until": "2026-05-05"}, "hết hiệu lực từ ngày 06/05/2026"),
        ({"valid_until": "2026-05-06"}, "có hiệu lực đến ngày 06/05/2026"),
        ({"valid_until": "2026-05-05", "is_confidential": True}, ""),
    ],
)
def test_validity_is_told_as_of_the_day_of_the_snapshot(fields, expected):
    assert in_words.validity(document(**fields), date(2026, 5, 6)) == expected


def test_clause_names_document_part_and_bullet():
    source = Source(document="cv2333", part="IOC", bullet=4)
    assert in_words.clause(source, RULES) == "Công văn 2333/BTTTT-CĐSQG, phần IOC, gạch đầu dòng thứ 4"


def test_rules_are_named_by_their_kind_and_number():
    names = in_words.rule_names(["qd950", "nd269", "tt03", "xx1"], RULES)
    assert names == "Quyết định 950/QĐ-TTg; Nghị định 269/2025/NĐ-CP; Thông tư 03/2026/TT-BXD; xx1"


@pytest.mark.parametrize(("grade", "expected"), [("measured", "Đo trực tiếp"), ("", ""), ("guessed", "")])
def test_quality_grade_by_its_label(grade, expected):
    assert in_words.quality(grade) == expected


def test_review_of_nothing_is_nothing():
    assert in_words.review(question(Kind.NUMBER), None) == ""


@pytest.mark.parametrize(
    ("review", "text"),
    [
        (Review(Verdict.ACCEPTED, None, None, ""), "chấp nhận"),
        (Review(Verdict.ACCEPTED, None, None, "Hồ sơ\x00 đủ."), "chấp nhận; Hồ sơ đủ"),
        (
            Review(Verdict.ADJUSTED, "5", ReasonCode.OTHER, "Theo niên giám."),
            "điều chỉnh thành 5; lý do: lý do khác; Theo niên giám",
        ),
        (Review(Verdict.REJECTED, None, ReasonCode.NO_EVIDENCE, ""), "không chấp nhận; lý do: chưa có minh chứng"),
    ],
)
def test_review_says_verdict_reason_and_remark(review, text):
    assert in_words.review(question(Kind.NUMBER), review) == text
