"""Sheets, columns and fixed words."""

import re
from collections.abc import Collection
from dataclasses import dataclass, replace

from assessments.catalogue import CampaignCatalogue, Item, Section
from catalogues.schema import NUMERIC, SINGLE_CHOICE, Kind

FORMAT = "smartcity-answer-book/1"
"""In the first cell of the sheet that nobody sees."""

GUIDE, INDICATORS, LISTS, IDENTITY = "Hướng dẫn", "Chỉ số", "Danh sách", "Định danh"
HEADER_ROW = 2
"""Counted from 0; above it stand what the sheet is and the notices."""


@dataclass(frozen=True)
class Column:
    """`is_input`: people fill it in."""

    key: str
    title: str
    width: int
    is_input: bool = False


def _input(key: str, title: str, width: int) -> Column:
    return Column(key, title, width, is_input=True)


COLUMNS = (
    Column("code", "Mã", 16),
    Column("question", "Câu hỏi, chỉ số", 42),
    Column("how", "Cách trả lời", 42),
    _input("answer", "Trả lời", 36),
    _input("numerator", "Tử số", 11),
    _input("denominator", "Mẫu số", 11),
    Column("result", "Kết quả", 9),
    _input("document_number", "Số, ký hiệu", 16),
    _input("document_date", "Ngày ban hành", 12),
    _input("document_issuer", "Cơ quan ban hành", 22),
    _input("document_title", "Trích yếu", 28),
    _input("quality", "Nguồn gốc số liệu", 16),
    _input("not_applicable", "Không áp dụng", 10),
    _input("reason", "Lý do không áp dụng", 22),
    _input("note", "Ghi chú", 32),
    Column("evidence", "Minh chứng trong cổng", 11),
    Column("earlier", "Đợt trước", 20),
)
BY_KEY = {column.key: column for column in COLUMNS}
CODE, ANSWER = BY_KEY["code"], BY_KEY["answer"]

OF_KIND: dict[Kind, dict[str, str]] = {
    **{kind: {"answer": "value"} for kind in (*SINGLE_CHOICE, Kind.NUMBER, Kind.TEXT)},
    Kind.CHECKLIST: {},
    Kind.RATIO: {"numerator": "numerator", "denominator": "denominator"},
    Kind.DOCUMENT: {
        "answer": "document_none",
        **{name: name for name in ("document_number", "document_date", "document_issuer", "document_title")},
    },
}
"""Where a value goes: column → field of the question's form. A checklist has a row for each of its options."""


def inputs(item: Item) -> dict[str, str]:
    """The columns that a leaf's own row takes: column → field of its form."""
    found = dict(OF_KIND[item.kind])
    if item.kind in NUMERIC:
        found["quality"] = "quality"
    if item.may_not_apply:
        found |= {"not_applicable": "not_applicable", "reason": "reason"}
    return {**found, "note": "note"}


def columns_for(items: Collection[Item]) -> list[Column]:
    """The columns of a sheet with these leaves: no others."""
    taken = {key for item in items for key in inputs(item)} | {"answer"}
    if "numerator" in taken:
        taken.add("result")
    found = [column for column in COLUMNS if column.key in taken or not (column.is_input or column.key == "result")]
    if all(item.kind in NUMERIC for item in items):
        found = [replace(column, width=14) if column is ANSWER else column for column in found]
    return found


@dataclass(frozen=True)
class Page:
    """One sheet to fill in: a theme, or all groups of indicators."""

    name: str
    title: str
    sections: tuple[Section, ...]

    @property
    def items(self) -> list[Item]:
        return [item for section in self.sections for item in section.items]


def pages(catalogue: CampaignCatalogue) -> list[Page]:
    """In catalogue order."""
    themes = catalogue.guidance.themes if catalogue.guidance else ()
    found = [
        Page(theme.code, f"{theme.code}. {theme.title}", tuple(catalogue.theme_sections(theme))) for theme in themes
    ]
    groups = tuple(catalogue.group_sections())
    if groups:
        found.append(Page(INDICATORS, "Bộ chỉ số", groups))
    taken = {GUIDE.casefold(), LISTS.casefold(), IDENTITY.casefold()}
    return [Page(_sheet_name(page.name, taken), page.title, page.sections) for page in found]


def _sheet_name(wanted: str, taken: set[str]) -> str:
    """A name that Excel takes: at most 31 characters, some excluded, unlike all others but for capitals."""
    plain = re.sub(r"[:\\/?*\[\]]", "-", wanted)[:31]
    name, turn = plain, 2
    while name.casefold() in taken:
        name, turn = f"{plain[:27]} {turn}", turn + 1
    taken.add(name.casefold())
    return name


def option_row(item: Item, option: str) -> str:
    """What stands for an option of a checklist in the column of codes; no code of the catalogues has a slash."""
    return f"{item.code}/{option}"
