"""Reports, workbooks and the Word edition of one whole assessment, each beside an honest yardstick."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation
from openpyxl import Workbook, load_workbook
from playwright.sync_api import Page, sync_playwright

from assessments.enums import Purpose, ReportKind, WorkStatus
from assessments.models import Assessment, ReportFile, ScoreSnapshot
from assessments.reports import gap_report, pdf, products
from assessments.reports.results_workbook import results_workbook
from assessments.reports.word import rendering as word
from assessments.results import own_result
from assessments.supplements import Supplement, gather
from workbooks import reading, writing

from .measuring import Figure, at_most, once, seconds

PAGE_MS, FETCH_MS, WORKBOOK_MS, WORD_MS = 80, 50, 150, 600
"""A page: 2.0 s for 25."""
AGAINST_CHROMIUM, AGAINST_OPENPYXL = 2.0, 1.5


def figures() -> Iterator[Figure]:
    """Of the demonstration's home province, first round: verified, published, with a plan."""
    snapshot = ScoreSnapshot.objects.with_campaign().get(
        purpose=Purpose.VERIFIED, assessment__campaign__code="minh-hoa-1", assessment__province__code="48"
    )
    supplement = gather(snapshot, "vi")
    report = gap_report.build(snapshot, "vi", supplement)
    yield from _printed(report)
    yield from _fetched(snapshot)
    yield from _tables(snapshot, supplement)
    yield at_most("Word edition", 1000 * seconds(lambda: word.render(report)), WORD_MS, "ms")


def _printed(report: gap_report.GapReport) -> Iterator[Figure]:
    cold = once(lambda: pdf.print_out(report))
    pages = pdf.print_out(report).pages
    warm = seconds(lambda: pdf.print_out(report), 5)
    brief = seconds(lambda: pdf.print_out(report, pdf.BRIEF), 5)
    with chromium() as page, TemporaryDirectory() as folder:
        address = _for_chromium(report, Path(folder))
        chromium_cold = once(lambda: _print_by(page, address))
        chromium_warm = seconds(lambda: _print_by(page, address), 5)
    aside = f"{pages} pages; Chromium {1000 * chromium_warm:.0f} ms"
    yield at_most("PDF report a page, warm (2.0 s for 25)", 1000 * warm / pages, PAGE_MS, "ms", f"{pages} tagged pages")
    yield at_most("PDF report, warm", 1000 * warm, None, "ms", f"{pages} tagged pages")
    yield at_most("PDF report against headless Chromium, warm", warm / chromium_warm, AGAINST_CHROMIUM, "ratio", aside)
    yield at_most("PDF report against headless Chromium, cold", cold / chromium_cold, None, "ratio")
    yield at_most("Leader's brief, warm", 1000 * brief, None, "ms", "2 pages")


@contextmanager
def chromium() -> Iterator[Page]:
    options = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-sync"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=options)
        yield browser.new_page()
        browser.close()


def _for_chromium(report: gap_report.GapReport, folder: Path) -> str:
    """The same HTML, stylesheet and fonts as files that a browser may open."""
    with translation.override(report.language):
        html = render_to_string(pdf.REPORT, {"report": report})
    css = pdf.own_file(pdf.STYLESHEET).read_text()
    for name in pdf.OWN_FILES:
        css = css.replace(f"{pdf.SCHEME}{name}", f"file://{finders.find(name)}")
    (folder / "report.css").write_text(css)
    page = folder / "report.html"
    page.write_text(html.replace("</head>", '<link rel="stylesheet" href="report.css"></head>'))
    return f"file://{page}"


def _print_by(page: Page, address: str) -> bytes:
    page.goto(address)
    return page.pdf(prefer_css_page_size=True, tagged=True, outline=True)


def _fetched(snapshot: ScoreSnapshot) -> Iterator[Figure]:
    report = ReportFile.objects.filter(snapshot=snapshot, kind=ReportKind.GAP_REPORT).first()
    if report is None:
        report = ReportFile(snapshot=snapshot)
    if report.status != WorkStatus.READY:
        ReportFile.objects.bulk_create(
            [ReportFile(snapshot=snapshot, supplement_key="b" * 64, status=WorkStatus.READY, **products.keep(report))]
        )
        report = ReportFile.objects.get(supplement_key="b" * 64)
    client = Client()
    client.force_login(snapshot.assessment.submitted_by)
    url = reverse("report_file", args=[snapshot.pk, report.pk])
    yield at_most("PDF report fetched", 1000 * seconds(lambda: client.get(url).getvalue()), FETCH_MS, "ms")


def _tables(snapshot: ScoreSnapshot, supplement: Supplement) -> Iterator[Figure]:
    result = own_result(snapshot)
    yield from _book("Results workbook", lambda: results_workbook(result, supplement))
    assessment = Assessment.objects.with_campaign().get(pk=snapshot.assessment_id)
    yield from _answer_book(assessment)


def _answer_book(assessment: Assessment) -> Iterator[Figure]:
    """Out and in: filled with all answers, read back whole."""
    by, now = assessment.submitted_by, timezone.now()
    content = writing.workbook(assessment, by=by, at=now)
    yield from _book("Answer workbook", lambda: writing.workbook(assessment, by=by, at=now))
    taken = seconds(lambda: reading.read(assessment, "a.xlsx", content, timezone.localdate()))
    yield at_most("Answer workbook read", 1000 * taken, WORKBOOK_MS, "ms")
    ratio = taken / seconds(lambda: _cells(content))
    yield at_most("Answer workbook read against openpyxl reading the same cells bare", ratio, AGAINST_OPENPYXL, "ratio")


def _book(name: str, write: Callable[[], bytes]) -> Iterator[Figure]:
    written = write()
    cells = _cells(written)
    taken, bare = seconds(write), seconds(lambda: _write_bare(cells))
    yield at_most(name, 1000 * taken, WORKBOOK_MS, "ms", f"{sum(map(len, cells.values()))} rows")
    yield at_most(f"{name} against openpyxl writing the same cells bare", taken / bare, AGAINST_OPENPYXL, "ratio")


def _cells(content: bytes) -> dict[str, list[tuple[object, ...]]]:
    book = load_workbook(BytesIO(content), read_only=True)
    return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book.worksheets}


def _write_bare(cells: dict[str, list[tuple[object, ...]]]) -> bytes:
    book = Workbook()
    for title, rows in cells.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()
