"""What to do by when: the gaps in three phases."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from assessments.results import SnapshotResult
from catalogues.schema import Horizon

from . import in_words
from .chapters import Step, step
from .pictures import MOST_STEPS


@dataclass(frozen=True)
class Phase:
    """One stretch of the roadmap; `left` is the number of steps not listed here."""

    title: str
    count: int
    gain: str
    steps: tuple[Step, ...]
    left: int


def phases(result: SnapshotResult) -> Iterator[Phase]:
    """By horizon, greatest gain first; a last one for actions without a horizon, if there are any."""
    for horizon in (*Horizon, ""):
        gaps = [gap for gap in result.gaps if gap.horizon == horizon]
        if gaps or horizon:
            yield Phase(
                title=str(in_words.HORIZONS[horizon]) if horizon else _("chưa định thời hạn"),
                count=len(gaps),
                gain=in_words.points(sum((gap.gain for gap in gaps), Decimal(0))),
                steps=tuple(map(step, gaps[:MOST_STEPS])),
                left=max(len(gaps) - MOST_STEPS, 0),
            )
