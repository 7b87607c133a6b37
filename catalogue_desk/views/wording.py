"""Differences as people read them."""

from collections.abc import Callable
from typing import Any, NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.templatetags.shown import register
from catalogue_desk.enums import Filter
from catalogue_desk.queries import title
from catalogues.differences import Change, Difference

FIELDS: dict[str, Promise] = {
    "title": gettext_lazy("tên"),
    "prompt": gettext_lazy("câu hỏi"),
    "help": gettext_lazy("giải thích"),
    "summary": gettext_lazy("mô tả"),
    "notice": gettext_lazy("lưu ý về nguồn gốc"),
    "definition": gettext_lazy("định nghĩa"),
    "rationale": gettext_lazy("vì sao đo"),
    "method": gettext_lazy("cách tính"),
    "source": gettext_lazy("nguồn"),
    "later_rules": gettext_lazy("văn bản sau có liên quan"),
    "body": gettext_lazy("cơ quan cung cấp"),
    "bodies": gettext_lazy("các cơ quan"),
    "leads": gettext_lazy("các cơ quan"),
    "rules": gettext_lazy("các văn bản"),
    "issuer": gettext_lazy("cơ quan ban hành"),
    "issued": gettext_lazy("ngày ban hành"),
    "set": gettext_lazy("mã bộ"),
    "document": gettext_lazy("văn bản"),
    "part": gettext_lazy("phần"),
    "bullet": gettext_lazy("gạch đầu dòng"),
    "number": gettext_lazy("số, ký hiệu"),
    "frequency": gettext_lazy("chu kỳ"),
    "evidence_expected": gettext_lazy("minh chứng cần có"),
    "recommendations": gettext_lazy("khuyến nghị liên quan"),
    "reference": gettext_lazy("tham chiếu"),
    "origin": gettext_lazy("nguồn gốc"),
    "action": gettext_lazy("việc nên làm"),
    "lead": gettext_lazy("cơ quan chủ trì"),
    "effort": gettext_lazy("công sức"),
    "horizon": gettext_lazy("thời hạn"),
    "kind": gettext_lazy("cách trả lời"),
    "input": gettext_lazy("cách trả lời"),
    "weight": gettext_lazy("trọng số"),
    "scored": gettext_lazy("tính điểm"),
    "scoring": gettext_lazy("cách tính cả bộ"),
    "may_not_apply": gettext_lazy("được không áp dụng"),
    "evidence": gettext_lazy("minh chứng"),
    "unit": gettext_lazy("đơn vị"),
    "numerator": gettext_lazy("tử số"),
    "denominator": gettext_lazy("mẫu số"),
    "may_exceed": gettext_lazy("tử số được vượt mẫu số"),
    "whole": gettext_lazy("số nguyên"),
    "minimum": gettext_lazy("nhỏ nhất"),
    "maximum": gettext_lazy("lớn nhất"),
    "options": gettext_lazy("các lựa chọn"),
    "label": gettext_lazy("nội dung"),
    "score": gettext_lazy("điểm"),
    "rule": gettext_lazy("quy tắc điểm"),
    "floor": gettext_lazy("mốc 0 điểm"),
    "target": gettext_lazy("mốc 100 điểm"),
    "steps": gettext_lazy("các mốc"),
    "at": gettext_lazy("giá trị"),
    "lower_is_better": gettext_lazy("càng thấp càng tốt"),
    "low": gettext_lazy("tối ưu từ"),
    "high": gettext_lazy("tối ưu đến"),
    "ceiling": gettext_lazy("mốc 0 điểm phía trên"),
    "direction": gettext_lazy("chiều"),
    "shown_if": gettext_lazy("điều kiện hỏi"),
    "question": gettext_lazy("câu"),
    "in": gettext_lazy("được trả lời là"),
    "feeds": gettext_lazy("cấp giá trị cho chỉ số"),
    "vi": gettext_lazy("tiếng Việt"),
    "en": gettext_lazy("tiếng Anh"),
}
"""What the parts of a field's path are called; codes of options, bodies and the like stay as they are."""

VALUES: dict[str, Callable[[str], str]] = {
    "kind": register.filters["kind"],
    "input": register.filters["kind"],
    "evidence": register.filters["evidence_rule"],
    "direction": register.filters["direction"],
    "frequency": register.filters["frequency"],
    "origin": register.filters["origin"],
    "effort": register.filters["effort"],
    "horizon": register.filters["horizon"],
}


class ChangeRow(NamedTuple):
    field: str
    before: str
    after: str


class Row(NamedTuple):
    code: str
    title: str
    kind: Filter
    parent: str
    moved_from: str
    changes: list[ChangeRow]


def row(difference: Difference) -> Row:
    return Row(
        difference.code,
        title(difference.item),
        Filter(difference.kind.value),
        difference.parent_after or difference.parent_before,
        difference.parent_before if difference.is_moved else "",
        [in_words(change) for change in difference.changes],
    )


def in_words(change: Change) -> ChangeRow:
    parts = change.field.split(".")
    name = _("quy tắc điểm, cách tính") if change.field == "rule.kind" else _path(parts)
    return ChangeRow(name, _value(parts, change.before), _value(parts, change.after))


def _path(parts: list[str]) -> str:
    return ", ".join(str(FIELDS.get(part, part)) for part in parts)


def _value(parts: list[str], value: str) -> str:
    if value in {"true", "false"}:
        return _("có") if value == "true" else _("không")
    write: Any = VALUES.get(parts[-1])
    return write(value) if write and len(parts) == 1 else value
