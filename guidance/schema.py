"""The guidance catalogue as its YAML files write it: one file a theme, and `document.yaml` about the whole."""

import re
from datetime import date
from decimal import Decimal
from typing import Annotated, Any

from django.utils.translation import gettext as _
from pydantic import BeforeValidator, Field

from catalogues.schema import Body, Code, Leaf, OptionCode, Shape, Text, Weight


def _no_timestamp(value: Any) -> Any:
    """A bare number would be read as seconds since 1970."""
    if isinstance(value, str) and re.fullmatch(r"[-+]?[0-9.]+", value):
        raise ValueError(_("cần ngày dạng YYYY-MM-DD, nhận được “%s”") % value[:80])
    return value


Day = Annotated[date, BeforeValidator(_no_timestamp)]


class Source(Shape):
    """Where a recommendation stands: part and bullet of the document (`cv2333`: ICT, IOC, ORG)."""

    document: str
    part: str
    bullet: int = Field(ge=1)


class Condition(Shape):
    """The question is asked only if `question` was answered with one of these option codes."""

    question: Code
    among: tuple[OptionCode, ...] = Field(alias="in", min_length=1)


class Question(Leaf):
    prompt: Text
    title: Text | None = None
    help: Text | None = None
    shown_if: Condition | None = None
    feeds: tuple[Code, ...] = ()


class Recommendation(Shape):
    """`summary` is our paraphrase of the bullet, never its sentences; `later_rules` are codes of `document.yaml`."""

    code: Code
    title: Text
    summary: Text | None = None
    source: Source
    later_rules: tuple[str, ...] = ()
    weight: Weight = Decimal(1)
    questions: tuple[Question, ...] = Field(min_length=1)


class ThemeHead(Shape):
    code: Code
    title: Text
    summary: Text | None = None
    weight: Weight = Decimal(1)


class ThemeFile(Shape):
    theme: ThemeHead
    recommendations: tuple[Recommendation, ...] = Field(min_length=1)


class Theme(ThemeHead):
    recommendations: tuple[Recommendation, ...]


class Rule(Shape):
    """A document named by `source.document` or `later_rules`."""

    code: str
    number: str
    title: Text
    issuer: Text
    issued: Day | None = None


class DocumentFile(Shape):
    """`document` is the code of the one the catalogue is made from; `notice` says what of it is ours."""

    document: str
    title: Text
    notice: Text
    rules: tuple[Rule, ...] = Field(min_length=1)
    leads: tuple[Body, ...] = Field(min_length=1)


class Catalogue(Shape):
    """A whole version, in document order. `code` is the folder's name ("cv2333/v1"), `document` its own file if any."""

    code: str
    document: DocumentFile | None
    themes: tuple[Theme, ...]
