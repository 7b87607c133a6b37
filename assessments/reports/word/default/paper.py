"""Writing a template: paragraphs with runs and tags, loops and conditions around them, tables that repeat a row."""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, NamedTuple

from docx.document import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.table import Table, _Cell, _Row
from docx.text.paragraph import Paragraph

from .styles import LEFT, RIGHT

STRONG = re.compile(r"<strong>(.*?)</strong>")


@dataclass(frozen=True)
class Run:
    text: str
    bold: bool | None = None
    italic: bool | None = None
    size: float | None = None
    color: RGBColor | None = None


Piece = str | Run
Cells = Sequence[Sequence[Piece]]


def bold(text: str) -> Run:
    return Run(text, bold=True)


def italic(text: str) -> Run:
    return Run(text, italic=True)


def strong(text: str) -> tuple[Piece, ...]:
    """A sentence that has <strong> around some of its words, as those of the pages do."""
    pieces = STRONG.split(text)
    return tuple(bold(piece) if place % 2 else piece for place, piece in enumerate(pieces))


def fields(of: str, names: Sequence[str]) -> Cells:
    """One cell a field of `of`: "{{ row.score }}"."""
    return [["{{ " + f"{of}.{name}" + " }}"] for name in names]


class Column(NamedTuple):
    """`width` in millimetres."""

    head: str
    width: float
    is_amount: bool = False


class Paper:
    def __init__(self, document: Document) -> None:
        self.document = document

    def line(self, *pieces: Piece, style: str = "Normal", keep: bool = False) -> Paragraph:
        """`keep`: on one page with what follows."""
        paragraph = self.document.add_paragraph(style=style)
        if keep:
            paragraph.paragraph_format.keep_with_next = True
        return write(paragraph, pieces)

    def heading(self, text: str, level: int = 1, *, own_page: bool = False) -> None:
        paragraph = self.line(text, style=f"Heading {level}")
        if own_page:
            paragraph.paragraph_format.page_break_before = True

    @contextmanager
    def each(self, loop: str) -> Iterator[None]:
        """`loop`: "theme in themes"."""
        self._tag("for " + loop)
        yield
        self._tag("endfor")

    @contextmanager
    def where(self, condition: str) -> Iterator[None]:
        self._tag("if " + condition)
        yield
        self._tag("endif")

    def otherwise(self) -> None:
        self._tag("else")

    def _tag(self, text: str) -> None:
        """In a paragraph of its own, which goes when the template is filled in."""
        self.line("{%p " + text + " %}", style="Report Tag")

    def table(
        self, columns: Sequence[Column], loop: str, cells: Cells, below: Sequence[Cells] = (), *, keep: bool = False
    ) -> None:
        """The head again on every page, a row for each of `loop`, then the rows `below`; no row is torn apart, nor with
        `keep` the table."""
        table = _table(self.document, columns)
        _fill(table.rows[0], columns, [[bold(column.head)] for column in columns])
        _repeat(table.rows[0])
        _tag(table.add_row(), "for " + loop)
        _fill(table.add_row(), columns, cells)
        _tag(table.add_row(), "endfor")
        for row in below:
            _fill(table.add_row(), columns, row)
        for paragraph in [found for cell in table._cells for found in cell.paragraphs if keep]:
            paragraph.paragraph_format.keep_with_next = True


def write(paragraph: Paragraph, pieces: Sequence[Piece]) -> Paragraph:
    for piece in pieces:
        run = piece if isinstance(piece, Run) else Run(piece)
        made = paragraph.add_run(run.text)
        made.bold, made.italic = run.bold, run.italic
        if run.size:
            made.font.size = Pt(run.size)
        if run.color:
            made.font.color.rgb = run.color
    return paragraph


def field(paragraph: Paragraph, instruction: str) -> None:
    """One of Word's own, which a program reckons when it shows the page."""
    for name, kind in (("fldChar", "begin"), ("instrText", ""), ("fldChar", "separate"), ("fldChar", "end")):
        inner: Any = OxmlElement(f"w:{name}")
        if kind:
            inner.set(qn("w:fldCharType"), kind)
        else:
            inner.text = instruction
            inner.set(qn("xml:space"), "preserve")
        paragraph.add_run()._r.append(inner)


def unruled(document: Document, widths: Sequence[float]) -> tuple[_Cell, ...]:
    """The cells of one row without lines, each with one empty paragraph: for what stands side by side."""
    table = _table(document, [Column("", width) for width in widths], style="Normal Table")
    return tuple(table.rows[0].cells)


# -- inside tables ---------------------------------------------------------------------------------------------------


def _table(document: Document, columns: Sequence[Column], style: str = "Table Grid") -> Table:
    table = document.add_table(1, len(columns), document.styles[style])
    table.autofit = False
    for column, found in zip(columns, table.columns, strict=True):
        found.width = Mm(column.width)
        for cell in found.cells:
            cell.width = Mm(column.width)
    return table


def _tag(row: _Row, text: str) -> None:
    """Across the whole row, which goes when the template is filled in."""
    cell = row.cells[0].merge(row.cells[-1])
    cell.text = "{%tr " + text + " %}"
    cell.paragraphs[0].style = "Report Tag"


def _fill(row: _Row, columns: Sequence[Column], cells: Cells) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    for column, cell, pieces in zip(columns, row.cells, cells, strict=True):
        cell.width = Mm(column.width)
        paragraph = cell.paragraphs[0]
        paragraph.style = "Report Table"
        paragraph.alignment = RIGHT if column.is_amount else LEFT
        write(paragraph, pieces)


def _repeat(row: _Row) -> None:
    """As the head of the table on every page."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    for cell in row.cells:
        shade: Any = OxmlElement("w:shd")
        for key, value in (("val", "clear"), ("color", "auto"), ("fill", "EDEDED")):
            shade.set(qn(f"w:{key}"), value)
        cell._tc.get_or_add_tcPr().append(shade)
