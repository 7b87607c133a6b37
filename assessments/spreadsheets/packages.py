"""Is an upload what Excel saves as .xlsx, without a password, macros or a bomb; and opening it."""

import re
import warnings
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import PurePath
from typing import Any, NamedTuple

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import gettext as _
from openpyxl.packaging.relationship import get_dependents, get_rels_path
from openpyxl.reader.excel import ExcelReader
from openpyxl.worksheet._read_only import ReadOnlyWorksheet

from assessments.errors import RefusedFile
from assessments.evidence_files import inspect

MAX_BYTES = 5_000_000
MAX_UNPACKED = 30_000_000
OLD_OR_LOCKED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MACROS = {".xlsm", ".xltm", ".xlsb", ".xlam"}
SUFFIXES = {".xlsx", ".xls", ".ods", *MACROS}
"""What people send as a workbook; all but the first are refused with the reason."""

MERGED = re.compile(rb"<(?:\w+:)?mergeCell\s[^>]*?ref=\"([A-Z0-9:]{1,20})\"")


class Opened(NamedTuple):
    """An openpyxl workbook (read-only) and the archive it stands in."""

    book: Any
    archive: zipfile.ZipFile

    def merged_cells(self, worksheet: Any) -> str:
        """Where cells are merged, "" if nowhere."""
        found = MERGED.search(self.archive.read(worksheet._worksheet_path))
        return found[1].decode() if found else ""


def check_package(name: str, raw: bytes) -> None:
    """Raises RefusedFile with what is wrong with the file `name`."""
    suffix = PurePath(name).suffix.lower()
    if suffix in MACROS:
        raise RefusedFile(_("tệp Excel có macro không được nhận; hãy lưu thành .xlsx"))
    if suffix == ".ods":
        raise RefusedFile(_("bảng tính OpenDocument (.ods) không được nhận; hãy lưu thành .xlsx"))
    if suffix != ".xlsx":
        raise RefusedFile(_("cần tệp .xlsx theo mẫu"))
    if len(raw) > MAX_BYTES:
        raise RefusedFile(_("tệp lớn hơn giới hạn %d byte") % MAX_BYTES)
    if raw.startswith(OLD_OR_LOCKED):
        raise RefusedFile(_("tệp có mật khẩu hoặc là Excel kiểu cũ; hãy bỏ mật khẩu và lưu thành .xlsx"))
    inspect(SimpleUploadedFile(name, raw))
    with zipfile.ZipFile(BytesIO(raw)) as archive:
        if sum(member.file_size for member in archive.infolist()) > MAX_UNPACKED:
            raise RefusedFile(_("tệp giải nén ra quá lớn nên không được nhận"))


def unopenable() -> RefusedFile:
    return RefusedFile(_("không mở được như một tệp Excel (tệp hỏng)"))


@contextmanager
def opened(raw: bytes) -> Iterator[Opened]:
    """A package that was checked. openpyxl raises anything at all on hostile bytes, here and while it reads rows."""
    with zipfile.ZipFile(BytesIO(raw)) as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl tells of styles and the like that it passes over
        reader = _Reader(BytesIO(raw), read_only=True, keep_links=False)
        reader.read()
        yield Opened(reader.wb, archive)


class _Reader(ExcelReader):  # type: ignore[misc]
    """openpyxl's, which would read each sheet's beginning once more for the size that the file tells of."""

    def read_worksheets(self) -> None:
        for sheet, found in self.parser.find_sheets():
            if found.target not in self.valid_files:
                continue
            if "chartsheet" in found.Type:
                self.read_chartsheet(sheet, found)
                continue
            if (relations := get_rels_path(found.target)) in self.valid_files:
                get_dependents(self.archive, relations)  # raises if they are no relations
            self.wb._sheets.append(_Sheet(self.wb, sheet.name, found.target, self.shared_strings))


class _Sheet(ReadOnlyWorksheet):  # type: ignore[misc]
    def _get_size(self) -> None:
        """Is never told: what a file says of its own size need not be true."""
