"""Loads the register of provinces: the 34 that stand since 01/7/2025 and the 63 they came from."""

import csv
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.db import transaction

from .models import Province, ProvinceType

REGISTER = Path(__file__).parent / "data" / "provinces_34.csv"
PEER_GROUPS = Path(__file__).parent / "data" / "peer_groups.csv"
"""Region by Nghị quyết 306/NQ-CP and population in thousands, rounded, as published with the rearrangement of 2025
(Nghị quyết 202/2025/QH15): what peers are grouped by, entered by us."""

MERGED_ON = date(2025, 7, 1)
LAST_DAY_BEFORE = date(2025, 6, 30)
FORMER_SINCE = date(2008, 8, 1)
"""The day since which the country had 63 provincial units (Hà Tây joined Hà Nội)."""

DATED_TYPE = re.compile(r"(?P<type>[^(]+) \(từ (?P<from>[\d/]+); (?P<before>[^\d]+) (?P<start>[\d/]+)-[\d/]+\)")


@dataclass(frozen=True)
class Entry:
    """One line of the register. `types` are (type, from) in order; `former` are (old code, name)."""

    code: str
    name: str
    commune_units: int
    types: tuple[tuple[str, date], ...]
    former: tuple[tuple[str, str], ...]


def read_register(path: Path = REGISTER) -> Iterator[Entry]:
    with path.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            former = tuple(_former(part) for part in row["predecessors_old_code_and_name"].split(";"))
            yield Entry(row["code"], row["name"], int(row["n_commune_units"]), tuple(_types(row["type"])), former)


@transaction.atomic
def load_provinces(path: Path = REGISTER) -> int:
    """Bring the register into the database; safe to repeat. Returns the number of provinces that stand."""
    entries, peers = list(read_register(path)), _peers()
    for entry in entries:
        province, _new = Province.objects.update_or_create(
            code=entry.code,
            valid_from=MERGED_ON,
            defaults={"name": entry.name, "commune_units": entry.commune_units, **peers.get(entry.code, {})},
        )
        for kind, since in entry.types:
            ProvinceType.objects.update_or_create(province=province, valid_from=since, defaults={"type": kind})
        for code, name in entry.former:
            Province.objects.update_or_create(
                code=code,
                valid_from=FORMER_SINCE,
                defaults={"name": name, "valid_to": LAST_DAY_BEFORE, "merged_into": province},
            )
    return len(entries)


def _peers() -> dict[str, dict[str, str | int]]:
    with PEER_GROUPS.open(encoding="utf-8", newline="") as lines:
        return {
            row["code"]: {"region": row["region"], "population": int(row["population_thousands"])}
            for row in csv.DictReader(lines)
        }


ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
TONES = {"\u0300", "\u0301", "\u0303", "\u0309", "\u0323"}


def vietnamese_order(name: str) -> tuple[list[int], str]:
    """A key that sorts names as a Vietnamese dictionary does, whatever the database: Đ after D, tones last."""
    letters = (mark for mark in unicodedata.normalize("NFD", name.lower()) if mark not in TONES)
    plain = unicodedata.normalize("NFC", "".join(letters))
    return [ALPHABET.find(letter) for letter in plain], name


def _former(text: str) -> tuple[str, str]:
    """ "46 Huế (Thừa Thiên Huế đến 31/12/2024)" → ("46", "Huế")."""
    code, name = text.strip().split(" ", 1)
    return code, name.split(" (")[0]


def _types(text: str) -> Iterator[tuple[str, date]]:
    dated = DATED_TYPE.fullmatch(text)
    if dated:
        yield _type(dated["before"]), _day(dated["start"])
        yield _type(dated["type"]), _day(dated["from"])
    else:
        yield _type(text), MERGED_ON


def _type(text: str) -> str:
    return ProvinceType.Type.PROVINCE if text.strip() == "tỉnh" else ProvinceType.Type.CITY


def _day(text: str) -> date:
    day, month, year = text.split("/")
    return date(int(year), int(month), int(day))
