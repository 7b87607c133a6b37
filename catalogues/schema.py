"""Shapes that guidance questions and indicators share, as the YAML files write them (format: docs/catalogues.md).

Everything is frozen: a schema object is a value that may be cached and shared between requests.
"""

import itertools
import re
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any, Literal, Self

from django.utils.translation import get_language
from django.utils.translation import gettext as _
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, field_validator, model_validator
from pydantic_core.core_schema import ValidationInfo

UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")

Code = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._: -]{0,39}$")]
OptionCode = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]{0,19}$")]
Number = Annotated[Decimal, Field(max_digits=20, decimal_places=8)]
Weight = Annotated[Decimal, Field(gt=0, max_digits=20, decimal_places=8)]
Points = Annotated[Decimal, Field(ge=0, le=100, max_digits=12, decimal_places=8)]


class Kind(StrEnum):
    """What an answer looks like (scoring.md, "Leaf score")."""

    LEVEL = "level"
    YES_NO = "yes_no"
    YES_PARTIAL_NO = "yes_partial_no"
    CHECKLIST = "checklist"
    NUMBER = "number"
    RATIO = "ratio"
    DOCUMENT = "document"
    TEXT = "text"


SINGLE_CHOICE = frozenset({Kind.LEVEL, Kind.YES_NO, Kind.YES_PARTIAL_NO})
CHOICE = SINGLE_CHOICE | {Kind.CHECKLIST}
NUMERIC = frozenset({Kind.NUMBER, Kind.RATIO})


class EvidenceRule(StrEnum):
    REQUIRED = "required"
    OPTIONAL = "optional"
    NONE = "none"


class Effort(StrEnum):
    SMALL = "S"
    MEDIUM = "M"
    LARGE = "L"


class Horizon(StrEnum):
    """Months from the decision to the result."""

    SHORT = "0-6"
    MIDDLE = "6-12"
    LONG = "12-24"


class Shape(BaseModel):
    """Refuses fields it does not know: a misspelt field is an error, not a silent default."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)

    @field_validator("*")
    @classmethod
    def _writable(cls, value: Any) -> Any:
        """Text goes into workbooks and documents, which cannot hold control characters, and must read as it stands."""
        if isinstance(value, str) and UNWRITABLE.search(value):
            raise ValueError(_("có ký tự điều khiển hoặc ký tự đổi chiều chữ; hãy bỏ ra"))
        return value


def _same_in_both(value: Any) -> Any:
    return {"vi": value, "en": value} if isinstance(value, str) else value


class TextBase(Shape):
    """One sentence in both languages; a plain string in YAML stands for both."""

    vi: str = ""
    en: str = ""

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if not self.vi and not self.en:
            raise ValueError(_("cần nội dung tiếng Việt hoặc tiếng Anh"))
        return self

    def __str__(self) -> str:
        first, second = (self.en, self.vi) if (get_language() or "vi").startswith("en") else (self.vi, self.en)
        return first or second


Text = Annotated[TextBase, BeforeValidator(_same_in_both)]


class NextStep(Shape):
    """What to do to get here: on an option, the way up to it; on a question, the way to its full score."""

    action: Text | None = None
    lead: str = ""
    effort: Effort | None = None
    horizon: Horizon | None = None


class Option(NextStep):
    """One choice. `score` None means the kind's default (scoring.md); `weight` counts in checklists only."""

    code: OptionCode
    label: Text
    score: Points | None = None
    weight: Weight = Decimal(1)


class Linear(Shape):
    kind: Literal["linear"]
    floor: Number
    target: Number

    @model_validator(mode="after")
    def _has_a_span(self) -> Self:
        if self.floor == self.target:
            raise ValueError(_("floor và target phải khác nhau, cả hai đang là %s") % self.floor)
        return self


class Step(Shape):
    at: Number
    score: Points


class Steps(Shape):
    kind: Literal["steps"]
    steps: tuple[Step, ...] = Field(min_length=1)
    lower_is_better: bool = False

    @field_validator("steps")
    @classmethod
    def _ascend(cls, steps: tuple[Step, ...]) -> tuple[Step, ...]:
        marks = [step.at for step in steps]
        if any(later <= earlier for earlier, later in itertools.pairwise(marks)):
            raise ValueError(_("các mốc at phải tăng dần"))
        return steps


