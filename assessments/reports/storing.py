"""Keeping what was made under its content, signed where a certificate is configured."""

import hashlib
from typing import Any, NamedTuple

from django.conf import settings
from django.core.files.base import ContentFile, File
from django.utils.module_loading import import_string

from assessments.kept_files import keep


class Rendered(NamedTuple):
    """`pages` 0: not printed."""

    content: bytes | File
    pages: int = 0


def signed(rendered: Rendered) -> Rendered:
    """A printed document with the portal's signature, where PDF_SIGNING_PKCS12 names a certificate.

    By name, since the web process comes by here too: pyHanko would cost each of them 0.3 s and 17 MB for nothing.
    """
    if not settings.PDF_SIGNING_PKCS12:
        return rendered
    return rendered._replace(content=import_string("assessments.reports.signing.sign")(rendered.content))


def stored(rendered: Rendered, extension: str) -> dict[str, Any]:
    """Keep a file under its sha256, and close it. Returns the columns that make a RenderedFile ready."""
    digest, size = hashlib.sha256(), 0
    with ContentFile(rendered.content) if isinstance(rendered.content, bytes) else rendered.content as file:
        for chunk in file.chunks():
            digest.update(chunk)
            size += len(chunk)
        name = f"reports/{digest.hexdigest()[:2]}/{digest.hexdigest()}.{extension}"
        name = keep(name, file, size)
    return {"file": name, "sha256": digest.hexdigest(), "size": size, "pages": rendered.pages}
