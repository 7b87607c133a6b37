"""What a template may print: the fields of a report by name, read off its dataclasses.

A template sees the fields of GapReport by their own names ("summary.headline"), and `labels`.
"""

import types
import typing
from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from enum import StrEnum
from functools import cache
from typing import Any

from assessments.reports.gap_report import GapReport

from .labels import Labels, labels_of

PICTURES = frozenset({"radar", "chart", "waterfall", "groups_chart", "roadmap_chart"})
"""Drawings in the markup of web pages: there are none in the Word edition."""


class Kind(StrEnum):
    TEXT = "text"
    NUMBER = "number"
    FLAG = "flag"
    LIST = "list"
    GROUP = "group"


@dataclass(frozen=True)
class Shape:
    """What a field holds. `item`: of a list, what each place of it holds; `group`: of a group, its dataclass;
    `is_optional`: it may be missing altogether."""

    kind: Kind
    item: "Shape | None" = None
    group: type | None = None
    is_optional: bool = False

    @property
    def innermost(self) -> type | None:
        """The dataclass that this leads to, through lists; None if it leads to none."""
        return self.item.innermost if self.item else self.group


@dataclass(frozen=True)
class Root:
    """What a template sees at the top; a stand-in, since GapReport knows nothing of Word."""


PLAIN = {str: Kind.TEXT, int: Kind.NUMBER, bool: Kind.FLAG}


def shape(annotation: Any) -> Shape:
    """Of a type hint. Raises TypeError for what templates could not print."""
    if annotation in PLAIN:
        return Shape(PLAIN[annotation])
    if is_dataclass(annotation) and isinstance(annotation, type):
        return Shape(Kind.GROUP, group=annotation)
    parts = typing.get_args(annotation)
    if typing.get_origin(annotation) is tuple and parts[1:] == (...,):
        return Shape(Kind.LIST, item=shape(parts[0]))
    if typing.get_origin(annotation) in {types.UnionType, typing.Union} and types.NoneType in parts and len(parts) == 2:
        found = shape(parts[0])
        return Shape(found.kind, found.item, found.group, is_optional=True)
    raise TypeError(f"{annotation}: no field of a Word template")


@cache
def members(group: type) -> dict[str, Shape]:
    """The fields and properties of a dataclass that a template may name."""
    if group is Root:
        return members(GapReport) | {"labels": Shape(Kind.GROUP, group=Labels)}
    hints = typing.get_type_hints(group)
    found = {field.name: hints[field.name] for field in fields(group)}
    for name, member in vars(group).items():
        if isinstance(member, property) and not name.startswith("_"):
            found[name] = typing.get_type_hints(member.fget)["return"]
    return {name: shape(hint) for name, hint in found.items() if name not in PICTURES}


def context(report: GapReport) -> dict[str, Any]:
    """A report as a template sees it."""
    return {name: getattr(report, name) for name in members(GapReport)} | {"labels": labels_of(report)}


@cache
def groups() -> tuple[type, ...]:
    """Every dataclass that a template meets, from the top down, each once."""
    found: list[type] = [Root]
    for group in found:
        leads = [shape_.innermost for shape_ in members(group).values()]
        found += dict.fromkeys(lead for lead in leads if lead and lead not in found)
    return tuple(found)


@cache
def paths_by_end() -> dict[str, list[str]]:
    """All names that are reached without a loop ("summary.headline"), by their last part."""
    found: dict[str, list[str]] = {}
    for path in _paths(Root, ""):
        found.setdefault(path.rpartition(".")[2], []).append(path)
    return found


def _paths(group: type, before: str) -> Iterator[str]:
    for name, found in members(group).items():
        yield f"{before}{name}"
        if found.kind is Kind.GROUP and found.group:
            yield from _paths(found.group, f"{before}{name}.")
