"""The table of payloads, put together for each field, and how each kind of output is looked at for them."""

import csv
import re
from io import BytesIO, StringIO
from itertools import cycle, islice

from lxml import html
from openpyxl import load_workbook

PRODUCT = "62710561"
"""7919 · 7919: what a template engine would make of some of them."""

MARKUP = (
    "<xevil></xevil>",
    "<script>xevil()</script>",
    "<img src=https://evil.test/i onerror=xevil()>",
    '"><svg/onload=xevil()>',
    "' onmouseover='xevil()",
    "</textarea></title></style><xevil>",
    "<!--<xevil>-->",
    "<a href=javascript:xevil()>",
    "]]><xevil/>",
    "&lt;xevil&gt;",
    "<style>@import 'https://evil.test/c'</style>",
    "<base href=https://evil.test/>",
)
TEMPLATES = (
    "{{7919*7919}}",
    "{% include 'base.html' %}",
    "${7919*7919}",
    "#{7919*7919}",
    "{{''.__class__}}",
    "%(xevil)s%s%n",
    "{0.__class__}",
    "{#xevil",
)
MARKS = (
    "\u202exevil\u2066",
    "Z\u0351\u0351\u0351\u0351\u0351\u0351\u0351",
    "\ufeff\u200b",
    "👩\u200d🚀🇻🇳",
    "\x07\x1b[31m",
    "\ufffe\uffff",
)
QUERIES = ("' OR 1=1;--", '"; DROP TABLE x;--', "%' AND 1/0", "\\'", "$(xevil)`xevil`", "../../etc/passwd")
HEADERS = ("x\r\nBcc: evil@evil.test", "x\nSet-Cookie: xevil=1", "x%0d%0aLocation: //evil.test")
SCRIPT_URLS = ("javascript:xevil()", "data:text/html,<xevil>", "vbscript:xevil", "//evil.test", "jAvAsCrIpT:xevil()")
STARTERS = (
    "=1+1",
    "+1",
    "-1",
    "@SUM(1)",
    "\t=1",
    "\r=1",
    "=cmd|'/c calc'!A0",
    '=HYPERLINK("https://evil.test")',
    "＝1",
)
TABLE = (*MARKUP, *TEMPLATES, *MARKS, *QUERIES, *HEADERS, *SCRIPT_URLS)

LINKED = ("href", "src", "action", "formaction", "data", "poster", "srcset", "background", "xlink:href")
BAD_ADDRESS = re.compile(r"\s*(javascript|vbscript|data:text)", re.IGNORECASE)
FORMULA = re.compile(r"[=+\-@\t\r]")


class Payloads:
    """What each field was given: a formula's beginning, a mark to find it by, and as much of the table as fits."""

    def __init__(self) -> None:
        self.fields: dict[str, str] = {}
        self.inputs = 0

    def text(self, field: str, room: int = 300, *, start: str | None = None) -> str:
        number = len(self.fields)
        starter = STARTERS[number % len(STARTERS)] if start is None else start
        given = f"{starter} {self.mark(field)} "
        for payload in islice(cycle(TABLE), number * 5, number * 5 + len(TABLE)):
            if len(given) + len(payload) + 1 > room:
                break
            given += f"{payload} "
            self.inputs += 1
        self.fields[field] = given.strip()
        return given.strip()

    @staticmethod
    def mark(field: str) -> str:
        return f"zq{field}zq"

    def found_in(self, text: str) -> set[str]:
        return {field for field in self.fields if self.mark(field) in text}


def page_faults(content: str) -> list[str]:
    """What of a page would run, load or go where a payload wants."""
    tree, faults = html.document_fromstring(content), []
    for element in tree.iter():
        if not isinstance(element.tag, str):
            faults += [f"comment {element.text!r}"] if "xevil" in (element.text or "") else []
            continue
        if element.tag == "xevil" or (element.tag in {"script", "style"} and (element.text or "").strip()):
            faults.append(f"element {element.tag}: {element.text!r}")
        for name, value in element.items():
            faults += [f"{element.tag} {name}={value!r}"] if _is_bad(element.tag, name, value) else []
    faults += [f"computed {PRODUCT}"] if PRODUCT in content else []
    return faults


def _is_bad(tag: str, name: str, value: str) -> bool:
    if name.startswith("on") or name in {"style", "srcdoc"} or "xevil" in name:
        return True
    if name not in LINKED:
        return False
    return bool(BAD_ADDRESS.match(value)) or (tag != "a" and "evil.test" in value)


def workbook_faults(content: bytes) -> list[str]:
    """Cells of a workbook with a mark that are anything but text."""
    faults = []
    for sheet in load_workbook(BytesIO(content)).worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                is_ours = isinstance(cell.value, str) and "zq" in cell.value
                if is_ours and (cell.data_type != "s" or cell.hyperlink):
                    faults.append(f"{sheet.title}!{cell.coordinate}: {cell.value!r}")
    return faults


def workbook_text(content: bytes) -> str:
    sheets = load_workbook(BytesIO(content)).worksheets
    return "\n".join(str(cell) for sheet in sheets for row in sheet.iter_rows(values_only=True) for cell in row if cell)


def csv_faults(content: str) -> list[str]:
    """Cells that a spreadsheet program would compute."""
    rows = csv.reader(StringIO(content.removeprefix("\ufeff"), newline=""), delimiter=";")
    return [cell for row in rows for cell in row if "zq" in cell and FORMULA.match(cell.lstrip(" "))]
