"""A fault in a workbook, with the cell where a person can mend it."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _


@dataclass(frozen=True)
class Fault:
    """`sheet` and `cell` are "" where the file or the sheet as a whole is at fault, `code` where no leaf is."""

    sheet: str
    cell: str
    code: str
    message: str

    def __str__(self) -> str:
        names = {"sheet": self.sheet, "cell": self.cell, "message": self.message}
        if not self.sheet:
            return self.message
        if not self.cell:
            return _("Trang “%(sheet)s”: %(message)s") % names
        return _("Trang “%(sheet)s”, ô %(cell)s: %(message)s") % names


class RefusedWorkbook(Exception):
    """It cannot be read any further; nothing of it is taken."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(map(str, self.faults)))


def refused(message: str, sheet: str = "", cell: str = "") -> RefusedWorkbook:
    return RefusedWorkbook([Fault(sheet, cell, "", message)])
