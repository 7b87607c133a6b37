import uuid
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.storage import FileSystemStorage
from whitenoise.storage import CompressedManifestStaticFilesStorage


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


class HashedFiles(CompressedManifestStaticFilesStorage):
    """Addresses of static files, looked up once: the list of them does not change while the portal runs."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.addresses: dict[str, str] = {}

    def url(self, name: str, force: bool = False) -> str:
        if settings.DEBUG or force:
            return super().url(name, force)
        if name not in self.addresses:
            self.addresses[name] = super().url(name)
        return self.addresses[name]
