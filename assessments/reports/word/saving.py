"""A document as bytes, the same for the same document: what was filled in, its properties, and no hour of the day."""

import zipfile
from datetime import UTC, datetime
from io import BytesIO

from django.utils import translation
from django.utils.translation import gettext as _
from docx.document import Document

from assessments.reports.gap_report import GapReport

EPOCH = (1980, 1, 1, 0, 0, 0)
"""The earliest that an archive can tell."""

LONGEST = 255
LANGUAGES = {"vi": "vi-VN", "en": "en-GB"}


def describe(document: Document, report: GapReport, template: str) -> None:
    """Set the core properties; `template`: the sha256 of the template's file, which stands in `version`."""
    made_at = datetime.fromisoformat(report.cover.made_at).astimezone(UTC)
    with translation.override(report.language):
        author = _("Ủy ban nhân dân %(unit)s") % {"unit": report.cover.unit}
    found = {
        "title": report.title,
        "author": author,
        "subject": report.cover.campaign,
        "language": LANGUAGES[report.language],
        "identifier": report.identifier,
        "version": template,
        "content_status": report.cover.status,
        **dict.fromkeys(("category", "comments", "keywords", "last_modified_by"), ""),
    }
    properties = document.core_properties
    for name, text in found.items():
        setattr(properties, name, text[:LONGEST])
    properties.created = properties.modified = made_at
    properties.revision = 1


def saved(document: Document) -> bytes:
    stream = BytesIO()
    document.save(stream)
    return timeless(stream.getvalue())


def timeless(archive: bytes) -> bytes:
    """A zip archive with the same members and no times."""
    stream = BytesIO()
    with zipfile.ZipFile(BytesIO(archive)) as old, zipfile.ZipFile(stream, "w") as new:
        for name in old.namelist():
            new.writestr(zipfile.ZipInfo(name, EPOCH), old.read(name), zipfile.ZIP_DEFLATED)
    return stream.getvalue()
