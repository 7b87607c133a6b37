from dataclasses import replace
from datetime import date
from decimal import Decimal

from assessments.demonstration.answers import Made
from assessments.enums import Reading
from assessments.reports import chapters
from assessments.reports.evidence_list import EvidenceList
from assessments.reports.standing import Beside
from assessments.results import SnapshotResult
from assessments.scorecards import compute
from assessments.supplements import NOTHING, Supplement
from catalogues.schema import Kind
from indicators.schema import Origin
from indicators.scoring.measures import DocumentValue, RatioValue
from tests.assessments.reports import snapshots


def result(snapshot) -> SnapshotResult:
    return SnapshotResult(snapshot, snapshots.catalogue())


def shown(score: Decimal) -> str:
    return f"{score:.2f}".replace(".", ",")


def themes_of(found: SnapshotResult, supplement: Supplement = NOTHING) -> list[chapters.ThemeChapter]:
    return list(chapters.theme_chapters(found, Beside(supplement), EvidenceList(found)))


def rows_of(found: SnapshotResult) -> dict[str, chapters.IndicatorRow]:
    return {row.code: row for group in chapters.group_chapters(found, Beside(NOTHING)) for row in group.rows}


def recommendation(snapshot, code: str) -> chapters.RecommendationPart:
    themes = themes_of(result(snapshot))
    return next(part for theme in themes for part in theme.recommendations if part.head.code == code)


def test_six_themes_and_nineteen_recommendations_with_a_chart_where_there_is_something_to_compare():
    themes = themes_of(result(snapshots.whole()))
    assert [theme.head.code for theme in themes] == ["KT", "IOC", "DL", "CS", "CD", "TC"]
    assert sum(len(theme.recommendations) for theme in themes) == 19
    assert [bool(theme.chart) for theme in themes] == [True, True, True, False, True, True]


def test_a_theme_says_where_it_stands():
    found = result(snapshots.whole())
    score = found.themes[0].score
    beside = snapshots.beside(**{"theme:KT": score - 2})
    theme = themes_of(found, beside)[0]
    assert theme.standing == (
        f"Đợt trước {shown(score - 2)} (+2,00); trung vị cả nước {shown(score - 2)}; trung vị nhóm “Bắc Trung Bộ” "
        f"{shown(score - 2)}."
    )
    assert themes_of(found)[0].standing == ""


def test_state_is_the_chosen_level_in_the_catalogues_words():
    made = snapshots.made() | {"ICT-3.2": Made("1")}
    state = recommendation(snapshots.snapshot(made), "ICT-3").state
    assert state.startswith("Đã có văn bản giao việc hoặc kế hoạch rà soát nhưng chưa có báo cáo kết quả (ICT-3.2). ")


def test_state_without_answers_and_where_nothing_applies():
    assert recommendation(snapshots.empty(), "ICT-3").state == "Chưa có câu trả lời nào cho khuyến nghị này."
    assert recommendation(snapshots.empty(), "IOC-2").state == (
        "Khuyến nghị này không áp dụng theo các câu trả lời của địa phương."
    )


def test_steps_are_the_catalogues_next_with_lead_effort_and_deadline():
    made = snapshots.made() | {"ICT-3.2": Made("0")}
    step = next(s for s in recommendation(snapshots.snapshot(made), "ICT-3").steps if s.code == "ICT-3.2")
    assert step.action.startswith("Ban hành văn bản giao cơ quan chủ trì rà soát")
    assert step.terms == "Ủy ban nhân dân cấp tỉnh; công\u00a0sức\u00a0nhỏ; trong\u00a06\u00a0tháng"
    assert (step.score, step.gain[0]) == ("0,00", "+")


def test_steps_of_a_recommendation_are_exactly_its_gaps_greatest_first():
    found = result(snapshots.whole())
    part = recommendation(snapshots.whole(), "ICT-5")
    assert [step.code for step in part.steps] == [gap.code for gap in found.gaps if gap.section.code == "ICT-5"]


def test_evidence_is_cited_by_its_numbers_and_what_lacks_it_is_named():
    made = {code: replace(answer, documents=()) for code, answer in snapshots.made().items()}
    shared, secret = snapshots.document(), snapshots.document("99/QĐ-UBND", title="Bí mật", is_confidential=True)
    beside = {"ICT-3.1": {"evidence": [shared]}, "ICT-3.2": {"evidence": [shared, secret]}}
    part = recommendation(snapshots.snapshot(made, beside=beside), "ICT-3")
    assert part.evidence == "1, 2"
    assert "ICT-3.1" in part.unbacked


