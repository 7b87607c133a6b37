"""The evidence frozen in a snapshot, each item once, and what of it may leave the portal.

A file is held back if it is marked anywhere in the snapshot: the same bytes may have been given twice, once without the
mark.
"""

from collections.abc import Container, Iterable, Mapping
from typing import Any, NamedTuple


class Item(NamedTuple):
    """`found`: as frozen; `codes`: the leaves it supports, in the order of the catalogue."""

    found: Mapping[str, Any]
    codes: tuple[str, ...]

    @property
    def sha256(self) -> str:
        return str(self.found["sha256"])


def items(context: Mapping[str, Any], codes: Iterable[str]) -> list[Item]:
    """By `codes`, the catalogue's, then as they were added."""
    supported: dict[tuple[Any, ...], list[str]] = {}
    frozen: dict[tuple[Any, ...], Mapping[str, Any]] = {}
    for code in codes:
        for found in context["answers"].get(code, {}).get("evidence", ()):
            key = tuple(sorted(found.items()))
            frozen.setdefault(key, found)
            supported.setdefault(key, []).append(code)
    return [Item(frozen[key], tuple(dict.fromkeys(codes))) for key, codes in supported.items()]


def marked(context: Mapping[str, Any]) -> frozenset[str]:
    """sha256 of the files that are not for circulation."""
    given = (found for answer in context["answers"].values() for found in answer.get("evidence", ()))
    return frozenset(found["sha256"] for found in given if found["is_confidential"] and found["sha256"])


def is_held_back(found: Mapping[str, Any], contents: Container[str]) -> bool:
    """`contents`: sha256 of marked files."""
    return bool(found["is_confidential"]) or found["sha256"] in contents


def told(context: Mapping[str, Any]) -> tuple[dict[str, Any], bool]:
    """The context with nothing of marked evidence but its kind and sha256, and whether any was taken out."""
    contents, answers, is_redacted = marked(context), {}, False
    for code, answer in context["answers"].items():
        evidence = [_reduced(found, contents) for found in answer.get("evidence", ())]
        is_redacted = is_redacted or any(found["is_confidential"] for found in evidence)
        answers[code] = {**answer, "evidence": evidence}
    return {**context, "answers": answers}, is_redacted


def _reduced(found: Mapping[str, Any], contents: Container[str]) -> Mapping[str, Any]:
    if not is_held_back(found, contents):
        return found
    return {"kind": found["kind"], "sha256": found["sha256"], "is_confidential": True}
