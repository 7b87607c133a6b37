"""What cells offer to choose from, and what they warn of; a warning never stands in the way of what people mean."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from xlsxwriter.worksheet import Worksheet

from .lists import Lists
from .texts import number_wanted

Place = tuple[int, int, int, int]
"""First row, column, last row, column."""

Bounds = tuple[bool, Decimal | None, Decimal | None]
"""Of a number: whether it is whole, least, most."""

DAY = "Ngày dạng ngày/tháng/năm, ví dụ 20/06/2023."


class Offers:
    """Validations of one sheet; cells that want the same share one: each costs as much as a row to write."""

    def __init__(self, worksheet: Worksheet, lists: Lists) -> None:
        self.worksheet, self.lists = worksheet, lists
        self.chosen: dict[tuple[str, ...], list[Place]] = {}
        self.numbers: dict[Bounds, list[Place]] = {}
        self.days: list[Place] = []

    def choices(self, place: Place, choices: Sequence[str]) -> None:
        self.chosen.setdefault(tuple(choices), []).append(place)

    def number(self, place: Place, bounds: Bounds) -> None:
        self.numbers.setdefault(bounds, []).append(place)

    def day(self, place: Place) -> None:
        self.days.append(place)

    def write(self) -> None:
        """Once all are known."""
        for choices, places in self.chosen.items():
            self._write(places, _list(self.lists.source(choices)))
        for bounds, places in self.numbers.items():
            self._write(places, _number(bounds))
        if self.days:
            self._write(self.days, _day())

    def _write(self, places: list[Place], rule: dict[str, Any]) -> None:
        self.worksheet.data_validation(*places[0], {**rule, "other_cells": places[1:]})


def _list(source: str) -> dict[str, Any]:
    return {
        "validate": "list",
        "source": source,
        "error_title": "Không có trong danh sách",
        "error_message": "Hãy chọn một mục trong danh sách của ô.",
    }


def _number(bounds: Bounds) -> dict[str, Any]:
    is_whole, low, high = bounds
    kind = "integer" if is_whole else "decimal"
    return {"validate": kind, **_between(low, high), **_warning(f"Nhập {number_wanted(*bounds)}.")}


def _day() -> dict[str, Any]:
    known = {"criteria": "between", "minimum": date(1945, 9, 2), "maximum": date(2100, 12, 31)}
    return {"validate": "date", **known, **_warning(DAY)}


def _warning(message: str) -> dict[str, Any]:
    return {"input_message": message, "error_message": message, "error_title": "Hãy kiểm tra", "error_type": "warning"}


def _between(low: Decimal | None, high: Decimal | None) -> dict[str, Any]:
    """Without any bound still a number."""
    if low is not None and high is not None:
        return {"criteria": "between", "minimum": float(low), "maximum": float(high)}
    if high is not None:
        return {"criteria": "<=", "value": float(high)}
    return {"criteria": ">=", "value": -1e12 if low is None else float(low)}
