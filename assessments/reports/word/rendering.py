"""From a report to the bytes of a DOCX. The same report and template give the same bytes."""

import hashlib

from django.utils import translation
from django.utils.translation import gettext as _
from docx.oxml import OxmlElement
from jinja2 import TemplateError
from lxml.etree import XMLSyntaxError

from assessments.errors import Refusal
from assessments.reports.gap_report import GapReport

from . import saving
from .default.template import made
from .document import Document
from .fields import context
from .labels import labels_of


def render(report: GapReport, template: bytes = b"") -> bytes:
    """With the template of the ministry, or by default with ours. Raises Refusal if the template does not fit."""
    content = template or made(report.language)
    document = Document(content)
    try:
        with translation.override(report.language):
            document.filled(context(report))
    except (TemplateError, XMLSyntaxError) as error:
        reason = _("Mẫu Word đang dùng không lập được báo cáo này (%s); hãy kiểm tra mẫu hoặc trở về mẫu mặc định.")
        raise Refusal(reason % error) from error
    _mark(document, labels_of(report).demonstration)
    saving.describe(document.docx, report, hashlib.sha256(content).hexdigest())
    return saving.saved(document.docx)


def _mark(document: Document, mark: str) -> None:
    """Made-up data are called that even where a template does not: then above everything else."""
    if not mark or mark in document.text:
        return
    paragraph, run, text = (OxmlElement(f"w:{name}") for name in ("p", "r", "t"))
    text.text = mark
    run.append(text)
    paragraph.append(run)
    document.docx.element.body.insert(0, paragraph)
