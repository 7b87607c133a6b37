"""The indicator set as its YAML files write it: one file a group, and `set.yaml` about the whole."""

from collections.abc import Iterator
from decimal import Decimal
from enum import StrEnum
from typing import Literal

from django.utils.translation import gettext as _
from pydantic import Field

from catalogues.schema import Body, Code, EvidenceRule, Kind, Leaf, Shape, Text, Weight

CRITERION_SCORES = {"no": Decimal(0), "yes": Decimal(100)}


class Origin(StrEnum):
    """`official`: the text of the document's annex; `working`: written by the portal's team."""

    OFFICIAL = "official"
    WORKING = "working"


class Scoring(StrEnum):
    """`weighted`: means up to the headline (SM-1); `ladder`: the groups are levels in ascending order, each indicator
    a criterion that is đạt or không đạt (docs/scoring.md, "The ladder")."""

    WEIGHTED = "weighted"
    LADDER = "ladder"


class Frequency(StrEnum):
    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    HALF_YEARLY = "half_yearly"
    YEARLY = "yearly"


class Indicator(Leaf):
    """Fields as ITU's KPI sheets have them. The YAML calls the answer's kind `input`."""

    kind: Kind = Field(alias="input")
    title: Text
    definition: Text | None = None
    rationale: Text | None = None
    method: Text | None = None
    direction: Literal["higher", "lower", "range"] = "higher"
    source: Text | None = None
    body: str = ""
    frequency: Frequency = Frequency.YEARLY
    evidence_expected: Text | None = None
    recommendations: tuple[Code, ...] = ()
    reference: dict[str, str] = Field(default_factory=dict)
    origin: Origin = Origin.WORKING


class GroupHead(Shape):
    code: Code
    title: Text
    summary: Text | None = None
    weight: Weight = Decimal(1)


class GroupFile(Shape):
    group: GroupHead
    indicators: tuple[Indicator, ...] = Field(min_length=1)


class Group(GroupHead):
    indicators: tuple[Indicator, ...]


class SetFile(Shape):
    """`notice` is shown, once and plainly, wherever the set is shown."""

    set: str
    number: str
    title: Text
    notice: Text
    origin: Origin
    scoring: Scoring = Scoring.WEIGHTED
    bodies: tuple[Body, ...] = ()


class Catalogue(Shape):
    """A whole version, in file order. `code` is the folder's name ("cv3098/v1"), `set` None if it has no such file."""

    code: str
    set: SetFile | None
    groups: tuple[Group, ...]

    @property
    def is_ladder(self) -> bool:
        return self.set is not None and self.set.scoring is Scoring.LADDER


def criterion_faults(item: Indicator) -> Iterator[tuple[str, str]]:
    """Why an indicator cannot be a criterion of a ladder: the field to mend and what is wrong with it."""
    if not item.scored:
        return
    if item.kind is not Kind.YES_NO:
        yield "input", _("tiêu chí của bộ chỉ số theo cấp độ cần kiểu yes_no, nhận được “%s”") % item.kind
    elif any(option.score not in {None, CRITERION_SCORES[option.code]} for option in item.options):
        yield (
            "options",
            _("tiêu chí của bộ chỉ số theo cấp độ chỉ có đạt (100) và không đạt (0), không dùng score khác"),
        )
    if item.evidence is not EvidenceRule.REQUIRED:
        yield (
            "evidence",
            _("tiêu chí của bộ chỉ số theo cấp độ cần minh chứng (required), nhận được “%s”") % item.evidence,
        )
