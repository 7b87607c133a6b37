from dataclasses import replace

import pytest

from assessments.reports.gap_report import Title
from assessments.reports.planned import PlanPart, PlanRow
from assessments.reports.standing import Standing, StandingRow
from assessments.reports.word.default import chapters
from tests.assessments.reports.word.default.pages import empty, printed, text, whole

ROW = PlanRow(
    "IOC-6.1", "Kho dữ liệu", "Lập kho", "Sở KH&CN", "01/02/2027", "500", "đang làm", "+0,5", "sớm", "25", "50"
)


def test_theme_has_its_score_its_table_and_its_recommendations():
    report = whole()
    found = text(chapters.themes, report)
    for number, theme in enumerate(report.themes, start=1):
        assert f"\n{number}. {theme.head.title}\nĐiểm {theme.head.score}/100, bậc {theme.head.band}" in found
        for part in theme.recommendations:
            assert f"\n{part.head.code}. {part.head.title}\nĐiểm {part.head.score}, bậc" in found
            assert [
                step.action
                for step in part.steps
                if f"{step.code} ({step.gain}) {step.action} ({step.terms})." not in found
            ] == []
    assert f"{len(report.themes)} nhóm nội dung với {report.recommendation_count} khuyến nghị" in found


@pytest.mark.slow
def test_recommendation_cites_its_evidence_and_names_what_lacks_it():
    assert "Minh chứng: số 1–3 tại Phụ lục II." in text(chapters.themes, whole())
    assert "Cần bổ sung cho ICT-3.1, ICT-3.6." in text(chapters.themes, whole())
    assert "Minh chứng: chưa có." in text(chapters.themes, empty())


def test_what_does_not_apply_is_said_without_a_score():
    theme = whole().themes[0]
    gone = replace(theme.head, applies=False, score="–", evidenced="")
    found = text(chapters.themes, whole(), themes=(replace(theme, head=gone, recommendations=()),))
    assert "Không áp dụng." in found
    assert "/100" not in found


def test_indicators_stand_in_tables_beneath_the_notice():
    report = whole()
    document = printed(chapters.indicators, report)
    assert len(document.tables) == len(report.groups)
    for group, table in zip(report.groups, document.tables, strict=True):
        assert [row.cells[0].text for row in table.rows] == ["Mã", *(row.code for row in group.rows)]
        assert [row.cells[4].text for row in table.rows[1:]] == [row.score for row in group.rows]
    assert report.indicator_notice in text(chapters.indicators, report)


def test_standing_is_a_chapter_where_something_is_known():
    assert text(chapters.standing, whole()) == ""
    row = StandingRow("ICT", "Kiến trúc", "81,00", "70,00", "+11,00", "60,00", "–")
    known = Standing("Đợt trước", "Trung vị cả nước", "", ("Đợt trước là …",), "", "", (row,))
    titles = replace(whole().titles, standing=Title("III", "So sánh"))
    found = text(chapters.standing, whole(), standing=known, titles=titles)
    assert found.startswith("III. So sánh\nĐợt trước là …\nNội dung\n")
    assert "ICT. Kiến trúc\n81,00\n70,00\n+11,00\n60,00\n–" in found


def test_roadmap_lists_its_phases():
    report = whole()
    found = text(chapters.roadmap, report)
    for phase in report.phases:
        assert f"\nGiai đoạn {phase.title}\n{phase.count} việc, tăng tối đa {phase.gain} điểm chung" in found
    nothing = tuple(replace(phase, steps=(), count=0) for phase in report.phases)
    assert text(chapters.roadmap, report, phases=nothing).count("Không có việc nào.") == len(nothing)


@pytest.mark.slow
def test_plan_is_a_chapter_where_there_is_one():
    assert text(chapters.plan, whole()) == ""
    titles = replace(whole().titles, plan=Title("V", "Kế hoạch hành động"))
    plan, earlier = PlanPart("Kế hoạch gồm 1 việc.", (ROW,)), PlanPart("Kế hoạch của đợt 1.", (replace(ROW, note=""),))
    found = text(chapters.plan, whole(), titles=titles, plan=plan, earlier_plan=earlier)
    assert "IOC-6.1\nLập kho. sớm\nSở KH&CN\n01/02/2027\n500\n+0,5\nđang làm" in found
    assert "Kế hoạch của đợt trước\nKế hoạch của đợt 1." in found
    assert "IOC-6.1\nLập kho\nSở KH&CN\nđang làm\n25\n50" in found
    assert "đợt trước" not in text(chapters.plan, whole(), titles=titles, plan=plan)
