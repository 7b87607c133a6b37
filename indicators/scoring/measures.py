"""What a leaf accepts as a value and how the value becomes a score in [0, 100] (scoring.md, "Leaf score").

A measure's `read` turns a raw value of the exchange format into a typed one or raises Refused; `score` never fails on
a value that `read` returned.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any, ClassVar, Protocol

from .numbers import CONTEXT, HUNDRED, ONE, ZERO

PLAIN_NUMBER = re.compile(r"-?[0-9]{1,12}(\.[0-9]{1,8})?", re.ASCII)
PLAIN_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
LONGEST_TEXT, LONGEST_LINE = 10_000, 200
UNREADABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]")
"""What not every database and terminal takes; tab, LF and CR (browsers send both for a line break) are text."""


class Refused(ValueError):
    """A value that a measure does not take: `field` ("" for the value itself), what was expected, what came.
    `also`: what is wrong with other fields of the same value."""

    def __init__(self, field: str, expected: str, came: object) -> None:
        self.field, self.expected, self.came = field, expected, shown(came)
        self.also: tuple[Refused, ...] = ()
        super().__init__(f"{field}: {expected}: {self.came}")


def shown(came: object) -> str:
    """What came, short enough for a message."""
    try:
        is_tiny = isinstance(came, Decimal) and came.is_finite() and -20 < came.adjusted() < 0
        text = "null" if came is None else format(came, "f") if is_tiny else str(came)
    except (ValueError, RecursionError):  # an integer of thousands of digits, lists nested thousands deep
        text = type(came).__name__
    text = UNREADABLE.sub(lambda found: name_of(found[0]), text[:81])
    return text if len(text) <= 80 else f"{text[:77]}..."


def name_of(character: str) -> str:
    return f"U+{ord(character):04X}"


@dataclass(frozen=True, slots=True)
class RatioValue:
    numerator: Decimal
    denominator: Decimal


@dataclass(frozen=True, slots=True)
class DocumentValue:
    """A cited document; any part may be missing in a draft. Without any part: there is no such document."""

    number: str
    date: date | None
    issuer: str

    @property
    def is_cited(self) -> bool:
        return bool(self.number or self.date or self.issuer)


Value = str | tuple[str, ...] | Decimal | RatioValue | DocumentValue


@dataclass(frozen=True, slots=True)
class Linear:
    """100 · clamp((x − floor)/(target − floor), 0, 1); target < floor means lower is better."""

    floor: Decimal
    target: Decimal

    def score(self, x: Decimal) -> Decimal:
        part = (x - self.floor) / (self.target - self.floor)
        return HUNDRED * min(max(ZERO, part), ONE)


@dataclass(frozen=True, slots=True)
class Steps:
    """`steps` are (at, score) with `at` ascending."""

    steps: tuple[tuple[Decimal, Decimal], ...]
    lower_is_better: bool = False

    def score(self, x: Decimal) -> Decimal:
        if self.lower_is_better:
            return next((score for at, score in self.steps if at >= x), ZERO)
        return next((score for at, score in reversed(self.steps) if at <= x), ZERO)


@dataclass(frozen=True, slots=True)
class Optimum:
    """100 within [low, high], linear to 0 at floor and at ceiling."""

    floor: Decimal
    low: Decimal
    high: Decimal
    ceiling: Decimal

    def score(self, x: Decimal) -> Decimal:
        if x < self.low:
            return Linear(self.floor, self.low).score(x)
        return Linear(self.ceiling, self.high).score(x)


Rule = Linear | Steps | Optimum


class Measure(Protocol):
    """One kind of answer."""

    @property
    def kind(self) -> str: ...

    def read(self, raw: Any) -> Value: ...

    def score(self, value: Any, as_of: date) -> Decimal: ...


@dataclass(frozen=True, slots=True)
class Choice:
    """level, yes_no, yes_partial_no: the chosen option's score. `scores` is in the catalogue's order."""

    kind: str
    scores: Mapping[str, Decimal]

    def read(self, raw: Any) -> str:
        if not isinstance(raw, str) or raw not in self.scores:
            raise Refused("", f"một trong {', '.join(self.scores)}", raw)
        return raw

    def score(self, value: str, as_of: date) -> Decimal:
        return self.scores[value]


@dataclass(frozen=True, slots=True)
class Checklist:
    """100 · Σ weights ticked / Σ weights."""

    weights: Mapping[str, Decimal]
    kind: ClassVar[str] = "checklist"

    def read(self, raw: Any) -> tuple[str, ...]:
        expected = f"danh sách các mã trong {', '.join(self.weights)}"
        if not isinstance(raw, list | tuple):
            raise Refused("", expected, raw)
        for code in raw:
            if not isinstance(code, str) or code not in self.weights or raw.count(code) > 1:
                raise Refused("", f"{expected}, mỗi mã một lần", code)
        return tuple(code for code in self.weights if code in raw)

    def score(self, value: tuple[str, ...], as_of: date) -> Decimal:
        ticked = sum((self.weights[code] for code in value), ZERO)
        return HUNDRED * ticked / sum(self.weights.values(), ZERO)


@dataclass(frozen=True, slots=True)
class Number:
    """A number within [minimum, maximum] (None: no bound), scored by its rule (None: not scored)."""

    rule: Rule | None
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    whole: bool = False
    kind: ClassVar[str] = "number"

    def read(self, raw: Any) -> Decimal:
        value = read_number(raw, "", whole=self.whole)
        too_low = self.minimum is not None and value < self.minimum
        too_high = self.maximum is not None and value > self.maximum
        if too_low or too_high:
            raise Refused("", _range(self.minimum, self.maximum), value)
        return value

    def score(self, value: Decimal, as_of: date) -> Decimal:
        return self.rule.score(value) if self.rule else ZERO


@dataclass(frozen=True, slots=True)
class Ratio:
    """100 · numerator / denominator, then the rule; the numerator stays within the denominator unless `may_exceed`."""

    rule: Rule | None
    may_exceed: bool = False
    whole: bool = False
    kind: ClassVar[str] = "ratio"

    def read(self, raw: Any) -> RatioValue:
        if not isinstance(raw, Mapping) or set(raw) != {"numerator", "denominator"}:
            raise Refused("", "một nhóm numerator và denominator", raw)
        names = ("denominator", "numerator")
        denominator, numerator = _each(partial(read_number, raw[name], name, whole=self.whole) for name in names)
        if denominator <= 0:
            raise Refused("denominator", "một số lớn hơn 0", denominator)
        if numerator < 0 or (numerator > denominator and not self.may_exceed):
            upper = None if self.may_exceed else denominator
            raise Refused("numerator", _range(ZERO, upper), numerator)
        return RatioValue(numerator, denominator)

    def score(self, value: RatioValue, as_of: date) -> Decimal:
        return self.rule.score(percent(value)) if self.rule else ZERO


@dataclass(frozen=True, slots=True)
class Document:
    """100 when number, date and issuer are all given and the date is not after `as_of`, else 0."""

    kind: ClassVar[str] = "document"

    def read(self, raw: Any) -> DocumentValue:
        if not isinstance(raw, Mapping) or not set(raw) <= {"number", "date", "issuer"}:
            raise Refused("", "một nhóm number, date và issuer", raw)
        readers = (partial(_short, raw, "number"), partial(_date, raw.get("date")), partial(_short, raw, "issuer"))
        return DocumentValue(*_each(readers))

    def score(self, value: DocumentValue, as_of: date) -> Decimal:
        complete = value.number and value.issuer and value.date is not None and value.date <= as_of
        return HUNDRED if complete else ZERO


@dataclass(frozen=True, slots=True)
class FreeText:
    """Collected, never scored."""

    kind: ClassVar[str] = "text"

    def read(self, raw: Any) -> str:
        return read_text(raw, "", LONGEST_TEXT)

    def score(self, value: str, as_of: date) -> Decimal:
        return ZERO


def percent(value: RatioValue) -> Decimal:
    """The x that a ratio's rule is applied to."""
    return HUNDRED * value.numerator / value.denominator


