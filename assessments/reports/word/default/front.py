"""The front of the default template: letterhead, cover, summary, contents."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.shared import Mm, Pt
from docx.table import _Cell
from docx.text.paragraph import Paragraph

from .paper import Column, Paper, Piece, Run, bold, field, italic, unruled, write
from .styles import RED, TEXT_WIDTH, framed


def running_heads(paper: Paper) -> None:
    """The number of the page in the middle, but for the first, and on every page what the report is not."""
    section = paper.document.sections[0]
    for head, is_first in ((section.header, False), (section.first_page_header, True)):
        head.is_linked_to_previous = False
        paragraph = head.paragraphs[0]
        stops = paragraph.paragraph_format.tab_stops
        stops.add_tab_stop(Mm(TEXT_WIDTH / 2), WD_TAB_ALIGNMENT.CENTER)
        stops.add_tab_stop(Mm(TEXT_WIDTH), WD_TAB_ALIGNMENT.RIGHT)
        write(paragraph, [_warning("{{ labels.draft }}"), "\t"])
        if not is_first:
            field(paragraph, " PAGE ")
        write(paragraph, ["\t", _warning("{{ labels.demonstration }}")])


def _warning(text: str) -> Run:
    return Run(text, bold=True, size=9.5, color=RED)


def cover(paper: Paper) -> None:
    _letterhead(paper)
    paper.line(_("Báo cáo khoảng cách"), style="Title")
    paper.line(_("Mức độ sẵn sàng và kết quả phát triển đô thị thông minh"), style="Report Subject")
    of_unit = paper.line(_("của %(unit)s") % {"unit": "{{ cover.unit }}"}, style="Report Subject")
    _rule(of_unit, 55)
    paper.line("{{ cover.campaign }}", style="Report Centre").paragraph_format.space_before = Pt(10)
    status = paper.line(bold("{{ cover.status }}"), style="Report Centre")
    status.paragraph_format.left_indent = status.paragraph_format.right_indent = Mm(27)
    status.paragraph_format.space_before = Pt(28)
    status.paragraph_format.space_after = Pt(8)
    framed(status)
    with paper.where("cover.reason"):
        paper.line(_("Lập lại sau khi mở lại thẩm định:"), " {{ cover.reason }}", style="Report Centre")
    for name in ("draft", "demonstration"):
        with paper.where(f"labels.{name}"):
            mark = Run("{{ labels." + name + " }}", bold=True, color=RED)
            paper.line(mark, style="Report Centre").paragraph_format.space_before = Pt(8)
    with paper.where("labels.demonstration_notice"):
        paper.line(italic("{{ labels.demonstration_notice }}"), style="Report Centre")
    _facts(paper)
    _signature(paper)


def _letterhead(paper: Paper) -> None:
    left, right = unruled(paper.document, (66, 99))
    _stack(left, [bold(_("Ủy ban nhân dân").upper())], [bold("{{ cover.unit|upper }}")])
    _rule(left.paragraphs[-1], 22)
    _stack(left, [_("Số:"), "            /BC-UBND"], more=True)
    _stack(right, [bold(_("Cộng hòa xã hội chủ nghĩa Việt Nam").upper())], [bold(_("Độc lập - Tự do - Hạnh phúc"))])
    _rule(right.paragraphs[-1], 24)
    _stack(right, [italic(_place())], more=True)
    for cell in (left, right):
        cell.paragraphs[-1].paragraph_format.space_before = Pt(8)
    for run in right.paragraphs[0].runs:
        run.font.size = Pt(12)


def _place() -> str:
    """Of the signing, with the day left open; the blanks are those of the pages."""
    text = _("%(place)s, ngày &nbsp;&nbsp;&nbsp;&nbsp;&nbsp; tháng &nbsp;&nbsp;&nbsp;&nbsp;&nbsp; năm %(year)s")
    return text.replace("&nbsp;", "\u00a0") % {"place": "{{ cover.province }}", "year": "{{ cover.year }}"}


def _rule(above: Paragraph, indent: float) -> None:
    """A short line beneath a paragraph, `indent` millimetres from both sides."""
    line = OxmlElement("w:p")
    above._p.addnext(line)
    found = Paragraph(line, above._parent)
    found.paragraph_format.left_indent = found.paragraph_format.right_indent = Mm(indent)
    found.paragraph_format.line_spacing = Pt(3)
    found.paragraph_format.space_after = Pt(0)
    framed(found, "top", 6)


def _stack(cell: _Cell, *lines: Sequence[Piece], more: bool = False) -> None:
    """Centred lines in a cell that stands beside another; `more`: after those that are there."""
    for place, pieces in enumerate(lines):
        paragraph = cell.add_paragraph() if more or place else cell.paragraphs[0]
        paragraph.style = "Report Centre"
        write(paragraph, pieces)


def _facts(paper: Paper) -> None:
    verify = {"address": "{{ cover.verify_at }}", "digits": "{{ cover.typed_checksum }}"}
    facts = (
        (_("Số liệu tính đến ngày"), "{{ cover.as_of }}"),
        (_("Điểm trình bày"), "{{ cover.reading }}"),
        (_("Mã bản chấm điểm"), "{{ cover.snapshot }}"),
        (_("Mã kiểm tra (SHA-256)"), "{{ cover.checksum }}"),
        (_("Tra cứu bản in"), _("%(address)s, nhập %(digits)s") % verify),
    )
    paper.line(style="Report Small").paragraph_format.space_before = Pt(16)
    names, values = unruled(paper.document, (46, 119))
    for cell, place in ((names, 0), (values, 1)):
        for number, fact in enumerate(facts):
            paragraph = cell.add_paragraph() if number else cell.paragraphs[0]
            paragraph.style = "Report Fact"
            write(paragraph, [fact[place]])


def _signature(paper: Paper) -> None:
    paper.line(style="Report Small").paragraph_format.space_before = Pt(10)
    left, right = unruled(paper.document, (75, 90))
    for number, pieces in enumerate(
        ([Run(_("Nơi nhận:"), bold=True, italic=True, size=12)], ["- …………………;"], [_("- Lưu: VT.")])
    ):
        paragraph = left.add_paragraph() if number else left.paragraphs[0]
        paragraph.style = "Report Table"
        write(paragraph, pieces)
    _stack(right, [bold(_("TM. ỦY BAN NHÂN DÂN"))], [bold(_("CHỦ TỊCH"))], [italic(_("(để trống; ký khi ban hành)"))])
    right.paragraphs[-1].paragraph_format.space_before = Pt(40)


def summary(paper: Paper) -> None:
    paper.heading(_("Tóm tắt cho lãnh đạo"), own_page=True)
    paper.line("{{ summary.finding }}", style="Report Finding")
    with paper.where("summary.change or summary.place"):
        paper.line("{{ summary.change }} {{ summary.place }}")
    paper.line("{{ summary.headline }}", style="Report Score")
    with paper.where("summary.band"):
        paper.line(_("Bậc %(band)s") % {"band": "{{ summary.band }}"}, style="Report Band")
        paper.otherwise()
        paper.line(_("Chưa có điểm chung"), style="Report Band")
    _readings(paper)
    with paper.where("summary.coverage"):
        paper.line("{{ summary.coverage }}").paragraph_format.space_before = Pt(6)
    _strengths(paper)
    _largest_gaps(paper)


def _readings(paper: Paper) -> None:
    columns = (Column(_("Cách tính điểm"), 85), Column(_("Điểm"), 30, is_amount=True), Column(_("Bậc"), 50))
    cells = (["{{ line.name }}{% if line.is_shown %} (*){% endif %}"], ["{{ line.score }}"], ["{{ line.band }}"])
    halves = [
        ([_("Mức sẵn sàng")], ["{{ summary.readiness }}"], ["{{ summary.readiness_band }}"]),
        ([_("Mức kết quả")], ["{{ summary.results }}"], ["{{ summary.results_band }}"]),
    ]
    paper.table(columns, "line in summary.readings", cells, halves)
    paper.line(italic(_("(*) Điểm trình bày trong báo cáo này.")), style="Report Small")


def _strengths(paper: Paper) -> None:
    paper.line(_("Ba điểm mạnh"), style="Report Subheading")
    with paper.where("summary.strengths"):
        with paper.each("item in summary.strengths"):
            names = {"score": "{{ item.score }}", "backed": "{{ item.backed }}"}
            said = _("%(score)s điểm (có minh chứng: %(backed)s)") % names
            paper.line(bold("{{ item.code }}"), " {{ item.title }}: ", said, style="List Number")
        paper.otherwise()
        paper.line(_("Chưa có khuyến nghị hay nhóm chỉ số nào đạt từ 60 điểm."))


def _largest_gaps(paper: Paper) -> None:
    columns = (Column(_("Khoảng cách"), 58), Column(_("Tăng"), 17, is_amount=True), Column(_("Việc cần làm"), 90))
    cells = (
        [bold("{{ step.code }}"), " {{ step.title }}"],
        ["{{ step.gain }}"],
        ["{{ step.action }}. ", italic("{{ step.terms }}")],
    )
    paper.line(_("Năm khoảng cách lớn nhất và việc cần làm"), style="Report Subheading")
    with paper.where("summary.gaps"):
        paper.table(columns, "step in summary.gaps", cells)
        paper.otherwise()
        paper.line(_("Không có khoảng cách nào."))


def contents(paper: Paper) -> None:
    """Word's own field; what it lists is written when a report is made."""
    paper.line(_("Mục lục"), style="Report Contents").paragraph_format.page_break_before = True
    field(paper.line(style="toc 1"), ' TOC \\o "1-3" \\h \\z \\u ')
