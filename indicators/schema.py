"""The indicator set as its YAML files write it: one file a group, and `set.yaml` about the whole."""

from decimal import Decimal
from enum import StrEnum
from typing import Literal

from pydantic import Field

from catalogues.schema import Body, Code, Kind, Leaf, Shape, Text, Weight


class Origin(StrEnum):
    """`official`: the text of the document's annex; `working`: written by the portal's team."""

    OFFICIAL = "official"
    WORKING = "working"


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
    bodies: tuple[Body, ...] = ()


class Catalogue(Shape):
    """A whole version, in file order. `code` is the folder's name ("cv3098/v1"), `set` None if it has no such file."""

    code: str
    set: SetFile | None
    groups: tuple[Group, ...]
