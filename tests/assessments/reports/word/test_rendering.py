import hashlib
import shutil
import subprocess
import time
import unicodedata
from datetime import date
from decimal import Decimal
from functools import cache
from io import BytesIO

import pytest
from docx import Document
from lxml import etree

from assessments.enums import Purpose
from assessments.errors import Refusal
from assessments.reports import gap_report
from assessments.reports.word import structure
from assessments.reports.word.default.template import made
from assessments.reports.word.rendering import render
from assessments.supplements import NOTHING, Plan
from tests.assessments.reports import snapshots
from tests.assessments.reports.word.reading import heads, parts, text
from tests.factories.report_templates import template

NOTES = (
    "{{ 7*7 }} {% for x in y %} {% endfor %} {# a #} {_{ 7 }_} {_% x %_}",
    "<w:p><w:r><w:t>chen</w:t></w:r></w:p> & <script> ]]> &amp;",
    "dòng một\ndòng hai\n\ndòng bốn",
    "\x00\x07\u202eẩn",
    "Ỷ" * 10_000,
)
SHOWN = (*NOTES[:2], "dòng một⏎dòng hai⏎⏎dòng bốn", "ẩn", NOTES[4])


def odd():
    """Answers with notes such as no form expects."""
    answers = dict(list(snapshots.made().items())[: len(NOTES)])
    beside = {code: {"note": note} for code, note in zip(answers, NOTES, strict=True)}
    return snapshots.snapshot(answers, beside=beside)


def preview():
    return snapshots.snapshot(snapshots.made(), purpose=Purpose.PREVIEW)


SNAPSHOTS = {
    "whole": snapshots.whole,
    "empty": snapshots.empty,
    "not applicable": snapshots.not_applicable,
    "verified": snapshots.verified,
    "preview": preview,
    "odd": odd,
    "beside": snapshots.whole,
}
PLAN = Plan(campaign="Đợt 1", updated_on=date(2026, 6, 1), actions=(snapshots.planned(note="{{ 7*7 }}\nhai"),))
SUPPLEMENTS = {"beside": snapshots.beside(headline=Decimal(50)).model_copy(update={"plan": PLAN, "earlier_plan": PLAN})}


@cache
def report(name, language="vi"):
    return gap_report.build(SNAPSHOTS[name](), language, SUPPLEMENTS.get(name, NOTHING))


@cache
def rendered(name, language="vi"):
    return render(report(name, language))


@cache
def shown(name, language="vi"):
    return text(rendered(name, language))


def leaves(found):
    """The codes of all questions and indicators."""
    answered = {line.code for section in found.answers for line in section.lines}
    return sorted(answered | {row.code for group in found.groups for row in group.rows})


# -- what is in it -----------------------------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize("name", SNAPSHOTS)
def test_every_extreme_gives_a_sound_document(name):
    body = Document(BytesIO(rendered(name))).element.body
    assert list(structure.faults(body)) == []
    for part, content in parts(rendered(name)).items():
        if part.endswith((".xml", ".rels")):
            etree.fromstring(content)
    for leftover in ("{%", "%}", "{{"):
        assert (leftover in shown(name)) == (name == "odd" or (name == "beside" and leftover == "{{")), leftover


@pytest.mark.slow
@pytest.mark.parametrize("name", ["whole", "verified"])
def test_numbers_and_codes_are_those_of_the_report(name):
    found, words = report(name), shown(name)
    for line in found.summary.readings:
        assert f"{line.score}\n{line.band}" in words
    for part in (*found.themes, *found.groups):
        assert f"Điểm {part.head.score}/100, bậc {part.head.band}" in words
    assert len(leaves(found)) > 170
    assert [code for code in leaves(found) if f"\n{code}" not in words] == []
    assert [item.words for item in found.evidence if item.words not in words] == []


def test_chapters_come_in_the_order_of_the_pdf_with_word_headings():
    document = Document(BytesIO(rendered("whole")))
    found = [(line.style.name, line.text) for line in document.paragraphs if line.style.name == "Heading 1"]
    assert [line for _style, line in found] == [
        "Tóm tắt cho lãnh đạo",
        "I. Khoảng cách theo nhóm nội dung khuyến nghị",
        "II. Khoảng cách theo bộ chỉ số",
        "III. Lộ trình 24 tháng",
        "IV. Phương pháp và giới hạn",
        "Phụ lục I. Toàn bộ câu trả lời",
        "Phụ lục II. Danh mục minh chứng",
    ]
    entries = [line.text for line in document.paragraphs if line.style.name.lower() == "toc 1"]
    assert entries == [line for _style, line in found]
    second = [line.text for line in document.paragraphs if line.style.name.lower() == "toc 2"]
    assert "1. Kiến trúc ICT" in second


