from dataclasses import replace

from assessments.reports.word.default import front
from tests.assessments.reports.word.default.pages import empty, printed, text, whole


def test_cover_is_an_official_letterhead_with_what_is_left_blank():
    found = text(front.cover, whole())
    for line in (
        "ỦY BAN NHÂN DÂN\nTHÀNH PHỐ HUẾ\n",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n",
        "/BC-UBND",
        "(để trống; ký khi ban hành)",
        "Huế, ngày",
        "năm 2026",
        "Bản tự đánh giá đã nộp, chưa thẩm định",
        whole().cover.checksum,
        "DỮ LIỆU MINH HỌA",
    ):
        assert line in found


def test_cover_says_what_only_applies():
    assert "MINH HỌA" not in text(front.cover, empty())
    assert "Lập lại" not in text(front.cover, whole())
    again = replace(whole().cover, reason="Sai số liệu")
    assert "Lập lại sau khi mở lại thẩm định: Sai số liệu" in text(front.cover, whole(), cover=again)


def test_summary_has_the_numbers_strengths_and_gaps():
    report = whole()
    found = text(front.summary, report)
    assert f"\n{report.summary.headline}\nBậc {report.summary.band}\n" in found
    for line in report.summary.readings:
        assert f"\n{line.name}{' (*)' if line.is_shown else ''}\n{line.score}\n{line.band}\n" in found
    for item in (*report.summary.strengths, *report.summary.gaps):
        assert f"{item.code} {item.title}" in found


def test_summary_of_nothing_says_so():
    found = text(front.summary, empty(), summary=replace(empty().summary, gaps=(), strengths=(), band=""))
    for line in (
        "Chưa có điểm chung",
        "Chưa có khuyến nghị hay nhóm chỉ số nào đạt từ 60 điểm.",
        "Không có khoảng cách nào.",
    ):
        assert line in found


def test_running_heads_have_the_number_of_the_page_but_for_the_first():
    section = printed(front.running_heads, whole()).sections[0]
    shown = [head._element.xpath("string(.)").strip() for head in (section.first_page_header, section.header)]
    assert shown == ["DỮ LIỆU MINH HỌA", "PAGE DỮ LIỆU MINH HỌA"]


def test_contents_are_a_field():
    assert "TOC" in printed(front.contents, whole()).element.body.xpath("string(.)")
