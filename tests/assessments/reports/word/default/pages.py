"""One part of the default template, filled in with a report."""

from collections.abc import Callable
from functools import cache
from io import BytesIO
from typing import Any

import docx
from django.utils import translation

from assessments.reports import gap_report
from assessments.reports.gap_report import GapReport
from assessments.reports.word import saving
from assessments.reports.word.default import styles
from assessments.reports.word.default.paper import Paper
from assessments.reports.word.document import Document
from assessments.reports.word.fields import context
from tests.assessments.reports import snapshots
from tests.assessments.reports.word.reading import text_of


@cache
def whole() -> GapReport:
    return gap_report.build(snapshots.whole(), "vi")


@cache
def empty() -> GapReport:
    return gap_report.build(snapshots.empty(), "vi")


def printed(part: Callable[[Paper], None], report: GapReport, **changed: Any) -> Any:
    """The document that has only this part."""
    made = docx.Document()
    styles.dress(made, "vi-VN")
    with translation.override("vi"):
        part(Paper(made))
        document = Document(saving.saved(made))
        document.filled({**context(report), **changed})
    stream = BytesIO()
    document.docx.save(stream)
    return docx.Document(stream)


def text(part: Callable[[Paper], None], report: GapReport, **changed: Any) -> str:
    return text_of(printed(part, report, **changed).element.body)
