"""All evidence of a snapshot, each item once under a number that the chapters cite."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby

from accounts.models import ProvinceType
from assessments.catalogue import Section
from assessments.results import SnapshotResult

from . import in_words


@dataclass(frozen=True)
class EvidenceItem:
    """`codes`: the answers it supports."""

    number: int
    words: str
    codes: tuple[str, ...]

    @property
    def supported(self) -> str:
        return ", ".join(self.codes)


class EvidenceList:
    """In the order of the catalogue. What is not for circulation is one item a section: only that it is there."""

    def __init__(self, result: SnapshotResult) -> None:
        self._codes: dict[tuple[str, str], list[str]] = {}
        self._cited: dict[str, list[tuple[str, str]]] = {}
        own, as_of = _own_issuer(result.snapshot.context["province"]), result.snapshot.as_of
        for section in result.catalogue.sections.values():
            for item in section.items:
                for found in result.beside(item.code).get("evidence", []):
                    place = section.code if found["is_confidential"] else ""
                    words = filter(None, [in_words.evidence(found, own), in_words.validity(found, as_of)])
                    self._note((place, "; ".join(words)), section.code, item.code)
        self._numbers = {key: number for number, key in enumerate(self._codes, start=1)}

    def _note(self, key: tuple[str, str], section: str, code: str) -> None:
        self._codes.setdefault(key, []).append(code)
        self._cited.setdefault(section, []).append(key)

    @property
    def items(self) -> tuple[EvidenceItem, ...]:
        return tuple(
            EvidenceItem(self._numbers[key], key[1], tuple(dict.fromkeys(codes))) for key, codes in self._codes.items()
        )

    def cited(self, section: Section) -> str:
        """The numbers of a section's items: "3, 5–8"; "" without any."""
        return ranges(sorted({self._numbers[key] for key in self._cited.get(section.code, ())}))


def _own_issuer(province: Mapping[str, str]) -> str:
    """The province's people's committee as documents name it, whatever the language of the report."""
    kind = "thành phố" if province["type"] == ProvinceType.Type.CITY else "tỉnh"
    return f"Ủy ban nhân dân {kind} {province['name']}"


def ranges(numbers: Iterable[int]) -> str:
    """Ascending numbers as people write them: three or more in a row by their ends."""
    found = []
    for _distance, run in groupby(enumerate(numbers), key=lambda pair: pair[1] - pair[0]):
        row = [number for _place, number in run]
        found += [f"{row[0]}–{row[-1]}"] if len(row) > 2 else [str(number) for number in row]
    return ", ".join(found)
