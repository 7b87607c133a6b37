import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from assessments.models import StoredFile
from backups.archive import summed


@pytest.fixture(autouse=True)
def _own_storage(tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def keep(db):
    """Keeps a file and its row."""

    def kept(content: bytes) -> StoredFile:
        digest = summed([content]).sha256
        name = default_storage.save(f"evidence/{digest[:2]}/{digest}", ContentFile(content))
        return StoredFile.objects.create(sha256=digest, file=name, size=len(content), content_type="application/pdf")

    return kept
