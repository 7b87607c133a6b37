"""Keeping files under names made of their content."""

import logging
from datetime import timedelta

from django.core.files.base import File
from django.core.files.storage import default_storage
from django.utils import timezone
from django.utils.translation import gettext as _

from .errors import StorageFailed

logger = logging.getLogger(__name__)

REUSED_FOR = timedelta(hours=12)
"""What lies there for longer may be an orphan that is about to be removed (backups.orphans: after a day)."""


def keep(name: str, content: File, size: int) -> str:
    """Keep a file, once, and return its name. Raises StorageFailed; then nothing of it is there."""
    try:
        if default_storage.exists(name):
            is_whole = default_storage.size(name) == size
            if is_whole and default_storage.get_modified_time(name) > timezone.now() - REUSED_FOR:
                return name
            default_storage.delete(name)
        content.seek(0)
        return str(default_storage.save(name, content))
    except Exception as error:  # what an object storage raises depends on its library
        logger.exception("storage failed: %s", name)
        raise StorageFailed(
            _(
                "Kho lưu trữ của cổng chưa ghi được tệp (có thể đã hết chỗ) nên tệp này chưa được lưu. Hãy thử lại "
                "sau; nếu vẫn không được, hãy báo quản trị hệ thống."
            )
        ) from error
