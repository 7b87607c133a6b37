import subprocess
import sys
from io import BytesIO

import pikepdf
import pytest
from openpyxl import load_workbook

from assessments.enums import PRINTED, Purpose, ReportKind
from assessments.models import ReportFile
from assessments.reports import gap_report, pdf, products, storing
from assessments.reports.snapshot_files import snapshot_json
from assessments.supplements import columns
from tests.assessments.reports import snapshots


def row(kind: ReportKind = ReportKind.GAP_REPORT, **fields) -> ReportFile:
    return ReportFile(**{"snapshot": snapshots.whole(), "kind": kind, "language": "vi", **fields})


def test_every_kind_has_its_product():
    assert set(products.PRODUCTS) == set(ReportKind)
    assert {kind for kind, product in products.PRODUCTS.items() if product.extension == "pdf"} == PRINTED


@pytest.mark.parametrize(
    ("kind", "fields", "name"),
    [
        (ReportKind.GAP_REPORT, {}, "bao-cao-khoang-cach-hue-dot-1.pdf"),
        (ReportKind.BRIEF, {"language": "en"}, "tom-tat-cho-lanh-dao-hue-dot-1-en.pdf"),
        (ReportKind.ARCHIVE, {}, "bao-cao-khoang-cach-luu-tru-hue-dot-1.pdf"),
        (ReportKind.EVIDENCE_PACK, {}, "goi-minh-chung-hue-dot-1.zip"),
    ],
)
def test_files_are_named_after_what_they_are_and_whose(kind, fields, name):
    assert products.file_name(row(kind, **fields)) == name


def test_names_are_ascii_and_tell_a_verified_result():
    of = snapshots.province("48", "Đà Nẵng")
    found = snapshots.snapshot(of=of, purpose=Purpose.VERIFIED)
    assert products.name_of(found) == "da-nang-dot-1-da-tham-dinh"


@pytest.mark.slow
def test_what_stands_beside_a_snapshot_comes_from_the_row():
    supplement = snapshots.beside(headline=snapshots.whole().claimed)
    made = products.PRODUCTS[ReportKind.BRIEF].render(row(ReportKind.BRIEF, **columns(supplement)))
    assert made == pdf.print_out(gap_report.build(snapshots.whole(), "vi", supplement), pdf.BRIEF)
    assert made.content != products.PRODUCTS[ReportKind.BRIEF].render(row(ReportKind.BRIEF)).content


@pytest.mark.slow
def test_keep_stores_what_the_kind_is(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    report = row(ReportKind.BRIEF)
    assert products.keep(report) == storing.stored(products.PRODUCTS[ReportKind.BRIEF].render(report), "pdf")
    assert len(list(tmp_path.rglob("*.pdf"))) == 1


@pytest.mark.slow
@pytest.mark.parametrize("kind", [ReportKind.GAP_REPORT, ReportKind.ARCHIVE])
def test_a_report_carries_what_it_was_made_from(kind):
    made = products.PRODUCTS[kind].render(row(kind)).content
    with pikepdf.open(BytesIO(made)) as document:
        files = {name: found.get_file().read_bytes() for name, found in document.attachments.items()}
    assert sorted(files) == ["ban-cham-diem-hue-dot-1.json", "ket-qua-hue-dot-1.xlsx"]
    assert files["ban-cham-diem-hue-dot-1.json"] == snapshot_json(snapshots.whole())
    cells = load_workbook(BytesIO(files["ket-qua-hue-dot-1.xlsx"])).active.iter_rows(values_only=True)
    assert float(snapshots.whole().claimed) in {value for line in cells for value in line}


@pytest.mark.slow
def test_a_web_worker_loads_no_engine_and_a_worker_has_them_before_it_forks():
    """They take 30 MB; which modules are there says it better than how much memory there is."""
    listed = "import sys; print([name for name in ('weasyprint', 'assessments.reports.pdf') if name in sys.modules])"
    web = "import smartcity_portal.wsgi"
    worker = (
        "from smartcity_portal.celery import app, load_engines; app.loader.import_default_modules(); load_engines()"
    )
    found = [
        subprocess.run([sys.executable, "-W", "ignore", "-c", f"{program}; {listed}"], capture_output=True, text=True)
        for program in (web, worker)
    ]
    assert [done.stdout for done in found] == ["[]\n", "['weasyprint', 'assessments.reports.pdf']\n"], found
