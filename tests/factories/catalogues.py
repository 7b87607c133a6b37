"""The real catalogues, read once a process and stored where a test asks for them."""

from functools import cache
from pathlib import Path

import guidance.loading
import indicators.loading
from catalogues.versions import publish, store
from guidance.models import GuidanceVersion
from guidance.schema import Catalogue as Guidance
from indicators.models import IndicatorSetVersion
from indicators.schema import Catalogue as IndicatorSet

ROOT = Path(__file__).resolve().parents[2]


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
    version, changed = store(model, found.code, found)
    if changed:
        publish(version)
        version.refresh_from_db()
    return version
