"""How the national report's numbers came about, and what they can bear."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Q
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from assessments.charts.bands import ranges
from assessments.enums import Seat, Verdict
from assessments.explanations import points
from assessments.models import Decision
from assessments.reports import in_words
from comparison.models import Edition, EntryReviewer
from indicators.scoring import robustness
from indicators.scoring.agreement import Agreement, agreement

from .source import Source

FEWEST_PAIRS = 5
"""With fewer a κ says nothing and none is printed."""

JUDGED = (Verdict.ACCEPTED, Verdict.ADJUSTED, Verdict.REJECTED)


@dataclass(frozen=True)
class Method:
    """`doubles`: entries that two people reviewed; `agreement`: in a sentence, "" without such."""

    alpha: str
    spread: str
    concentration: int
    bands: str
    guidance: str
    indicators: str
    guidance_notice: str
    indicator_notice: str
    reviewers: int
    doubles: int
    agreement: str


def method(source: Source) -> Method:
    campaign, catalogue = source.edition.campaign, source.catalogue
    document = catalogue.guidance.document if catalogue.guidance else None
    seats = EntryReviewer.objects.filter(entry__edition=source.edition)
    return Method(
        alpha=in_words.share(campaign.alpha),
        spread=in_words.share(Decimal(str(robustness.ALPHA_SPREAD))),
        concentration=robustness.CONCENTRATION,
        bands="; ".join(words for _shade, words in ranges()),
        guidance=campaign.guidance.code,
        indicators=campaign.indicators.code,
        guidance_notice=str(document.notice) if document else "",
        indicator_notice=source.notice,
        reviewers=seats.order_by().values("reviewer").distinct().count(),
        doubles=seats.filter(seat=Seat.SECOND).count(),
        agreement=_agreement(agreement(_pairs(source.edition))),
    )


def _agreement(found: Agreement) -> str:
    if found.n < FEWEST_PAIRS or found.observed is None:
        return ""
    names = {"n": number_format(found.n), "observed": in_words.percent(100 * found.observed)}
    same = _("Hai người thẩm định kết luận như nhau ở %(observed)s của %(n)s câu và chỉ số cả hai đã xem") % names
    if found.kappa is None:
        return _("%s; không tính được hệ số κ vì hai người chỉ dùng một loại kết luận.") % same
    kappa = {"same": same, "kappa": points(found.kappa)}
    return _("%(same)s; hệ số κ của Cohen là %(kappa)s (1 là thống nhất hoàn toàn, 0 là như ngẫu nhiên).") % kappa


def _pairs(edition: Edition) -> Iterator[tuple[str, str]]:
    """Verdicts of the first and the second reviewer on the same leaf, as they stood when the edition was made."""
    doubles = EntryReviewer.objects.filter(entry__edition=edition, seat=Seat.SECOND)
    then = Q(superseded_at__isnull=True) | Q(superseded_at__gt=edition.finished_at)
    decisions = Decision.objects.filter(
        then,
        assessment__in=doubles.values("entry__assessment"),
        seat__in=(Seat.FIRST, Seat.SECOND),
        verdict__in=JUDGED,
        at__lte=edition.finished_at,
    ).order_by()
    first: dict[tuple[object, str], str] = {}
    for seat in (Seat.FIRST, Seat.SECOND):
        for assessment, code, verdict in decisions.filter(seat=seat).values_list("assessment", "code", "verdict"):
            if seat == Seat.FIRST:
                first[assessment, code] = verdict
            elif (assessment, code) in first:
                yield first[assessment, code], verdict
