"""How the scores of a report come about, and what they cannot say."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from assessments.enums import Band
from assessments.results import SnapshotResult
from indicators.scoring import scorecard

from . import in_words


@dataclass(frozen=True)
class Method:
    """`arithmetic`: how the headline follows from its halves; `bands`: "tên (khoảng)" joined."""

    arithmetic: str
    bands: str
    alpha: str
    guidance: str
    indicators: str
    guidance_notice: str


def method(result: SnapshotResult) -> Method:
    alpha = Decimal(result.snapshot.inputs["alpha"])
    document = result.catalogue.guidance.document
    return Method(
        arithmetic=in_words.arithmetic(result),
        bands="; ".join(_bands()),
        alpha=in_words.share(alpha),
        guidance=result.catalogue.guidance.code,
        indicators=result.catalogue.indicators.code,
        guidance_notice=str(document.notice) if document else "",
    )


def _bands() -> list[str]:
    lows = [low for _code, low in scorecard.BANDS]
    ends = [*lows[1:], None]
    return [
        (_("%(name)s từ %(low)d đến dưới %(end)d") if end else _("%(name)s từ %(low)d đến 100"))
        % {"name": Band(code).label, "low": low, "end": end}
        for (code, low), end in zip(scorecard.BANDS, ends, strict=True)
    ]
