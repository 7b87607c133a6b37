"""A small indicator set with every kind of answer and rule, and workbooks of it with cells changed."""

from collections.abc import Mapping
from io import BytesIO
from typing import Any

from openpyxl import load_workbook

from catalogue_desk.workbook.writing import template
from catalogues.faults import CatalogueError, Fault
from indicators.schema import Catalogue

HEAD: dict[str, Any] = {
    "set": "thu",
    "number": "01/THU",
    "title": {"vi": "Bộ thử", "en": "Trial set"},
    "notice": "Của nhóm kiểm thử, không chính thức.",
    "origin": "working",
    "bodies": [{"code": "SXD", "title": {"vi": "Sở Xây dựng", "en": "Department of Construction"}}],
}
LEVELS = [
    {"code": "0", "label": "Chưa có"},
    {"code": "1", "label": "Có", "score": "62.50", "action": {"vi": "Ban hành"}, "lead": "SXD", "effort": "S"},
    {"code": "2", "label": "Đo hằng năm", "horizon": "12-24"},
]
INDICATORS: list[dict[str, Any]] = [
    {"code": "A-1", "title": "Mức", "input": "level", "options": LEVELS, "evidence": "required", "weight": "2.50"},
    {
        "code": "A-2",
        "title": {"vi": "=Tỷ lệ", "en": "-Share"},
        "input": "ratio",
        "whole": True,
        "may_exceed": True,
        "numerator": "Tử",
        "denominator": "Mẫu",
        "unit": "%",
        "rule": {"kind": "linear", "floor": "0", "target": "0.1"},
        "recommendations": ["A-1", "A-2"],
        "reference": {"u4ssc": "EC: ICT: ICT: 1C", "iso": "37122"},
        "body": "SXD",
        "frequency": "quarterly",
        "may_not_apply": True,
        "origin": "official",
    },
    {
        "code": "A-3",
        "title": "Theo mốc\nhai dòng",
        "input": "number",
        "minimum": "-5",
        "maximum": "100",
        "rule": {
            "kind": "steps",
            "steps": [{"at": "-1.5", "score": "100"}, {"at": "20", "score": "12.345"}],
            "lower_is_better": True,
        },
        "direction": "lower",
        "action": "Giảm dần",
    },
]
MORE: list[dict[str, Any]] = [
    {
        "code": "B-1",
        "title": "Khoảng",
        "input": "number",
        "rule": {"kind": "optimum", "floor": "1", "low": "2", "high": "3", "ceiling": "10"},
        "direction": "range",
    },
    {"code": "B-2", "title": "Có hay không", "input": "yes_no", "scored": False},
    {"code": "B-3", "title": "Danh mục", "input": "checklist", "options": [{"code": "a", "label": "A", "weight": "3"}]},
    {"code": "B-4", "title": "Văn bản", "input": "document", "evidence": "none"},
    {"code": "B-5", "title": "Lời", "input": "text", "definition": {"en": "English only"}},
]
SET: dict[str, Any] = {
    "code": "thu/v1",
    "set": HEAD,
    "groups": [
        {"code": "A", "title": "Nhóm A", "indicators": INDICATORS},
        {"code": "B", "title": "Nhóm B", "summary": {"vi": "Mô tả"}, "weight": "3", "indicators": MORE},
    ],
}


def indicator_set(**fields: Any) -> Catalogue:
    return Catalogue.model_validate({**SET, **fields})


def workbook(
    changes: Mapping[tuple[str, str], Any] | None = None, of: Catalogue | None = None, remove: str = ""
) -> bytes:
    """The filled template of the set; `changes`: values by sheet and cell; `remove`: a sheet."""
    book = load_workbook(BytesIO(template(of or indicator_set())))
    for (sheet, cell), value in (changes or {}).items():
        book[sheet][cell] = value
    if remove:
        del book[remove]
    return saved(book)


def saved(book: Any) -> bytes:
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def column(sheet: Any, path: str) -> str:
    """The letter of a field's column."""
    return sheet.label(next(found for found in sheet.columns if found.field == path)).split(":")[0]


def faults_of(read: Any, *arguments: Any) -> list[Fault]:
    try:
        read(*arguments)
    except CatalogueError as error:
        return list(error.faults)
    raise AssertionError("nothing was refused")
