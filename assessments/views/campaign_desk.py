"""One campaign at a glance: where it stands, what is late, how many have filed and were reviewed, what can be done."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from accounts.models import User
from assessments.boards import FilingCounts, ReviewCounts, filing_counts, filing_rows, review_counts
from assessments.campaign_permissions import why_not_change, why_not_close, why_not_finalise_all, why_not_open_campaign
from assessments.enums import CampaignState, CampaignVerb
from assessments.models import Campaign
from assessments.permissions import may_run_campaigns, may_see_reviews
from assessments.transitions import CAMPAIGN_TRANSITIONS
from audit.trail import seen

ORDER = tuple(CampaignState)
MOST_EVENTS = 20


@dataclass(frozen=True)
class Step:
    """One of the five steps of a campaign; `state` is done, current or ahead; `days_late` counts from its last day."""

    label: str
    when: str
    state: str
    days_late: int = 0

    @property
    def icon(self) -> str:
        return {"done": "done", "current": "begun", "ahead": "empty"}[self.state]

    @property
    def late_text(self) -> str:
        return ngettext("quá %d ngày", "quá %d ngày", self.days_late) % self.days_late

    @property
    def state_text(self) -> str:
        return {"done": _("đã qua"), "current": _("đang ở bước này"), "ahead": _("chưa đến")}[self.state]


@dataclass(frozen=True)
class Move:
    """What the manager may do with the campaign next, or why not now. `consequence` is said before it is done."""

    verb: CampaignVerb
    url: str
    consequence: str
    why_not: str

    @property
    def label(self) -> str:
        return capfirst(str(self.verb.label))


def seen_campaign(request: HttpRequest, pk: int) -> Campaign:
    """For everybody of the ministry; nobody else learns which campaigns there are."""
    if not may_see_reviews(request.user):
        raise PermissionDenied(_("Trang này chỉ dành cho cán bộ của Bộ."))
    seen("campaign", pk)
    return get_object_or_404(Campaign.objects.with_versions(), pk=pk)


@require_GET
def campaign(request: HttpRequest, pk: int) -> HttpResponse:
    found = seen_campaign(request, pk)
    today = timezone.localdate()
    rows = filing_rows(found, today)
    filed, reviewed = filing_counts(rows), review_counts(rows)
    context = {
        "campaign": found,
        "is_demonstration": found.is_demonstration,
        "steps": steps(found, today),
        "filed": filed,
        "reviewed": reviewed,
        "has_assessments": bool(rows),
        "is_published": found.state == CampaignState.PUBLISHED,
        "moves": list(_moves(request.user, found, today, filed, reviewed)),
        "may_run": may_run_campaigns(request.user),
        "may_change": not why_not_change(request.user, found),
        "events": found.events.select_related("by").order_by("-at", "-pk")[:MOST_EVENTS],
    }
    return render(request, "assessments/campaign.html", context)


def steps(campaign: Campaign, today: date) -> list[Step]:
    """Preparation, self-assessment, review, making final, publication."""
    marks = (
        (_("Chuẩn bị"), _("mở ngày %s") % date_format(campaign.opens_on), campaign.opens_on),
        (_("Tự đánh giá"), _("đến hết %s") % date_format(campaign.submit_by), campaign.submit_by),
        (_("Thẩm định"), _review_days(campaign), campaign.clarify_by),
        (_("Chốt kết quả"), _("sau giải trình, trước công bố"), campaign.publish_on),
        (_("Công bố"), _("dự kiến %s") % date_format(campaign.publish_on), campaign.publish_on),
    )
    place = _place(CampaignState(campaign.state))
    return [_step(number - place, *mark, today) for number, mark in enumerate(marks)]


def _review_days(campaign: Campaign) -> str:
    names = {"review": date_format(campaign.review_by), "clarify": date_format(campaign.clarify_by)}
    return _("đến hết %(review)s, giải trình đến hết %(clarify)s") % names


def _place(state: CampaignState) -> int:
    """The number of the current step: what was made final waits for publication, what is published for nothing."""
    place = ORDER.index(state)
    return place if place < ORDER.index(CampaignState.FINAL) else place + 1


def _step(distance: int, label: str, when: str, last_day: date, today: date) -> Step:
    """`distance`: how far it lies ahead of the current one."""
    if distance:
        return Step(label, when, "ahead" if distance > 0 else "done")
    return Step(label, when, "current", max((today - last_day).days, 0))


def _moves(user: User, found: Campaign, today: date, filed: FilingCounts, reviewed: ReviewCounts) -> Iterator[Move]:
    """In their order, those that lie behind left out. Publication has pages of its own."""
    submitted = filed.filed - reviewed.final
    reasons = {
        CampaignVerb.OPEN: why_not_open_campaign(user, found),
        CampaignVerb.CLOSE: why_not_close(user, found, today),
        CampaignVerb.FINALISE: why_not_finalise_all(user, found, filed.filed, reviewed.returned, reviewed.unreviewed),
    }
    consequences = {
        CampaignVerb.OPEN: _(
            "Mỗi tỉnh sẽ có một phiếu; danh mục và α không đổi được nữa, các mốc chỉ đổi khi có lý do."
        ),
        CampaignVerb.CLOSE: _("Tỉnh chưa nộp không nộp được nữa, trừ tỉnh được gia hạn. Còn %d phiếu chưa nộp.")
        % filed.unfiled,
        CampaignVerb.FINALISE: _("Kết luận thẩm định của %d phiếu được giữ nguyên và tính thành điểm đã thẩm định.")
        % submitted,
    }
    for (state, verb), _move in CAMPAIGN_TRANSITIONS.items():
        if verb in reasons and ORDER.index(state) >= ORDER.index(CampaignState(found.state)):
            url = reverse(f"campaign_{verb}", args=[found.pk])
            yield Move(verb, url, consequences[verb], reasons[verb])
