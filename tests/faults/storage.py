"""The portal's storage on a disk that can be made to hang."""

import time
from pathlib import Path
from typing import Any

from django.conf import settings

from smartcity_portal.storage import WholeFiles

HANGING = Path(settings.VAR_DIR, "storage-hangs")
"""While this file is there, nothing is written."""


class SlowFiles(WholeFiles):
    def _save(self, name: str, content: Any) -> str:
        deadline = time.monotonic() + 30
        while HANGING.exists() and time.monotonic() < deadline:
            time.sleep(0.02)
        return super()._save(name, content)
