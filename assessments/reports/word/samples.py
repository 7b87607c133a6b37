"""Reports that never were, made from the types of the fields alone: one with everything, one with as little as there
can be. A template that fills in both fits every report."""

from typing import Any

from .fields import Kind, Root, Shape, members

TEXT = "Văn bản mẫu & <w:p> {{ 7*7 }}\ndòng thứ hai"
MANY = 2


class Made:
    """Has the fields of a dataclass as attributes."""

    def __init__(self, values: dict[str, Any]) -> None:
        self.__dict__.update(values)


def full() -> dict[str, Any]:
    """What a template sees of a report in which nothing is missing."""
    return _group(Root, is_full=True)


def sparse() -> dict[str, Any]:
    """And of one in which everything is missing that may be."""
    return _group(Root, is_full=False)


def _group(group: type, *, is_full: bool) -> dict[str, Any]:
    return {name: _value(found, is_full=is_full) for name, found in members(group).items()}


def _value(found: Shape, *, is_full: bool) -> Any:
    if found.is_optional and not is_full:
        return None
    if found.item:
        return tuple(_value(found.item, is_full=True) for _place in range(MANY)) if is_full else ()
    if found.group:
        return Made(_group(found.group, is_full=is_full))
    return {Kind.TEXT: TEXT if is_full else "", Kind.NUMBER: MANY if is_full else 0, Kind.FLAG: is_full}[found.kind]