def test_what_stands_beside_a_result_has_its_chapters():
    words = shown("beside")
    for title in ("III. So sánh", "V. Kế hoạch hành động", "Kế hoạch của đợt trước"):
        assert f"\n{title}\n" in words
    assert "\nBan hành kế hoạch rà soát. {{ 7*7 }}⏎hai\n" in words
    assert "\nĐiểm chung\n81,19\n50,00\n+31,19\n50,00\n50,00\n" in words


def test_labels_are_never_lost():
    found, words = report("whole"), shown("whole")
    for label in (found.indicator_notice, found.cover.status, found.cover.snapshot, found.cover.checksum):
        assert label in words
    assert "do nhóm xây dựng cổng đặt ra, không phải quy định của Bộ" in words
    assert "biểu đồ chỉ có trong bản PDF" in words
    assert heads(rendered("whole")) == ["DỮ LIỆU MINH HỌA", "PAGE DỮ LIỆU MINH HỌA"]


@pytest.mark.slow
def test_only_made_up_data_and_drafts_are_called_that():
    assert "MINH HỌA" not in shown("verified")
    assert "Kết quả đã thẩm định" in shown("verified")
    assert heads(rendered("preview"))[0] == "DỰ THẢO – TÍNH THỬ"


def test_notes_come_out_as_they_were_written():
    words = shown("odd")
    assert [note for note in SHOWN if note not in words] == []
    assert unicodedata.is_normalized("NFC", words)


def test_english_edition_is_in_english():
    words = shown("whole", "en")
    assert "Summary" in words
    assert "Tóm tắt cho lãnh đạo" not in words
    assert Document(BytesIO(rendered("whole", "en"))).core_properties.language == "en-GB"


# -- templates ---------------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_same_report_and_template_give_the_same_bytes():
    assert render(report("empty")) == rendered("empty")
    own = template("{{ summary.finding }}")
    assert render(report("empty"), own) == render(report("empty"), own) != rendered("empty")


def test_document_tells_which_template_it_was_made_with():
    own = template("{{ title }}")
    for content, used in ((rendered("empty"), made("vi")), (render(report("empty"), own), own)):
        assert Document(BytesIO(content)).core_properties.version == hashlib.sha256(used).hexdigest()


def test_mark_of_made_up_data_is_put_above_where_a_template_has_none():
    assert text(render(report("whole"), template("{{ title }}"))).startswith("DỮ LIỆU MINH HỌA\nBáo cáo")
    has_it = template("{{ title }}", head="{{ labels.demonstration }}")
    assert text(render(report("whole"), has_it)) == report("whole").title
    assert text(render(report("empty"), template("{{ title }}"))) == report("empty").title


@pytest.mark.parametrize("paragraph", ["{{ went }}", "{% if %}"])
def test_template_that_no_longer_fits_is_a_refusal_with_advice(paragraph):
    with pytest.raises(Refusal, match=r"không lập được báo cáo này .*trở về mẫu mặc định"):
        render(report("empty"), template(paragraph))


# -- with other programs -----------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_whole_report_is_made_in_time():
    found, times = report("whole"), []
    for _time in range(4):
        began = time.perf_counter()
        render(found)
        times.append(time.perf_counter() - began)
    assert min(times) < 0.6


@pytest.mark.slow
@pytest.mark.parametrize("name", ["whole", "empty", "not applicable", "odd", "beside"])
def test_libreoffice_reads_the_same_numbers_and_codes(name, tmp_path):
    words = by_libreoffice(rendered(name), tmp_path)
    found = report(name)
    assert found.cover.checksum in "".join(words.split())
    scores = [line.score for line in found.summary.readings]
    assert [score for score in scores if score not in words] == []
    assert [code for code in leaves(found) if code not in words] == []
    assert (name in {"whole", "beside"}) == ("DỮ LIỆU MINH HỌA" in words)


def by_libreoffice(content, folder):
    """The text of the pages that LibreOffice prints."""
    office = shutil.which("soffice")
    assert office, "LibreOffice is not installed (.ci/packages)"
    source = folder / "report.docx"
    source.write_bytes(content)
    profile = f"-env:UserInstallation=file://{folder}/profile"
    convert = [office, profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), str(source)]
    subprocess.run(convert, check=True, capture_output=True, timeout=180)
    read = ["pdftotext", "-raw", str(folder / "report.pdf"), "-"]
    printed = subprocess.run(read, check=True, capture_output=True, text=True)
    return unicodedata.normalize("NFC", printed.stdout)