def level_scores(codes: Sequence[str], scores: Iterable[Decimal | None]) -> dict[str, Decimal]:
    """The scores of a choice's options; the i-th of n defaults to i/(n−1)·100."""
    last = len(codes) - 1
    return {
        code: CONTEXT.divide(HUNDRED * index, Decimal(last)) if score is None else score
        for index, (code, score) in enumerate(zip(codes, scores, strict=True))
    }


def read_number(raw: Any, field: str, *, whole: bool = False) -> Decimal:
    """A plain decimal ("1234.5"): at most 12 digits before and 8 after the point, these all 0 if it counts something.
    Raises Refused."""
    text = shown(raw) if isinstance(raw, int | Decimal) and not isinstance(raw, bool) else raw
    if not isinstance(text, str) or not PLAIN_NUMBER.fullmatch(text):
        raise Refused(field, "một số có không quá 12 chữ số nguyên và 8 chữ số thập phân", raw)
    value = Decimal(text)
    if whole and value % 1:
        raise Refused(field, "một số nguyên", value)
    return value


def read_text(raw: Any, field: str, longest: int) -> str:
    """In composed letters, which is how its length counts. Raises Refused."""
    if isinstance(raw, str) and len(text := composed(raw, longest)) <= longest:
        return text
    raise Refused(field, f"văn bản dài không quá {longest} ký tự", raw)


def composed(text: str, longest: int) -> str:
    """In NFC. What is far longer than `longest` stays as it came, to be refused: composing may take time by the square
    of the length, and no letter is composed of more than four characters."""
    return text if len(text) > 4 * longest else unicodedata.normalize("NFC", text)


def _each(readers: Iterable[Callable[[], Any]]) -> list[Any]:
    """What every reader returns. Raises the first Refused, the others in its `also`."""
    found: list[Any] = []
    refusals: list[Refused] = []
    for reader in readers:
        try:
            found.append(reader())
        except Refused as refused:
            refusals.append(refused)
    if refusals:
        refusals[0].also = tuple(refusals[1:])
        raise refusals[0]
    return found


def _range(low: Decimal | None, high: Decimal | None) -> str:
    if low is None:
        return f"giá trị từ {high} trở xuống"
    return f"giá trị từ {low} trở lên" if high is None else f"giá trị từ {low} đến {high}"


def _short(raw: Mapping[str, Any], field: str) -> str:
    return "" if raw.get(field) is None else read_text(raw[field], field, LONGEST_LINE).strip()


def _date(raw: Any) -> date | None:
    if raw is None or raw == "":
        return None
    expected = "ngày dạng YYYY-MM-DD"
    if not isinstance(raw, str) or not PLAIN_DATE.fullmatch(raw):
        raise Refused("date", expected, raw)
    try:
        return date.fromisoformat(raw)
    except ValueError as error:
        raise Refused("date", expected, raw) from error
