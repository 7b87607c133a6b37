"""Puts the sheets together: guide, themes, indicators, and what people do not see."""

from datetime import UTC, datetime
from io import BytesIO

from django.utils import translation
from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from accounts.models import User
from assessments.models import Assessment
from workbooks.sheets.cells import LANGUAGE
from workbooks.sheets.columns import FORMAT, GUIDE, HEADER_ROW, IDENTITY, INDICATORS, LISTS, Page, pages

from .formats import Formats
from .guide import DEMONSTRATION, deadline, write_guide
from .lists import Lists
from .paper import Paper
from .rows import Sheet
from .source import Source, source

AS_WRITTEN = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


def workbook(assessment: Assessment, *, by: User, at: datetime) -> bytes:
    """An .xlsx file with what is answered so far, open for filling in as far as `by` may; the same bytes for the same
    answers, moment and rights."""
    with translation.override(LANGUAGE):
        return _file(source(assessment, by, at))


def _file(found: Source) -> bytes:
    stream = BytesIO()
    book = Workbook(stream, {"in_memory": True, **AS_WRITTEN})
    book.set_properties(
        {
            "title": f"Phiếu tự đánh giá: {found.assessment.province}",
            "subject": found.assessment.campaign.name,
            "created": found.at.astimezone(UTC).replace(tzinfo=None, microsecond=0),
        }
    )
    book.set_calc_mode("auto")
    formats = Formats(book)
    guide = book.add_worksheet(GUIDE, Paper)
    write_guide(guide, found, formats)
    filled = [(book.add_worksheet(page.name, Paper), page) for page in pages(found.catalogue)]
    lists = Lists(book.add_worksheet(LISTS))
    for worksheet, page in filled:
        Sheet(worksheet, page, found, formats, lists).write()
        _head(worksheet, page, found, formats)
    guide.set_up(_mark(found))
    lists.worksheet.hide()
    _identify(book.add_worksheet(IDENTITY), found)
    book.close()
    return stream.getvalue()


def _head(worksheet: Paper, page: Page, found: Source, formats: Formats) -> None:
    """Above the headings; those stay in sight with the two first columns."""
    assessment = found.assessment
    line = f"{assessment.province} · {assessment.campaign.name} · {deadline(assessment)}"
    worksheet.write_string(0, 0, page.title, formats["title"])
    indicators = found.catalogue.indicators
    is_set = page.name == INDICATORS and indicators and indicators.set
    notice = f"{line} · {indicators.set.notice}" if is_set and indicators and indicators.set else line
    worksheet.write_string(1, 0, notice, formats["notice"])
    if assessment.campaign.is_demonstration:
        worksheet.write_string(0, 3, DEMONSTRATION, formats["demonstration"])
    worksheet.freeze_panes(HEADER_ROW + 1, 2)
    worksheet.set_up(_mark(found), repeated=HEADER_ROW + 1)


def _mark(found: Source) -> str:
    return "DỮ LIỆU MINH HỌA" if found.assessment.campaign.is_demonstration else ""


def _identify(worksheet: Worksheet, found: Source) -> None:
    """What the reader goes by: whose it is, which catalogues, and each leaf's version of its answer."""
    campaign = found.assessment.campaign
    facts = (
        (FORMAT, found.at.astimezone(UTC).isoformat(timespec="seconds")),
        ("assessment", str(found.assessment.pk)),
        ("campaign", campaign.code),
        (campaign.guidance.code, campaign.guidance.checksum),
        (campaign.indicators.code, campaign.indicators.checksum),
    )
    for row, pair in enumerate(facts):
        for place, text in enumerate(pair):
            worksheet.write_string(row, place, text)
    for row, (code, version) in enumerate(found.versions.items(), len(facts)):
        worksheet.write_string(row, 0, code)
        worksheet.write_number(row, 1, version)
    worksheet.very_hidden()
