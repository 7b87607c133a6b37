"""Answers, targets, evidence and sources as a report prints them."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.utils.formats import date_format, number_format
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _

from assessments.catalogue import Item, option_labels
from assessments.enums import EvidenceKind, Quality, Verdict
from assessments.explanations import number, points
from assessments.results import Review, SnapshotResult
from catalogues.schema import SINGLE_CHOICE, Kind, Linear, Optimum, Steps
from guidance.schema import Rule, Source
from indicators.scoring.numbers import reported

UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\uffff\ud800-\udfff\ue000-\uf8ff]"
)
"""Control and direction marks, private-use letters and halves of letters."""

SPELT = str.maketrans(
    {"→": "->", "←": "<-", "≤": "<=", "≥": ">=", "≠": "<>", "≈": "~", "✓": "(x)", "✔": "(x)", "⚠": "(!)"}
)
"""Signs that people type and the report's fonts lack."""

EFFORTS = {
    "S": pgettext_lazy("effort", "nhỏ"),
    "M": pgettext_lazy("effort", "vừa"),
    "L": pgettext_lazy("effort", "lớn"),
}

HORIZONS = {
    "0-6": gettext_lazy("0–6 tháng"),
    "6-12": gettext_lazy("6–12 tháng"),
    "12-24": gettext_lazy("12–24 tháng"),
}

DEADLINES = {
    "0-6": gettext_lazy("trong 6 tháng"),
    "6-12": gettext_lazy("trong 12 tháng"),
    "12-24": gettext_lazy("trong 24 tháng"),
}
"""The same as the day by which the result is there; a dash between numbers would break at the end of a line."""

DOCUMENT_TYPES = {
    "QĐ": gettext_lazy("Quyết định"),
    "NĐ": gettext_lazy("Nghị định"),
    "NQ": gettext_lazy("Nghị quyết"),
    "TT": gettext_lazy("Thông tư"),
    "CT": gettext_lazy("Chỉ thị"),
}
"""By the first letters of a number's symbol; an official letter (công văn) has none there (nd30)."""


NONE = "–"
"""Where a number is not known."""


def plain(text: Any) -> str:
    """Somebody's text as the fonts can show it: composed letters, no control marks, lines kept."""
    lines = str(text or "").replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    return unicodedata.normalize("NFC", UNPRINTABLE.sub("", lines)).translate(SPELT).strip()


def share(value: Decimal) -> str:
    """A number between 0 and 1: "0,5"."""
    return number_format(value.normalize())


def arithmetic(result: SnapshotResult) -> str:
    """How the headline follows from its halves."""
    if result.readiness is None or result.results is None:
        return _("Một trong hai phần không áp dụng nên điểm chung là điểm của phần còn lại, nếu có.")
    alpha = Decimal(result.snapshot.inputs["alpha"])
    names = {
        "alpha": share(alpha),
        "rest": share(1 - alpha),
        "readiness": points(result.readiness),
        "results": points(result.results),
        "headline": points(result.headline),
    }
    return _("%(alpha)s × %(readiness)s + %(rest)s × %(results)s = %(headline)s") % names


def gain(points_: Decimal) -> str:
    """How much the headline rises: "+1,02"."""
    rounded = reported(points_)
    return f"+{points(rounded)}" if rounded or not points_ else _("dưới %s") % points(Decimal("0.01"))


def change(points_: Decimal | None) -> str:
    """By how much a score differs: "+3,21", "−0,50", "0,00"."""
    if points_ is None:
        return NONE
    sign = "+" if points_ > 0 else "−" if points_ < 0 else ""
    return f"{sign}{points(abs(points_))}"


def by_fours(digits: str) -> str:
    """ "1f43fe47…" in groups that can be typed."""
    return " ".join(digits[start : start + 4] for start in range(0, len(digits), 4))


def percent(share: Decimal | None) -> str:
    return NONE if share is None else f"{number(str(share), 1)}%"


def day(text: str) -> str:
    """An ISO date as the language writes it; anything else as it came."""
    try:
        return date_format(date.fromisoformat(text[:10]))
    except ValueError:
        return plain(text)


def full_day(found: date) -> str:
    """ "ngày 06 tháng 5 năm 2026": a nought before days below 10 and the first two months (nd30)."""
    if get_language() != "vi":
        return date_format(found)
    month = f"{found.month:02d}" if found.month < 3 else str(found.month)
    return f"ngày {found.day:02d} tháng {month} năm {found.year}"


def quality(grade: str) -> str:
    return str(Quality(grade).label) if grade in Quality.values else ""


# -- values ----------------------------------------------------------------------------------------------------------


def value(item: Item, raw: Any, document_title: str = "") -> str:
    """A value of the exchange format in words; `document_title` is what a cited document is about."""
    if raw is None:
        return ""
    if item.kind in SINGLE_CHOICE:
        return option_labels(item, [raw])[0]
    if item.kind is Kind.DOCUMENT:
        return citation(raw["number"], raw["date"], raw["issuer"], document_title) or _("chưa ban hành")
    return VALUES.get(item.kind, lambda _item, found: plain(found))(item, raw)


def short_value(item: Item, raw: Any) -> str:
    """The same in a narrow column: a share without its parts, a level by its place, a checklist by its count."""
    if raw is None:
        return ""
    return SHORT_VALUES.get(item.kind, value)(item, raw)


def table_value(item: Item, raw: Any) -> str:
    """The same with the parts of a share."""
    return value(item, raw) if item.kind is Kind.RATIO else short_value(item, raw)