def test_a_recommendation_without_evidence_cites_none():
    assert recommendation(snapshots.empty(), "ICT-3").evidence == ""


def test_source_clause_and_later_rules():
    part = recommendation(snapshots.whole(), "IOC-6")
    assert part.clause == "Công văn 2333/BTTTT-CĐSQG, phần IOC, gạch đầu dòng thứ 4"
    assert part.later_rules == "Công văn 1709/BKHCN-CĐSQG; Nghị định 269/2025/NĐ-CP"


def test_gap_is_said_in_points_of_the_recommendation_and_of_the_headline():
    assert recommendation(snapshots.empty(), "ICT-3").gap == ("còn 100,00 điểm, ở 6 câu; ứng với 2,78 điểm chung.")
    assert recommendation(snapshots.not_applicable(), "ICT-3").gap == ""


def test_a_recommendation_in_full_has_no_gap():
    section = snapshots.catalogue().sections["ORG-4"]
    made = {item.code: Made(best(item)) for item in section.items}
    part = recommendation(snapshots.snapshot(made), "ORG-4")
    assert (part.head.score, part.steps) == ("100,00", ())
    assert part.gap == "không còn; các câu áp dụng đều đạt mục tiêu."


def best(item):
    """A value that scores 100; twelve of anything is enough here."""
    if item.kind is Kind.CHECKLIST:
        return tuple(option.code for option in item.options)
    if item.kind is Kind.DOCUMENT:
        return DocumentValue("1/QĐ-UBND", date(2026, 1, 5), "Ủy ban nhân dân thành phố Huế")
    if item.kind is Kind.RATIO:
        return RatioValue(Decimal(10), Decimal(10))
    return item.options[-1].code if item.options else Decimal(12)


def test_indicators_show_value_target_score_quality_and_source():
    made = snapshots.made()
    number = "DV-01"
    row = rows_of(result(snapshots.snapshot(made)))[number]
    item, leaf = snapshots.catalogue().items[number], result(snapshots.whole()).leaf(number)
    value = made[number].value
    share = f"{100 * value.numerator / value.denominator:.2f}".rstrip("0").rstrip(".").replace(".", ",")
    assert (row.value, row.target) == (f"{share}% ({value.numerator}/{value.denominator})", "từ 50%")
    assert row.score == f"{leaf.score}".replace(".", ",")
    assert row.quality in {"Đo trực tiếp", "Số liệu thống kê", "Điều tra, khảo sát"}
    assert (row.source, row.origin) == (str(item.source).rstrip("."), "bộ làm việc")


def test_indicators_without_a_value_say_why():
    rows = rows_of(result(snapshots.empty()))
    assert len(rows) == 62
    assert (rows["DV-01"].value, rows["DV-01"].score) == ("chưa trả lời", "0,00")


def test_a_fed_indicator_names_its_question():
    fed, source = next(iter(snapshots.catalogue().feeders.items()))
    rows = rows_of(result(snapshots.whole()))
    assert rows[fed].source.endswith(f"lấy từ câu {source}")


def test_origin_in_words():
    assert (chapters.origin(Origin.OFFICIAL), chapters.origin(Origin.WORKING)) == ("bộ chính thức", "bộ làm việc")


def test_verified_indicators_show_the_value_that_was_put_in_place():
    found = SnapshotResult(snapshots.verified(), snapshots.catalogue(), Reading.VERIFIED)
    rows = rows_of(found)
    assert rows["DL-01"].value == "10% (10/100)"
    claimed = rows_of(found.read_as(Reading.CLAIMED))
    assert claimed["DL-01"].value != "10% (10/100)"


def test_a_rejected_level_is_not_told_as_the_state():
    found = SnapshotResult(snapshots.verified(), snapshots.catalogue(), Reading.VERIFIED)
    for theme in themes_of(found):
        for part in theme.recommendations:
            assert "(ICT-3.2)" not in part.state


def test_a_rejected_level_that_was_never_given_breaks_nothing():
    made = {code: given for code, given in snapshots.made().items() if not code.startswith("ICT-3")}
    snapshot = snapshots.reviewed(made)
    answers = {
        code: {"code": code, "value": None, "review": {"verdict": "rejected"}} for code in ("ICT-3.2", "ICT-3.3")
    }
    snapshot.inputs["answers"] += [{**answer, "not_applicable": False} for answer in answers.values()]
    for name, value in compute(snapshot).items():
        setattr(snapshot, name, value)
    found = SnapshotResult(snapshot, snapshots.catalogue(), Reading.VERIFIED)
    assert len(themes_of(found)) == 6
