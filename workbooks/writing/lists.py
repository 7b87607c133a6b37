"""The hidden sheet of what drop-downs offer: labels are too long, and have too many commas, for a list in the cell."""

from collections.abc import Sequence

from xlsxwriter.worksheet import Worksheet

from workbooks.sheets.columns import LISTS


class Lists:
    """Each list is written once; `source` says where it stands, as a validation wants it."""

    def __init__(self, worksheet: Worksheet) -> None:
        self.worksheet = worksheet
        self.places: dict[tuple[str, ...], str] = {}
        self.next_row = 0

    def source(self, choices: Sequence[str]) -> str:
        key = tuple(choices)
        if key not in self.places:
            first = self.next_row
            for choice in key:
                self.worksheet.write_string(self.next_row, 0, choice)
                self.next_row += 1
            self.places[key] = f"='{LISTS}'!$A${first + 1}:$A${self.next_row}"
        return self.places[key]
