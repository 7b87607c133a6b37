"""How far two reviewers agree, by question (Cohen's κ)."""

from collections.abc import Iterable
from decimal import Decimal
from itertools import chain
from typing import NamedTuple

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from assessments.boards import double_reviewed, verdict_pairs
from assessments.catalogue import CampaignCatalogue, campaign_catalogue
from assessments.permissions import may_run_campaigns
from assessments.results import title_of
from indicators.scoring.agreement import Agreement, agreement

from .campaign_desk import seen_campaign

FEWEST = 5
"""With fewer pairs a κ says nothing and none is shown."""

WORDS: tuple[tuple[Decimal, str | Promise], ...] = (
    (Decimal("0.81"), _("gần như hoàn toàn thống nhất")),
    (Decimal("0.61"), _("thống nhất khá")),
    (Decimal("0.41"), _("thống nhất vừa phải")),
    (Decimal("0.21"), _("thống nhất yếu")),
    (Decimal("0"), _("thống nhất rất yếu")),
)
"""From which κ on which word is used: the steps of Landis and Koch (1977), the words ours."""

WORSE_THAN_CHANCE = _("kém hơn ngẫu nhiên")
ONE_VERDICT_ONLY = _("không tính được: hai người chỉ dùng một loại kết luận")


class Row(NamedTuple):
    """One question with what its pairs come to."""

    code: str
    title: str
    found: Agreement

    @property
    def words(self) -> str:
        return in_words(self.found.kappa)

    @property
    def percent(self) -> Decimal | None:
        return None if self.found.observed is None else 100 * self.found.observed


def in_words(kappa: Decimal | None) -> str:
    if kappa is None:
        return str(ONE_VERDICT_ONLY)
    return str(next((word for least, word in WORDS if kappa >= least), WORSE_THAN_CHANCE))


@require_GET
def campaign_agreement(request: HttpRequest, pk: int) -> HttpResponse:
    campaign = seen_campaign(request, pk)
    pairs = verdict_pairs(campaign)
    overall = Row("", "", agreement(chain.from_iterable(pairs.values())))
    rows = _rows(campaign_catalogue(campaign), pairs)
    context = {
        "campaign": campaign,
        "is_demonstration": campaign.is_demonstration,
        "doubles": double_reviewed(campaign),
        "overall": overall,
        "is_enough": overall.found.n >= FEWEST,
        "rows": [row for row in rows if row.found.n >= FEWEST],
        "too_few": sum(row.found.n < FEWEST for row in rows),
        "fewest": FEWEST,
        "scale": WORDS,
        "may_run": may_run_campaigns(request.user),
    }
    return render(request, "assessments/agreement.html", context)


def _rows(catalogue: CampaignCatalogue, pairs: dict[str, list[tuple[str, str]]]) -> list[Row]:
    """Least agreement first, then what has no κ; codes that the catalogue does not know are left out."""
    known: Iterable[str] = (code for code in catalogue.items if code in pairs)
    rows = [Row(code, title_of(catalogue.items[code]), agreement(pairs[code])) for code in known]
    return sorted(rows, key=lambda row: (row.found.kappa is None, row.found.kappa or 0))
