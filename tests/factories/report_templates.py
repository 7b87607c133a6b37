"""Templates of the Word edition: files made in memory, and rows as if the ministry had sent them."""

from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from docx import Document

from accounts.models import User
from assessments.actions import report_templates
from assessments.models import ReportTemplate
from assessments.reports.word import saving
from tests.factories.files import upload

LABELS = "{{ labels.demonstration }} {{ labels.ours }} {{ cover.status }} {{ cover.snapshot }} {{ cover.checksum }}"
WHOLE = (LABELS, "{{ indicator_notice }}", "Điểm chung: {{ summary.headline }}")
"""Paragraphs of the least template that lacks nothing obligatory."""


def template(*paragraphs: str, head: str = "", foot: str = "", rows: tuple[str, ...] = ()) -> bytes:
    """A Word document with these paragraphs, and a table with `rows` of one cell."""
    document = Document()
    for text in paragraphs:
        document.add_paragraph(text)
    for edge, text in ((document.sections[0].header, head), (document.sections[0].footer, foot)):
        if text:
            edge.paragraphs[0].text = text
    table = document.add_table(0, 1) if rows else None
    for text in rows:
        table.add_row().cells[0].text = text
    stream = BytesIO()
    document.save(stream)
    return saving.timeless(stream.getvalue())


def template_upload(content: bytes | None = None, name: str = "mau-cua-bo.docx") -> SimpleUploadedFile:
    return upload(name, template(*WHOLE) if content is None else content)


def template_sent_by(manager: User, content: bytes | None = None, language: str = "vi") -> ReportTemplate:
    return report_templates.upload(by=manager, language=language, file=template_upload(content))
