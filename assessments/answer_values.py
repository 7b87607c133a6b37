"""Values of answers: checked with a sentence for people, and to and from the columns of a row."""

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from catalogues.schema import SINGLE_CHOICE, Kind, Leaf
from indicators import specs
from indicators.scoring.measures import (
    LONGEST_LINE,
    LONGEST_TEXT,
    PLAIN_NUMBER,
    DocumentValue,
    RatioValue,
    Refused,
    Value,
    shown,
)

from .errors import InvalidAnswer
from .models import Answer

TOO_MANY_DIGITS = re.compile(r"-?[0-9]+(\.[0-9]+)?(\.\.\.)?", re.ASCII)
"""What is a number but for its length; cut short by `shown` if very long."""

LINES = frozenset({"number", "issuer"})
"""The parts of a document that are written, not chosen."""

EMPTY = {
    "choice": "",
    "ticked": "",
    "number": None,
    "numerator": None,
    "denominator": None,
    "document_number": "",
    "document_date": None,
    "document_issuer": "",
    "text": "",
}


def read(item: Leaf, raw: Any, today: date) -> Value:
    """The typed value of a raw one (exchange format). Raises InvalidAnswer with a sentence for each field at fault."""
    try:
        value = specs.measure(item).read(raw)
    except Refused as refused:
        faults = (refused, *refused.also)
        raise InvalidAnswer({fault.field: sentence(item, fault) for fault in faults}) from refused
    if isinstance(value, DocumentValue) and value.date:
        reason = why_not_dated(item.code, value.date, today)
        if reason:
            raise InvalidAnswer({"date": reason})
    return value


def why_not_dated(code: str, day: date, today: date) -> str:
    """Why a document cannot be of this day; "" if it can."""
    if day <= today:
        return ""
    names = {"code": code, "came": date_format(day), "today": date_format(today)}
    return _("Câu %(code)s: ngày ban hành %(came)s ở sau hôm nay (%(today)s); hãy kiểm tra lại.") % names


def halves(item: Leaf) -> tuple[str, str]:
    """What the page calls the two numbers of a ratio."""
    numerator = str(item.numerator) if item.numerator else _("Tử số")
    denominator = str(item.denominator) if item.denominator else _("Mẫu số")
    return numerator, denominator


def sentence(item: Leaf, refused: Refused) -> str:
    """What is wrong with a value, with the bounds and what came."""
    came = shown(refused.came)
    names = {"code": item.code, "expected": _expected(item, refused.field), "came": came}
    if item.kind is Kind.NUMBER or (item.kind is Kind.RATIO and refused.field):
        if not PLAIN_NUMBER.fullmatch(came):
            return _no_number(came) % names
        fault = _fraction if item.whole and Decimal(came) % 1 else _out_of_bounds
        return fault(item, refused.field, _local(Decimal(came)))
    return _("Câu %(code)s cần %(expected)s; bạn nhập “%(came)s”.") % names


def _expected(item: Leaf, field: str) -> str:
    """What a value of this kind looks like, in the reader's language: the core says it in Vietnamese only."""
    codes = ", ".join(option.code for option in item.options)
    if item.kind in SINGLE_CHOICE:
        return _("một trong %s") % codes
    if item.kind is Kind.CHECKLIST:
        return _("danh sách các mã trong %s, mỗi mã một lần") % codes
    if item.kind is Kind.RATIO:
        return _("một nhóm numerator và denominator")
    if item.kind is Kind.TEXT or field in LINES:
        return _("văn bản dài không quá %d ký tự") % (LONGEST_LINE if field else LONGEST_TEXT)
    return _("ngày dạng YYYY-MM-DD") if field else _("một nhóm number, date và issuer")


def _no_number(came: str) -> str:
    if TOO_MANY_DIGITS.fullmatch(came):
        return _("Câu %(code)s cần một số có không quá 12 chữ số nguyên và 8 chữ số thập phân; bạn nhập “%(came)s”.")
    return _("Câu %(code)s cần một số, ví dụ 12 hoặc 12,5; bạn nhập “%(came)s”.")


