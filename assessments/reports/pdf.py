"""From a report to PDF bytes. With `engine` the only module that knows WeasyPrint.

The engine reaches nothing but the files named here: no network, no other file, no data: address. The same snapshot
gives the same bytes, so that a report is stored once under its sha256.
"""

import functools
import gc
import logging
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from enum import Enum
from pathlib import Path
from typing import Any, NamedTuple

from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.utils import translation
from weasyprint import CSS, Attachment, Document
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from .engine import OurHTML, forget
from .gap_report import GapReport
from .storing import Rendered

for chatty in ("weasyprint.progress", "fontTools"):
    logging.getLogger(chatty).setLevel(logging.WARNING)

SCHEME = "static:"
CONTENT_TYPES = {".css": "text/css", ".woff2": "font/woff2"}
STYLESHEET = "css/report.css"
OWN_FILES = frozenset(
    {
        STYLESHEET,
        "vendor/fonts/be-vietnam-pro-400-normal.woff2",
        "vendor/fonts/be-vietnam-pro-600-normal.woff2",
        "vendor/fonts/tinos-400-normal.woff2",
        "vendor/fonts/tinos-400-italic.woff2",
        "vendor/fonts/tinos-700-normal.woff2",
        "vendor/fonts/tinos-700-italic.woff2",
    }
)

REPORT, BRIEF = "reports/gap_report.html", "reports/brief.html"

_one_at_a_time = threading.Lock()


class Variant(Enum):
    """PDF/UA-1 to be read, also aloud; PDF/A-3a, tagged too, to be kept."""

    ACCESSIBLE = "pdf/ua-1"
    ARCHIVE = "pdf/a-3a"


class Attached(NamedTuple):
    """A file inside a PDF: the data that it was made from."""

    name: str
    description: str
    content: bytes


class MissingAsset(Exception):
    """A font or the stylesheet is not there; without it Vietnamese would print wrongly."""


class OwnFiles(URLFetcher):
    """Serves OWN_FILES under "static:" and refuses every other address."""

    def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
        name = url.removeprefix(SCHEME)
        if not url.startswith(SCHEME) or name not in OWN_FILES:
            raise ValueError(f"refused: {url[:100]}")
        path = own_file(name)
        return URLFetcherResponse(url, path.read_bytes(), {"Content-Type": CONTENT_TYPES[path.suffix]})


def own_file(name: str) -> Path:
    """Where a static file of ours is. Raises MissingAsset."""
    found = finders.find(name)
    if not found:
        raise MissingAsset(f"{name}: not found; run .ci/assets.py")
    return Path(found)


@functools.cache
def style() -> tuple[CSS, FontConfiguration]:
    """Stylesheet and fonts, read once a process: unpacking the fonts takes longer than laying out ten pages."""
    fonts = FontConfiguration()
    for name in OWN_FILES:
        own_file(name)
    return CSS(url=f"{SCHEME}{STYLESHEET}", font_config=fonts, url_fetcher=OwnFiles()), fonts


def print_out(
    report: GapReport, template: str = REPORT, variant: Variant = Variant.ACCESSIBLE, attached: Iterable[Attached] = ()
) -> Rendered:
    """The report, or the leader's brief, with the files that are attached to it."""
    with translation.override(report.language):
        html = render_to_string(template, {"report": report})
    made = datetime.fromisoformat(report.cover.made_at)
    return print_html(html, report.identifier, variant, [_attachment(file, made) for file in attached])


def print_html(
    html: str, identifier: str, variant: Variant = Variant.ACCESSIBLE, attachments: Sequence[Attachment] = ()
) -> Rendered:
    """HTML of ours as PDF; the same HTML, identifier (hex) and attachments give the same bytes. One at a time in a
    process: the fonts are shared and not safe for threads."""
    options = {"pdf_variant": variant.value, "pdf_identifier": identifier[:32].encode(), "attachments": attachments}
    with _one_at_a_time, without_collector():
        return _printed(html, options)


def _printed(html: str, options: dict[str, Any]) -> Rendered:
    """All boxes are gone when this returns, before the collector could walk them."""
    css, fonts = style()
    source = OurHTML(html, OwnFiles())
    document: Document = source.render(fonts, stylesheets=[css], **options)
    content: bytes = document.write_pdf(**options)
    forget(source)
    return Rendered(content, len(document.pages))


def _attachment(file: Attached, made: datetime) -> Attachment:
    """With the snapshot's time, so that the same content gives the same bytes."""
    return Attachment(
        string=file.content,
        name=file.name,
        description=file.description,
        created=made,
        modified=made,
        relationship="Data",
    )


@contextmanager
def without_collector() -> Iterator[None]:
    """The garbage collector would walk a million living boxes again and again: a seventh of the time, for nothing."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()
