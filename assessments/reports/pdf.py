"""From a report to PDF bytes. The only module that knows the engine (WeasyPrint).

The engine reaches nothing but the files named here: no network, no other file, no data: address. The same snapshot
gives the same bytes, so that a report is stored once under its sha256.
"""

import functools
import gc
import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.utils import translation
from weasyprint import CSS, HTML, Document
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

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

_one_at_a_time = threading.Lock()


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


def print_out(report: GapReport) -> Rendered:
    """The report as PDF/UA-1."""
    with translation.override(report.language):
        html = render_to_string("reports/gap_report.html", {"report": report})
    return print_html(html, report.cover.checksum)


def print_html(html: str, identifier: str) -> Rendered:
    """HTML of ours as PDF/UA-1; the same HTML and identifier (hex) give the same bytes. One at a time in a process: the
    fonts are shared and not safe for threads."""
    options = {"pdf_variant": "pdf/ua-1", "pdf_identifier": identifier[:32].encode()}
    with _one_at_a_time, without_collector():
        css, fonts = style()
        document: Document = HTML(string=html, url_fetcher=OwnFiles()).render(fonts, stylesheets=[css], **options)
        content: bytes = document.write_pdf(**options)
    return Rendered(content, len(document.pages))


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
