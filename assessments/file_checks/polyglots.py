"""A file that another program would read as something else: refused, since what was checked is not what is run then.

Served as an attachment, with its own type and `nosniff`, no browser of today would fall for it; mail gateways, other
portals and old programs that the file is passed on to might.
"""

import re
import zipfile
from typing import IO

SNIFFED = 1445
"""So many bytes browsers look at for markup where nothing tells them the type."""

PDF_WITHIN = 1024
"""Readers of PDF accept its mark anywhere within these."""

MARKUP = re.compile(rb"<(!doctype\s+html|html|head|body|script|iframe|svg|img|a\s|object|embed|style|meta)[\s/>]", re.I)
PACKAGE, PDF = b"PK\x03\x04", b"%PDF-"


def is_polyglot(content: IO[bytes], *, is_package: bool, is_pdf: bool) -> bool:
    """`content` is left where it starts."""
    content.seek(0)
    head = content.read(max(SNIFFED, PDF_WITHIN))
    is_archive = zipfile.is_zipfile(content)
    content.seek(0)
    if is_package != is_archive or (is_package and not head.startswith(PACKAGE)):
        return True
    if is_pdf != (PDF in head[:PDF_WITHIN]) or (is_pdf and not head.startswith(PDF)):
        return True
    return bool(MARKUP.search(head[:SNIFFED])) and not is_package
