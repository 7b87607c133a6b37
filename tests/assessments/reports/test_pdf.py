import gc
import hashlib
import itertools
import os
import re
import subprocess
import sys
import unicodedata
from io import BytesIO

import pikepdf
import pytest

from assessments.reports import gap_report, pdf
from smartcity_portal.settings.env import BASE_DIR
from tests.assessments.reports import snapshots
from tests.assessments.reports.printed import (
    LETTERS,
    MANY,
    SHOWN,
    opened,
    pages,
    rendered,
    report,
    structure,
    tags,
    text,
)

pytestmark = [pytest.mark.slow]  # each report is made once, for all tests

# -- what is printed -------------------------------------------------------------------------------------------------


def test_a_whole_report_has_between_16_and_30_pages():
    assert 16 <= len(pages("whole")) <= 30


def test_the_text_is_vietnamese_and_holds_the_stored_numbers():
    snapshot, found = snapshots.whole(), text("whole")
    for score in (snapshot.claimed, snapshot.evidenced):
        assert f"{score}".replace(".", ",") in found
    for words in ("TÓM TẮT CHO LÃNH ĐẠO", "Năm khoảng cách lớn nhất", "Người dân tham gia", "Kiến trúc ICT"):
        assert words in found
    assert "Công văn 2333/BTTTT-CĐSQG, phần IOC, gạch đầu dòng thứ 4" in found
    assert snapshot.checksum in found
    assert str(snapshot.pk) in found
    assert unicodedata.is_normalized("NFC", found)


def test_every_vietnamese_letter_comes_out_as_it_went_in():
    assert LETTERS in text("odd")


def test_the_cover_is_an_official_letterhead():
    for words in (
        "ỦY BAN NHÂN DÂN",
        "THÀNH PHỐ HUẾ",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "BÁO CÁO KHOẢNG CÁCH",
        "Bản tự đánh giá đã nộp, chưa thẩm định",
    ):
        assert words in pages("whole")[0]


def test_every_page_but_the_first_bears_its_number():
    ends = [page.removesuffix(" DỮ LIỆU MINH HỌA").split()[-1] for page in pages("whole")]
    assert ends[0] == snapshots.whole().checksum[12:16]
    assert ends[1:] == [str(number) for number in range(2, len(ends) + 1)]


def test_demonstration_data_is_marked_on_every_page():
    assert all("DỮ LIỆU MINH HỌA" in page for page in pages("whole"))
    assert not any("DỮ LIỆU MINH HỌA" in page for page in pages("empty"))


def test_contents_name_the_pages():
    contents = pages("whole")[2]
    number = int(re.search(r"Phụ lục II\. Danh mục minh chứng ?\.+ ?(\d+)", contents)[1])
    assert "PHỤ LỤC II. DANH MỤC MINH CHỨNG" in pages("whole")[number - 1]


@pytest.mark.parametrize("name", ["whole", "compared"])
def test_the_summary_fits_one_page(name):
    summary = pages(name)[1]
    assert "TÓM TẮT CHO LÃNH ĐẠO" in summary
    assert all(step.code in summary for step in report("whole").summary.gaps)
    assert "MỤC LỤC" in pages(name)[2]


def test_the_working_set_is_named_as_such_once_in_full():
    assert text("whole").count("phụ lục chính thức của văn bản chưa được nạp") == 1


@pytest.mark.parametrize("name", ["empty", "not applicable"])
def test_the_emptiest_assessments_have_a_report(name):
    assert 16 <= len(pages(name)) <= 30


def test_hostile_and_endless_notes_are_printed_whole_as_text():
    assert SHOWN in text("odd")
    assert text("odd").count("lặp1") == 2_000
    assert text("odd").count("Ỷ") == 10_000


def test_sixty_items_of_evidence_are_all_listed():
    listed = text("odd").partition("PHỤ LỤC II.")[2]
    assert [number for number in range(MANY) if f"{number}/QĐ-UBND ngày 06/05/2026" not in listed] == []


def test_a_brief_has_two_pages():
    for name in ("whole", "compared", "empty", "not applicable"):
        brief = pages(name, pdf.BRIEF)
        assert len(brief) == 2
        assert snapshots.whole().checksum[:4] in brief[0] or name != "whole"
    assert "So với đợt trước" in pages("compared", pdf.BRIEF)[0] or "không đổi" in pages("compared", pdf.BRIEF)[0]


def test_the_report_tells_comparison_and_plan_where_there_are_any():
    whole, compared = text("whole"), text("compared")
    for title in ("III. SO SÁNH", "V. KẾ HOẠCH HÀNH ĐỘNG", "VI. PHƯƠNG PHÁP VÀ GIỚI HẠN"):
        assert title in compared
        assert title not in whole
    assert "IV. PHƯƠNG PHÁP VÀ GIỚI HẠN" in whole
    assert "Kế hoạch gồm 25 việc" in compared
    assert "Kế hoạch của “Đợt 0” có 1 việc, 1 việc đã hoàn thành" in compared


# -- a tagged document -----------------------------------------------------------------------------------------------


