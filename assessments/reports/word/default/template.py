"""The default template as a file."""

from functools import cache

from django.utils import translation
from django.utils.translation import gettext as _
from docx import Document

from assessments.reports.word import saving

from . import chapters, endings, front, styles
from .paper import Paper

PARTS = (
    *(front.running_heads, front.cover, front.summary, front.contents),
    *(chapters.themes, chapters.indicators, chapters.standing, chapters.roadmap, chapters.plan),
    *(endings.method, endings.answers, endings.evidence),
)
"""In the order of the PDF edition."""


@cache
def made(language: str) -> bytes:
    """With its labels in a language; the same bytes in every process."""
    document = Document()
    with translation.override(language):
        document.core_properties.title, document.core_properties.author = _("Mẫu báo cáo khoảng cách"), ""
        styles.dress(document, saving.LANGUAGES[language])
        paper = Paper(document)
        for part in PARTS:
            part(paper)
    return saving.saved(document)