class Optimum(Shape):
    kind: Literal["optimum"]
    floor: Number
    low: Number
    high: Number
    ceiling: Number

    @model_validator(mode="after")
    def _is_ordered(self) -> Self:
        if not self.floor < self.low <= self.high < self.ceiling:
            raise ValueError(_("cần floor < low ≤ high < ceiling"))
        return self


Rule = Annotated[Linear | Steps | Optimum, Field(discriminator="kind")]

DEFAULT_OPTIONS = {
    Kind.YES_NO: (
        Option(code="no", label=TextBase(vi="Không", en="No")),
        Option(code="yes", label=TextBase(vi="Có", en="Yes")),
    ),
    Kind.YES_PARTIAL_NO: (
        Option(code="no", label=TextBase(vi="Không", en="No")),
        Option(code="partial", label=TextBase(vi="Một phần", en="Partly")),
        Option(code="yes", label=TextBase(vi="Có", en="Yes")),
    ),
}


class Leaf(NextStep):
    """What a question and an indicator have in common: one answer, one rule, one score."""

    code: Code
    kind: Kind
    weight: Weight = Decimal(1)
    scored: bool = Field(default=True, validate_default=True)
    may_not_apply: bool = False
    evidence: EvidenceRule = EvidenceRule.OPTIONAL
    unit: Text | None = None
    numerator: Text | None = None
    denominator: Text | None = None
    may_exceed: bool = False
    whole: bool = False
    minimum: Number | None = None
    maximum: Number | None = None
    options: tuple[Option, ...] = Field(default=(), validate_default=True)
    rule: Rule | None = Field(default=None, validate_default=True)

    @field_validator("scored")
    @classmethod
    def _text_is_never_scored(cls, scored: bool, info: ValidationInfo) -> bool:
        return scored and info.data.get("kind") is not Kind.TEXT

    @field_validator("whole")
    @classmethod
    def _only_numbers_are_whole(cls, whole: bool, info: ValidationInfo) -> bool:
        kind = info.data.get("kind")
        if whole and kind is not None and kind not in NUMERIC:
            raise ValueError(_("kiểu %s không dùng whole") % kind)
        return whole

    @field_validator("options")
    @classmethod
    def _options_fit_the_kind(cls, options: tuple[Option, ...], info: ValidationInfo) -> tuple[Option, ...]:
        kind = info.data.get("kind")
        if kind is None:
            return options
        if kind not in CHOICE:
            if options:
                raise ValueError(_("kiểu %s không có options") % kind)
            return options
        return _checked_options(kind, options or DEFAULT_OPTIONS.get(kind, ()))

    @field_validator("rule")
    @classmethod
    def _rule_fits_the_kind(cls, rule: Any, info: ValidationInfo) -> Any:
        kind, scored = info.data.get("kind"), info.data.get("scored", True)
        if kind in NUMERIC and scored and rule is None:
            raise ValueError(_("kiểu %s có tính điểm cần rule") % kind)
        if kind is not None and kind not in NUMERIC and rule is not None:
            raise ValueError(_("kiểu %s không dùng rule") % kind)
        return rule

    @field_validator("maximum")
    @classmethod
    def _bounds_are_ordered(cls, maximum: Decimal | None, info: ValidationInfo) -> Decimal | None:
        minimum = info.data.get("minimum")
        if maximum is not None and minimum is not None and maximum <= minimum:
            raise ValueError(_("maximum (%(high)s) phải lớn hơn minimum (%(low)s)") % {"high": maximum, "low": minimum})
        return maximum


def _checked_options(kind: Kind, options: tuple[Option, ...]) -> tuple[Option, ...]:
    codes = [option.code for option in options]
    repeated = sorted({code for code in codes if codes.count(code) > 1})
    if repeated:
        raise ValueError(_("mã lựa chọn bị lặp: %s") % ", ".join(repeated))
    if len(options) < (1 if kind is Kind.CHECKLIST else 2):
        raise ValueError(_("kiểu %s cần thêm options") % kind)
    expected = {option.code for option in DEFAULT_OPTIONS.get(kind, ())}
    if expected and set(codes) != expected:
        raise ValueError(
            _("kiểu %(kind)s cần đúng các mã %(codes)s") % {"kind": kind, "codes": ", ".join(sorted(expected))}
        )
    return options


class Body(Shape):
    """Who usually leads an action; the code is what `lead` names."""

    code: Code
    title: Text