def test_the_document_is_tagged_and_says_its_language_title_and_author():
    with opened("whole") as document:
        root = document.Root
        assert (bool(root.MarkInfo.Marked), str(root.Lang)) == (True, "vi")
        assert "/StructTreeRoot" in root
        assert bool(root.ViewerPreferences.DisplayDocTitle)
        with document.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"
            assert metadata["dc:title"].startswith("Báo cáo khoảng cách")
        assert str(document.docinfo["/Author"]) == "Ủy ban nhân dân thành phố Huế"


def test_headings_never_skip_a_level():
    with opened("whole") as document:
        levels = [int(tag[2]) for tag in tags(document) if re.fullmatch(r"/H\d", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(later <= earlier + 1 for earlier, later in itertools.pairwise(levels))
    assert levels.count(4) == 19


def test_charts_have_an_alternative_text_and_tables_their_heads():
    with opened("whole") as document:
        figures = [element for element in structure(document) if element.S == "/Figure"]
        assert len(figures) == 9
        titles = [str(figure.Alt).partition(". ")[0] for figure in figures]
        assert titles[:3] == [
            "Điểm các nhóm nội dung khuyến nghị",
            "Khoảng cách nằm ở đâu",
            "Điểm các khuyến nghị của nhóm Kiến trúc ICT",
        ]
        assert titles[-1] == "Các việc tăng nhiều điểm nhất, theo thời hạn"
        assert all(re.search(r"\d", str(figure.Alt).partition(". ")[2]) for figure in figures), "a finding with numbers"
        found = tags(document)
        assert found.count("/Table") == found.count("/THead") > 0


def test_bookmarks_lead_to_chapters_and_recommendations():
    with opened("whole") as document, document.open_outline() as outline:
        chapters = outline.root[0].children
        assert [chapter.title for chapter in chapters][2] == "I. Khoảng cách theo nhóm nội dung khuyến nghị"
        assert [theme.title for theme in chapters[2].children][:2] == ["1. Kiến trúc ICT", "2. Sẵn sàng IOC"]
        assert chapters[2].children[0].children[1].title.startswith("ICT-4. ")


def test_every_font_is_embedded_and_ours():
    with opened("whole") as document:
        fonts = [found for found in document.objects if isinstance(found, pikepdf.Dictionary) and "/FontName" in found]
        names = {str(font.FontName).split("+")[-1].split("-")[0] for font in fonts}
        assert names == {"Tinos", "Be"}
        assert all({"/FontFile2", "/FontFile3"} & set(font.keys()) for font in fonts)


# -- the engine ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "url",
    [
        "http://evil.example/x.css",
        "https://evil.example/x.woff2",
        "ftp://evil.example/x",
        "file:///etc/passwd",
        "data:text/css,body{}",
        "static:../pyproject.toml",
        "static:css/../../pyproject.toml",
        "static:/etc/passwd",
        "static:css/portal.css",
        "static:%2e%2e/pyproject.toml",
        "css/report.css",
        "",
    ],
)
def test_the_engine_is_refused_every_address_but_our_own_files(url):
    with pytest.raises(ValueError, match="refused"):
        pdf.OwnFiles().fetch(url)


def test_the_engine_gets_our_stylesheet_and_fonts():
    served = {name: pdf.OwnFiles().fetch(f"static:{name}") for name in pdf.OWN_FILES}
    assert served["css/report.css"].content_type == "text/css"
    assert all(found.read() == pdf.own_file(name).read_bytes() for name, found in served.items())


def test_a_missing_font_is_an_error_and_not_a_wrong_letter():
    with pytest.raises(pdf.MissingAsset, match="absent"):
        pdf.own_file("vendor/fonts/absent.woff2")


def test_nothing_is_complained_about(caplog):
    content = pdf.print_out(gap_report.build(snapshots.not_applicable(), "en")).content
    with pikepdf.open(BytesIO(content)) as document:
        assert str(document.Root.Lang) == "en"
    assert [record.getMessage() for record in caplog.records if record.name.startswith("weasyprint")] == []


@pytest.mark.parametrize("is_on", [True, False])
def test_the_collector_is_left_as_it_was_found(is_on):
    if not is_on:
        gc.disable()
    try:
        with pdf.without_collector():
            assert not gc.isenabled()
        assert gc.isenabled() == is_on
    finally:
        gc.enable()


def test_the_same_snapshot_gives_the_same_bytes_in_any_process():
    found = subprocess.run(
        [sys.executable, "-c", ANOTHER_PROCESS],
        env={**os.environ, "PYTHONHASHSEED": "7", "DJANGO_SETTINGS_MODULE": "smartcity_portal.settings.test"},
        cwd=BASE_DIR,
        check=True,
        capture_output=True,
        text=True,
    )
    assert found.stdout.strip() == hashlib.sha256(rendered("whole")).hexdigest()


ANOTHER_PROCESS = """
import django; django.setup()
import gc
import hashlib
from assessments.reports import gap_report, pdf
from tests.assessments.reports import snapshots
print(hashlib.sha256(pdf.print_out(gap_report.build(snapshots.whole(), "vi")).content).hexdigest())
"""
