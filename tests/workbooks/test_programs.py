"""What LibreOffice and Excel make of a workbook when they save it."""

import re
import subprocess
import zipfile
from datetime import date
from decimal import Decimal
from io import BytesIO
from shutil import which

import pytest

from assessments.actions.answers import Content, content_of, load
from indicators.scoring.measures import DocumentValue, RatioValue
from tests.factories import complete_assessment
from tests.factories.files import package
from workbooks.actions import uploads

from .books import NAME, downloaded, filled, read_back, small_draft

pytestmark = pytest.mark.django_db

CELLS = {
    ("A-1.1", "answer"): "3 – Mức 3",
    ("A-1.2", "answer"): "Có",
    ("A-1.3/b", "answer"): "Có",
    ("A-1.6", "numerator"): 1,
    ("A-1.6", "denominator"): 8,
    ("A-1.6", "note"): "=không phải công thức\ndòng hai",
    ("A-1.7", "document_number"): "12-1/QĐ",
    ("A-1.7", "document_date"): date(2023, 6, 20),
    ("A-1.7", "document_issuer"): "Ủy ban nhân dân",
    ("A-1.8", "answer"): "-lời",
    ("B-2", "answer"): 1234.5,
}
MEANT = {
    "A-1.1": Content("3"),
    "A-1.2": Content("yes"),
    "A-1.3": Content(("b",)),
    "A-1.6": Content(RatioValue(Decimal(1), Decimal(8)), note="=không phải công thức\ndòng hai"),
    "A-1.7": Content(DocumentValue("12-1/QĐ", date(2023, 6, 20), "Ủy ban nhân dân")),
    "A-1.8": Content("-lời"),
    "B-2": Content(Decimal("1234.5")),
}


def resaved(raw: bytes, folder) -> bytes:
    """By LibreOffice itself."""
    program = which("soffice")
    assert program, "the package libreoffice-calc is missing"
    source, target = folder / "in", folder / "out"
    source.mkdir()
    (source / NAME).write_bytes(raw)
    profile = f"-env:UserInstallation=file://{folder}/profile"
    command = [program, profile, "--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML"]
    subprocess.run(
        [*command, "--outdir", str(target), str(source / NAME)], check=True, capture_output=True, timeout=180
    )
    return (target / NAME).read_bytes()


@pytest.mark.slow
def test_untouched_workbook_that_libreoffice_saved_changes_nothing(tmp_path):
    assessment, by = complete_assessment()
    awkward = Content("2", note="=1+1\n@dòng hai  \u00a0–")
    load(by=by, assessment=assessment, contents={"IOC-6.1": awkward})
    found = read_back(assessment, resaved(downloaded(assessment, by), tmp_path))
    assert (found.faults, found.remarks, dict(found.changes)) == ((), (), {})


@pytest.mark.slow
def test_filled_in_cells_survive_libreoffice(tmp_path):
    assessment, by = small_draft()
    raw = resaved(filled(downloaded(assessment, by), CELLS), tmp_path)
    upload = uploads.receive(by=by, assessment=assessment, name=NAME, raw=raw)
    assert upload.faults == []
    uploads.apply(by=by, assessment=assessment, upload=upload, choices={})
    assert {row.code: content_of(row) for row in assessment.answers.all()} == MEANT


def as_excel_saves(raw: bytes) -> bytes:
    """Shared strings in runs, a chain of formulas, extensions, no inline text."""
    with zipfile.ZipFile(BytesIO(raw)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    strings: list[str] = []

    def shared(found: re.Match[bytes]) -> bytes:
        strings.append(found[2].decode())
        return b'<c%s t="s"><v>%d</v></c>' % (found[1], len(strings) - 1)

    for name in [name for name in parts if name.startswith("xl/worksheets/sheet")]:
        sheet = re.sub(rb'<c([^>]*?) t="inlineStr"><is>(.*?)</is></c>', shared, parts[name], flags=re.DOTALL)
        sheet = sheet.replace(
            b"</worksheet>", b'<extLst><ext uri="{CCE6A557-97BC-4B89-ADB6-D9C93CAAB3DF}"/></extLst></worksheet>'
        )
        parts[name] = sheet
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    runs = "".join(f"<si>{_in_runs(text)}</si>" for text in strings)
    parts["xl/sharedStrings.xml"] = f'<sst xmlns="{main}">{runs}</sst>'.encode()
    parts["xl/calcChain.xml"] = f'<calcChain xmlns="{main}"><c r="G13" i="2"/></calcChain>'.encode()
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    more = f'<Override PartName="/xl/sharedStrings.xml" ContentType="{kind}.sharedStrings+xml"/>'
    more += f'<Override PartName="/xl/calcChain.xml" ContentType="{kind}.calcChain+xml"/></Types>'
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(b"</Types>", more.encode())
    return package(parts)


def _in_runs(text: str) -> str:
    """The text in two runs, as after a change of letters' looks."""
    inner = re.sub(r"</?t[^>]*>", "", text)
    if len(inner) < 4 or "&" in inner:
        return text
    return (
        f'<r><t xml:space="preserve">{inner[:2]}</t></r><r><rPr><b/></rPr><t xml:space="preserve">{inner[2:]}</t></r>'
    )


def test_workbook_as_excel_saves_it_is_read_alike():
    assessment, by = small_draft()
    raw = filled(downloaded(assessment, by), {**CELLS, ("B-2", "note"): ""})
    found = read_back(assessment, as_excel_saves(raw))
    assert (found.faults, {code: change.content for code, change in found.changes.items()}) == ((), MEANT)


@pytest.mark.slow
def test_untouched_workbook_as_excel_saves_it_changes_nothing():
    assessment, by = complete_assessment()
    found = read_back(assessment, as_excel_saves(filled(downloaded(assessment, by), {})))
    assert (found.faults, found.remarks, dict(found.changes)) == ((), (), {})