def _fraction(item: Leaf, field: str, came: str) -> str:
    if not field:
        return _("Câu %(code)s cần một số nguyên; bạn nhập %(came)s.") % {"code": item.code, "came": came}
    names = {"code": item.code, "name": halves(item)[field == "denominator"], "came": came}
    return _("Câu %(code)s: “%(name)s” cần là số nguyên; bạn nhập %(came)s.") % names


def _out_of_bounds(item: Leaf, field: str, came: str) -> str:
    """A number that is one: only its bounds can be wrong."""
    if field:
        return _half_out_of_bounds(item, field, came)
    low, high = item.minimum, item.maximum
    names = {"code": item.code, "came": came, "low": _local(low), "high": _local(high)}
    if high is None:
        return _("Câu %(code)s cần giá trị từ %(low)s trở lên; bạn nhập %(came)s.") % names
    if low is None:
        return _("Câu %(code)s cần giá trị từ %(high)s trở xuống; bạn nhập %(came)s.") % names
    return _("Câu %(code)s cần giá trị từ %(low)s đến %(high)s; bạn nhập %(came)s.") % names


def _half_out_of_bounds(item: Leaf, field: str, came: str) -> str:
    numerator, denominator = halves(item)
    names = {"code": item.code, "came": came, "numerator": numerator, "denominator": denominator}
    if field == "denominator":
        return _("Câu %(code)s: “%(denominator)s” cần lớn hơn 0; bạn nhập %(came)s.") % names
    if item.may_exceed:
        return _("Câu %(code)s: “%(numerator)s” cần từ 0 trở lên; bạn nhập %(came)s.") % names
    return _("Câu %(code)s: “%(numerator)s” cần từ 0 đến “%(denominator)s”; bạn nhập %(came)s.") % names


def _local(number: Decimal | None) -> str:
    """Without trailing noughts; "" for no bound."""
    return "" if number is None else number_format(number.normalize() if number % 1 else int(number))


# -- rows ------------------------------------------------------------------------------------------------------------


def value_of(answer: Answer) -> Value | None:
    """The typed value a row holds; None if it holds none."""
    if not answer.is_given or answer.not_applicable:
        return None
    return FROM_ROW[answer.kind](answer)


def columns_of(kind: Kind, value: Value | None) -> dict[str, Any]:
    """Every value column of a row for this value, the empty ones included."""
    return EMPTY if value is None else {**EMPTY, **TO_ROW[kind](value)}


def _document(answer: Answer) -> DocumentValue:
    return DocumentValue(answer.document_number, answer.document_date, answer.document_issuer)


def _ratio(answer: Answer) -> RatioValue | None:
    if answer.numerator is None or answer.denominator is None:
        return None
    return RatioValue(answer.numerator, answer.denominator)


FROM_ROW: dict[str, Callable[[Answer], Value | None]] = {
    Kind.LEVEL: lambda answer: answer.choice,
    Kind.YES_NO: lambda answer: answer.choice,
    Kind.YES_PARTIAL_NO: lambda answer: answer.choice,
    Kind.CHECKLIST: lambda answer: tuple(answer.ticked.split()),
    Kind.NUMBER: lambda answer: answer.number,
    Kind.RATIO: _ratio,
    Kind.DOCUMENT: _document,
    Kind.TEXT: lambda answer: answer.text,
}

TO_ROW: dict[Kind, Callable[[Any], dict[str, Any]]] = {
    Kind.LEVEL: lambda value: {"choice": value},
    Kind.YES_NO: lambda value: {"choice": value},
    Kind.YES_PARTIAL_NO: lambda value: {"choice": value},
    Kind.CHECKLIST: lambda value: {"ticked": " ".join(value)},
    Kind.NUMBER: lambda value: {"number": value},
    Kind.RATIO: lambda value: {"numerator": value.numerator, "denominator": value.denominator},
    Kind.DOCUMENT: lambda value: {
        "document_number": value.number,
        "document_date": value.date,
        "document_issuer": value.issuer,
    },
    Kind.TEXT: lambda value: {"text": value},
}
