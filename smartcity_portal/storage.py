import uuid
from pathlib import Path
from typing import Any

from django.core.files.storage import FileSystemStorage


class WholeFiles(FileSystemStorage):
    """Files appear under their name when all their bytes are there, as in object storage: a disk that is full or a
    process that is killed leaves no half of one."""

    def _save(self, name: str, content: Any) -> str:
        partial = str(Path(name).with_name(f".{uuid.uuid4().hex}.part"))
        try:
            super()._save(partial, content)
            Path(self.path(partial)).replace(self.path(name))
        finally:
            Path(self.path(partial)).unlink(missing_ok=True)
        return name
