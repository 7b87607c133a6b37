"""A page of our own words, printed with the stylesheet of reports."""

import re
import subprocess
from io import BytesIO

import pikepdf
from pypdf import PdfReader

from assessments.reports import pdf

PAGE = '<!doctype html>\n<html lang="vi"><head><title>A</title>{}</head><body>{}</body></html>'


def page_of(body: str, style: str = "") -> str:
    return PAGE.format(f"<style>{style}</style>" if style else "", body)


def printed(body: str, style: str = "") -> bytes:
    return pdf.print_html(page_of(body, style), "0" * 64).content


def text_of(content: bytes) -> str:
    return PdfReader(BytesIO(content)).pages[0].extract_text()


def drawn(content: bytes) -> list[bytes]:
    """What draws the pages, without kerning by 0."""
    with pikepdf.open(BytesIO(content)) as document:
        found = [page.Contents.read_bytes() for page in document.pages]
    return [re.sub(rb">-?0(<|(?=\]))", lambda end: b"" if end[1] else b">", page).replace(b"<>", b"") for page in found]


def picture(content: bytes) -> bytes:
    """The first page as it looks, in shades of grey."""
    return subprocess.run(
        ["pdftoppm", "-gray", "-r", "80", "-l", "1", "-"], input=content, check=True, capture_output=True
    ).stdout