def review(item: Item, found: Review | None) -> str:
    """What the ministry concluded on a leaf, why, and what it said: "điều chỉnh thành mức 2; lý do: …; …"."""
    if found is None:
        return ""
    verdict = found.get_verdict_display()
    if found.verdict is Verdict.ADJUSTED:
        verdict = _("điều chỉnh thành %s") % value(item, found.value).rstrip(".")
    reason = _("lý do: %s") % found.get_reason_display() if found.reason else ""
    return "; ".join(filter(None, [verdict, reason, plain(found.text).rstrip(".")]))


def with_unit(amount: str, item: Item) -> str:
    unit = str(item.unit) if item.unit else ""
    return f"{amount}{unit}" if unit == "%" else f"{amount} {unit}".strip()


def _checklist(item: Item, raw: list[str]) -> str:
    names = {"have": len(raw), "all": len(item.options)}
    if len(raw) == len(item.options):
        return _("đủ %(all)d mục") % names
    count = _("%(have)d/%(all)d mục") % names
    return f"{count}: {'; '.join(option_labels(item, raw))}" if raw else count


def _ratio(item: Item, raw: Mapping[str, str]) -> str:
    return f"{_share(raw)} ({number(raw['numerator'], 4)}/{number(raw['denominator'], 4)})"


def _share(raw: Mapping[str, str]) -> str:
    return f"{number(str(100 * Decimal(raw['numerator']) / Decimal(raw['denominator'])))}%"


VALUES: dict[Kind, Callable[[Item, Any], str]] = {
    Kind.CHECKLIST: _checklist,
    Kind.NUMBER: lambda item, raw: with_unit(number(raw, 4), item),
    Kind.RATIO: _ratio,
}

SHORT_VALUES: dict[Kind, Callable[[Item, Any], str]] = {
    Kind.LEVEL: lambda item, raw: _("mức %d") % [option.code for option in item.options].index(raw),
    Kind.CHECKLIST: lambda item, raw: f"{len(raw)}/{len(item.options)}",
    Kind.RATIO: lambda item, raw: _share(raw),
}


def target(item: Item) -> str:
    """The least that scores 100, in a narrow column."""
    rule = item.rule
    if isinstance(rule, Linear):
        return _bound(item, rule.target, lower=rule.target < rule.floor)
    if isinstance(rule, Steps):
        best = max(rule.steps, key=lambda step: step.score)
        return _bound(item, best.at, lower=rule.lower_is_better)
    if isinstance(rule, Optimum):
        return with_unit(f"{_amount(rule.low)}–{_amount(rule.high)}", item)
    if item.kind is Kind.CHECKLIST:
        return _("đủ %(all)d mục") % {"all": len(item.options)}
    return short_value(item, item.options[-1].code) if item.kind in SINGLE_CHOICE else ""


def _bound(item: Item, at: Decimal, *, lower: bool) -> str:
    amount = with_unit(_amount(at), item)
    return _("không quá %s") % amount if lower else _("từ %s") % amount


def _amount(amount: Decimal) -> str:
    return number(str(amount), 4)


# -- documents -------------------------------------------------------------------------------------------------------


def citation(number_: str, issued: str, issuer: str, title: str = "") -> str:
    """A document by number, date and issuer, with what it is about; parts that are missing are left out."""
    when = _("ngày %s") % day(issued) if issued else ""
    head = " ".join(filter(None, [plain(number_), when]))
    return ": ".join(filter(None, [", ".join(filter(None, [head, plain(issuer)])), plain(title)]))


def evidence(item: Mapping[str, Any], own_issuer: str = "") -> str:
    """One item of evidence, without its issuer if that is `own_issuer`; of a confidential one only that it is there."""
    if item["is_confidential"]:
        return _("(hạn chế phổ biến)")
    if item["kind"] == EvidenceKind.DOCUMENT:
        issuer = "" if plain(item["issuer"]).casefold() == own_issuer.casefold() else item["issuer"]
        return citation(item["number"], item["date"], issuer, item["title"])
    if item["kind"] == EvidenceKind.LINK:
        title, url = plain(item["title"]), plain(item["url"])
        return url if title == url else f"{title} ({url})"
    return plain(item["title"])


def validity(item: Mapping[str, Any], as_of: date) -> str:
    """Until when evidence is valid, or since when it was not any longer on the day of the snapshot; "" if nothing is
    known, as in snapshots that were frozen without it, or may be said."""
    last = item.get("valid_until", "")
    if not last or item["is_confidential"]:
        return ""
    end = date.fromisoformat(last)
    if end < as_of:
        return _("hết hiệu lực từ ngày %s") % date_format(end + timedelta(days=1))
    return _("có hiệu lực đến ngày %s") % date_format(end)


def clause(source: Source, rules: Mapping[str, Rule]) -> str:
    """The clause a recommendation rests on: document, part, bullet."""
    names = {"document": rule_name(source.document, rules), "part": source.part, "bullet": source.bullet}
    return _("%(document)s, phần %(part)s, gạch đầu dòng thứ %(bullet)d") % names


def rule_names(codes: Iterable[str], rules: Mapping[str, Rule]) -> str:
    return "; ".join(rule_name(code, rules) for code in codes)


def rule_name(code: str, rules: Mapping[str, Rule]) -> str:
    """ "Nghị định 269/2025/NĐ-CP"; a code that the catalogue does not explain stays a code."""
    if code not in rules:
        return code
    number_ = rules[code].number
    symbol = number_.rsplit("/", 1)[-1].split("-")[0]
    kind = DOCUMENT_TYPES.get(symbol) or _("Công văn")
    return f"{kind} {number_}"
