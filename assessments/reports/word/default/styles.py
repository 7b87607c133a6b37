"""The page and the styles of the default template, after Nghị định 30/2020/NĐ-CP."""

from typing import Any, NamedTuple

from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

FONT = "Times New Roman"
TEXT_WIDTH = 165
RED = RGBColor(0xA3, 0x00, 0x00)
THEME_FONTS = ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme")
LEFT, CENTRE, RIGHT, BOTH = (
    WD_ALIGN_PARAGRAPH.LEFT,
    WD_ALIGN_PARAGRAPH.CENTER,
    WD_ALIGN_PARAGRAPH.RIGHT,
    WD_ALIGN_PARAGRAPH.JUSTIFY,
)


class Look(NamedTuple):
    """Of a paragraph style; sizes in points, `indent` in millimetres from the left."""

    size: float
    align: Any = LEFT
    before: float = 0
    after: float = 0
    bold: bool = False
    italic: bool = False
    capitals: bool = False
    indent: float = 0
    keep: bool = False


LOOKS = {
    "Normal": Look(13, BOTH, after=6),
    "Heading 1": Look(14, before=18, after=8, bold=True, capitals=True, keep=True),
    "Heading 2": Look(13.5, before=12, after=4, bold=True, keep=True),
    "Heading 3": Look(13, before=10, after=3, bold=True, keep=True),
    "Title": Look(18, CENTRE, before=80, bold=True, capitals=True),
    "List Bullet": Look(12, after=2, indent=8),
    "List Number": Look(12, after=2, indent=8),
    "Header": Look(13),
    "Report Centre": Look(13, CENTRE),
    "Report Subject": Look(14, CENTRE, after=2, bold=True),
    "Report Subheading": Look(13, before=8, after=3, bold=True, keep=True),
    "Report Contents": Look(14, before=0, after=8, bold=True, capitals=True, keep=True),
    "Report Finding": Look(13, BOTH, after=6, bold=True),
    "Report Score": Look(26, CENTRE, bold=True, keep=True),
    "Report Band": Look(13, CENTRE, after=8, bold=True),
    "Report Tag": Look(9, italic=True),
    "Report Table": Look(11, before=1, after=1),
    "Report Fact": Look(10.5, after=2),
    "Report Small": Look(11, BOTH, after=4),
    "Report Answer": Look(10.5, after=2),
    "toc 1": Look(11.5, before=3, bold=True),
    "toc 2": Look(11.5, indent=5),
    "toc 3": Look(11.5, indent=10),
}


def dress(document: Document, language: str) -> None:
    """Page, language and styles of a new document."""
    _page(document)
    _speak(document, language)
    _drop_unused(document)
    for name, look in LOOKS.items():
        found = name in document.styles
        style = document.styles[name] if found else document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        _wear(style, look)
        if not found:
            style.base_style = document.styles["Normal"]
            style.quick_style = True
        if name.startswith("toc"):
            style.paragraph_format.tab_stops.add_tab_stop(Mm(TEXT_WIDTH), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)


def _page(document: Document) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin = section.bottom_margin = Mm(20)
    section.left_margin, section.right_margin = Mm(30), Mm(15)
    section.header_distance = section.footer_distance = Mm(10)
    section.different_first_page_header_footer = True


def _speak(document: Document, language: str) -> None:
    for found in document.styles.element.iter(qn("w:lang")):
        for part in ("val", "eastAsia"):
            found.set(qn(f"w:{part}"), language)
    for found in document.settings.element.iter(qn("w:themeFontLang")):
        found.set(qn("w:val"), language)


def _drop_unused(document: Document) -> None:
    """What python-docx brings along: table styles, fifteen for each colour, and a picture of an empty page."""
    for style in list(document.styles):
        if style.type == WD_STYLE_TYPE.TABLE and style.name not in {"Normal Table", "Table Grid"}:
            style.delete()
    package = document.part.package
    for key in [key for key, rel in package.rels.items() if rel.reltype == RELATIONSHIP_TYPE.THUMBNAIL]:
        package.rels.pop(key)


def _wear(style: Any, look: Look) -> None:
    font, shape = style.font, style.paragraph_format
    font.name, font.size, font.bold, font.italic = FONT, Pt(look.size), look.bold, look.italic
    font.all_caps, font.color.rgb = look.capitals, RGBColor(0, 0, 0)
    _name_font(style.element.get_or_add_rPr())
    shape.alignment, shape.left_indent, shape.keep_with_next = look.align, Mm(look.indent), look.keep
    shape.first_line_indent = Mm(-6) if style.name.startswith("List") else Mm(0)
    shape.space_before, shape.space_after, shape.line_spacing = Pt(look.before), Pt(look.after), 1.05
    for name in ("pBdr", "tabs"):  # python-docx draws a line under titles, and has stops where no margin is
        for found in style.element.findall(f".//{qn(f'w:{name}')}"):
            found.getparent().remove(found)


def _name_font(properties: Any) -> None:
    """For every script, and in place of the theme's fonts, which would win."""
    fonts = properties.find(qn("w:rFonts"))
    for theme in THEME_FONTS:
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    for script in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{script}"), FONT)


def framed(paragraph: Any, side: str = "all", width: int = 8) -> None:
    """A line around a paragraph, or at one side of it; `width` in eighths of a point."""
    borders = OxmlElement("w:pBdr")
    for name in ("top", "left", "bottom", "right") if side == "all" else (side,):
        line = OxmlElement(f"w:{name}")
        for key, value in (("val", "single"), ("sz", str(width)), ("space", "5" if side == "all" else "1")):
            line.set(qn(f"w:{key}"), value)
        line.set(qn("w:color"), "auto")
        borders.append(line)
    paragraph._p.get_or_add_pPr().insert_element_before(borders, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc")
