"""What changed from one version of a catalogue to another, leaf by leaf, by code.

A leaf is laid flat ("rule.target" → "90", "options.2.label.vi" → …) and the two are compared field by field, so that a
field added to the schema one day is compared without anybody thinking of it, and counts as a change of meaning.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum, StrEnum
from typing import Any, NamedTuple

from pydantic import BaseModel

from .schema import Kind


class DifferenceKind(StrEnum):
    """How much of a leaf changed; the strongest that applies."""

    SAME = "same"
    REWORDED = "reworded"
    REWEIGHTED = "reweighted"
    RESCALED = "rescaled"
    NEW = "new"
    GONE = "gone"


CARRIED = frozenset({DifferenceKind.SAME, DifferenceKind.REWORDED, DifferenceKind.REWEIGHTED})

WORDING = frozenset(
    {
        *("title", "prompt", "help", "summary", "definition", "rationale", "method", "source", "later_rules"),
        *("evidence_expected", "recommendations", "reference", "origin", "body", "frequency"),
        *("action", "lead", "effort", "horizon", "label"),
    }
)
"""Fields that change neither what an answer means nor what it scores; all others do, or are the weight."""

PARTS = frozenset({"recommendations", "questions", "indicators"})
"""Fields of a branch that hold what stands beneath it."""


class Change(NamedTuple):
    """A field and its two values as text; "" where a version does not have it."""

    field: str
    before: str
    after: str


@dataclass(frozen=True)
class Placed:
    """A leaf or a branch of one version, and the code of the branch it stands in ("" at the top)."""

    item: BaseModel
    parent: str = ""


@dataclass(frozen=True)
class Contents:
    """One version, taken apart: its head if it has one, its branches and its leaves by code, in order."""

    head: BaseModel | None
    branches: Mapping[str, Placed]
    leaves: Mapping[str, Placed]


@dataclass(frozen=True)
class Difference:
    """One code in the two versions. `item` is the newer of what there is; the parents are "" where it is not."""

    code: str
    kind: DifferenceKind
    item: BaseModel
    parent_before: str
    parent_after: str
    changes: tuple[Change, ...]

    @property
    def is_moved(self) -> bool:
        is_in_both = self.kind not in {DifferenceKind.NEW, DifferenceKind.GONE}
        return is_in_both and self.parent_before != self.parent_after


@dataclass(frozen=True)
class Comparison:
    """In the order of the newer version; what is gone comes last, in the order of the older."""

    head: tuple[Change, ...]
    branches: tuple[Difference, ...]
    leaves: tuple[Difference, ...]


def may_carry(difference: Difference) -> bool:
    """May an answer given under the older version stand under the newer: does it mean the same there?"""
    return difference.kind in CARRIED


def compare(before: Contents, after: Contents) -> Comparison:
    return Comparison(
        _changes(_flat_head(before.head), _flat_head(after.head)),
        tuple(_differences(before.branches, after.branches)),
        tuple(_differences(before.leaves, after.leaves)),
    )


def _differences(before: Mapping[str, Placed], after: Mapping[str, Placed]) -> Iterator[Difference]:
    for code, new in after.items():
        old = before.get(code)
        if old is None:
            yield Difference(code, DifferenceKind.NEW, new.item, "", new.parent, ())
            continue
        changes = _changes(flat(old.item), flat(new.item))
        yield Difference(code, _kind(changes), new.item, old.parent, new.parent, changes)
    for code, old in before.items():
        if code not in after:
            yield Difference(code, DifferenceKind.GONE, old.item, old.parent, "", ())


def _changes(before: Mapping[str, str], after: Mapping[str, str]) -> tuple[Change, ...]:
    """In the order of the newer version's fields, then the older's."""
    fields = dict.fromkeys((*after, *before))
    found = (Change(field, before.get(field, ""), after.get(field, "")) for field in fields)
    return tuple(change for change in found if change.before != change.after)


def _kind(changes: Iterable[Change]) -> DifferenceKind:
    found = {_weight_of(change.field) for change in changes}
    strongest_first = (DifferenceKind.RESCALED, DifferenceKind.REWEIGHTED, DifferenceKind.REWORDED)
    return next((kind for kind in strongest_first if kind in found), DifferenceKind.SAME)


def _weight_of(field: str) -> DifferenceKind:
    parts = field.split(".")
    if field == "weight":
        return DifferenceKind.REWEIGHTED
    name = parts[2] if parts[0] == "options" and len(parts) > 2 else parts[0]
    return DifferenceKind.REWORDED if name in WORDING else DifferenceKind.RESCALED


# -- laying flat -----------------------------------------------------------------------------------------------------


def flat(item: BaseModel) -> dict[str, str]:
    """Every field by its path, as text; the leaf's own code and what stands beneath left out."""
    dumped = item.model_dump(by_alias=True, exclude_none=True, exclude=_beneath(item) | {"code"})
    found = dict(_walk("", dumped))
    kind = dumped.get("kind") or dumped.get("input")
    if kind == Kind.CHECKLIST or "options" not in found:
        found.pop("options", None)
    return found


def _beneath(item: BaseModel) -> set[str]:
    """Those of PARTS that hold objects: an indicator's `recommendations` are codes."""
    return {name for name in PARTS if isinstance(next(iter(getattr(item, name, ())), None), BaseModel)}


def _flat_head(head: BaseModel | None) -> dict[str, str]:
    return dict(_walk("", head.model_dump(by_alias=True, exclude_none=True))) if head else {}


def _walk(path: str, value: Any) -> Iterator[tuple[str, str]]:
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _walk(f"{path}.{key}" if path else str(key), inner)
    elif isinstance(value, list | tuple):
        yield from _walk_list(path, value)
    else:
        yield path, _text(value)


def _walk_list(path: str, values: Iterable[Any]) -> Iterator[tuple[str, str]]:
    """What has codes is told apart by them, with their order as a field of its own; a list of plain values is one."""
    listed = list(values)
    if not all(isinstance(value, Mapping) for value in listed):
        yield path, ", ".join(_text(value) for value in listed)
        return
    coded = [(str(value.get("code", index)), value) for index, value in enumerate(listed)]
    if all("code" in value for value in listed):
        yield path, ", ".join(code for code, _value in coded)
    for code, value in coded:
        rest = {key: inner for key, inner in value.items() if key != "code"}
        yield from _walk(f"{path}.{code}", rest)


def _text(value: Any) -> str:
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return str(value)
