"""The real catalogues, read once a process and stored where a test asks for them."""

from functools import cache
from pathlib import Path
from typing import Any

from django.utils import timezone

import guidance.loading
import indicators.loading
from catalogues.versions import VersionStatus, checksum, dump
from guidance.models import GuidanceVersion
from guidance.schema import Catalogue as Guidance
from indicators.models import IndicatorSetVersion
from indicators.schema import Catalogue as IndicatorSet

ROOT = Path(__file__).resolve().parents[2]
DUMPED: dict[str, dict[str, Any]] = {}


@cache
def real_guidance() -> Guidance:
    return guidance.loading.read_folder(ROOT / "guidance/data/cv2333/v1")


@cache
def real_indicators() -> IndicatorSet:
    return indicators.loading.read_folder(ROOT / "indicators/data/cv3098/v1")


def guidance_version() -> GuidanceVersion:
    """cv2333/v1, published."""
    return _published(GuidanceVersion, real_guidance())


def indicator_version() -> IndicatorSetVersion:
    """cv3098/v1, published."""
    return _published(IndicatorSetVersion, real_indicators())


def _published(model, found):
    """As loading and publishing leave it, but dumped once a process: that is most of the work."""
    version = model.objects.filter(code=found.code).defer("definition").first()
    if version is None:
        if found.code not in DUMPED:
            definition = dump(found)
            DUMPED[found.code] = {"definition": definition, "checksum": checksum(definition)}
        values = {**DUMPED[found.code], "status": VersionStatus.PUBLISHED}
        version = model.objects.create(code=found.code, published_at=timezone.now(), **values)
    return version


def clear_shelves() -> None:
    """As before anything was loaded: tests begin with the real catalogues stored (tests/conftest.py)."""
    GuidanceVersion.objects.all().delete()
    IndicatorSetVersion.objects.all().delete()
