"""What is scored: the tree of themes and groups, and the answers given to its leaves."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from functools import cached_property

from .measures import Measure, Value


class NodeKind(StrEnum):
    QUESTION = "question"
    RECOMMENDATION = "recommendation"
    THEME = "theme"
    INDICATOR = "indicator"
    GROUP = "group"


class Verdict(StrEnum):
    ACCEPTED = "accepted"
    ADJUSTED = "adjusted"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class Condition:
    """The leaf is asked only if `question` was answered with one of `among`."""

    question: str
    among: frozenset[str]


@dataclass(frozen=True, slots=True)
class Leaf:
    """A question or an indicator. `efforts` maps an option's code ("" for the leaf itself) to S, M or L."""

    code: str
    kind: NodeKind
    measure: Measure
    weight: Decimal
    scored: bool = True
    may_not_apply: bool = False
    evidence_required: bool = False
    shown_if: Condition | None = None
    feeds: tuple[str, ...] = ()
    efforts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Branch:
    """A theme, recommendation or group. What follows from `children` is worked out once: a frame is scored thousands of
    times."""

    code: str
    kind: NodeKind
    weight: Decimal
    children: "tuple[Branch | Leaf, ...]"

    def __post_init__(self) -> None:
        if self.branches and len(self.branches) < len(self.children):
            raise ValueError(f"{self.code}: branches and leaves do not stand side by side")

    @cached_property
    def branches(self) -> "tuple[Branch, ...]":
        return tuple(child for child in self.children if isinstance(child, Branch))

    @cached_property
    def scored(self) -> tuple[Leaf, ...]:
        """The scored leaves right below."""
        return tuple(child for child in self.children if isinstance(child, Leaf) and child.scored)

    def leaves(self) -> Iterator[Leaf]:
        for child in self.children:
            if isinstance(child, Branch):
                yield from child.leaves()
            else:
                yield child


@dataclass(frozen=True)
class Frame:
    """Both catalogues of a campaign; either may be empty. A leaf's condition stands before the leaf. `is_ladder`: the
    groups are levels in ascending order and their scored indicators criteria, đạt or không đạt (ladder.py)."""

    themes: tuple[Branch, ...] = ()
    groups: tuple[Branch, ...] = ()
    is_ladder: bool = False

    @cached_property
    def _leaves(self) -> tuple[Leaf, ...]:
        return tuple(leaf for branch in (*self.themes, *self.groups) for leaf in branch.leaves())

    @cached_property
    def _feeders(self) -> dict[str, str]:
        return {fed: leaf.code for leaf in self._leaves for fed in leaf.feeds}

    def leaves(self) -> tuple[Leaf, ...]:
        return self._leaves

    def is_criterion(self, leaf: Leaf) -> bool:
        return self.is_ladder and leaf.scored and leaf.kind is NodeKind.INDICATOR

    def feeders(self) -> Mapping[str, str]:
        """Indicator code → code of the question that feeds it."""
        return self._feeders


@dataclass(frozen=True, slots=True)
class Review:
    """The reviewer's decision; `value` only with ADJUSTED."""

    verdict: Verdict
    value: Value | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What was given to one leaf; `value` None and not `not_applicable` is the same as no answer."""

    value: Value | None = None
    not_applicable: bool = False
    reason: str = ""
    evidence: int = 0
    review: Review | None = None

    @property
    def given(self) -> bool:
        return self.not_applicable or self.value is not None


Answers = Mapping[str, Answer]
NO_ANSWER = Answer()
