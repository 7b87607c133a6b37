"""Keeping what was made under its content."""

import hashlib
from typing import Any, NamedTuple

from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage


class Rendered(NamedTuple):
    """`pages` 0: not printed."""

    content: bytes | File
    pages: int = 0


def stored(rendered: Rendered, extension: str) -> dict[str, Any]:
    """Keep a file under its sha256. Returns the columns that make a RenderedFile ready."""
    file = ContentFile(rendered.content) if isinstance(rendered.content, bytes) else rendered.content
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    name = f"reports/{digest.hexdigest()[:2]}/{digest.hexdigest()}.{extension}"
    if not default_storage.exists(name):
        file.seek(0)
        name = default_storage.save(name, file)
    return {"file": name, "sha256": digest.hexdigest(), "size": file.size, "pages": rendered.pages}
