"""What is due, told some days before and after its day.

The key of a reminder has the day and the mark, so that running twice, at once, or after days of standstill never
doubles it: what was missed is made up for by the last mark that has passed. A new last day begins anew.
"""

from collections.abc import Collection, Iterator
from datetime import date
from functools import partial

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.roles import Role
from assessments.enums import AssessmentState, CampaignState, Verdict
from assessments.models import Assessment, PartAssignment, PartProgress, ReviewAssignment

from .events import ANSWERABLE, WRITERS
from .parts import part_news
from .writing import News, Text, named, tell, to_provinces

TO_SUBMIT = (14, 7, 3, 1, 0, -1, -7)
TO_CLARIFY = (3, 1, -1)
TO_REVIEW = (7, 1)
TO_FINISH_A_PART = (7, 3, 1, 0)
"""Days left when people are reminded; below zero, days since."""

COORDINATORS = frozenset({Role.COORDINATOR})


def remind_all(today: date) -> int:
    """Everything that is due by then; returns how many notices were written."""
    return _submissions(today) + _clarifications(today) + _reviews(today) + _parts(today)


def reminded(assessments: Collection[Assessment], today: date) -> int:
    """To the coordinators, because somebody asked for it: once a day and campaign, however many assessments a person
    answers for. Returns how many people were told."""
    return tell(
        to_provinces(
            assessments,
            COORDINATORS,
            lambda found: f"remind:{found.campaign_id}:{today}",
            lambda found: _to_submit(found, today),
        )
    )


def unfiled(today: date) -> "QuerySet[Assessment]":
    """What is still to be handed in: in open campaigns, and where an extension keeps an assessment open. With province
    and campaign."""
    may = Q(campaign__state=CampaignState.OPEN) | Q(campaign__state=CampaignState.CLOSED, extended_to__isnull=False)
    found = Assessment.objects.filter(may, state=AssessmentState.DRAFT, campaign__opens_on__lte=today)
    return found.select_related("campaign", "province").order_by("campaign", "province__code")


def mark_of(last_day: date, today: date, marks: Collection[int]) -> int | None:
    """The last mark that has passed on this side of the day; None before the first, or if there is none behind it."""
    left = (last_day - today).days
    return min((mark for mark in marks if mark >= left and (mark < 0) == (left < 0)), default=None)


def _submissions(today: date) -> int:
    """To coordinators; from the last day on to leaders, too."""
    due = {found: mark_of(found.submit_by, today, TO_SUBMIT) for found in unfiled(today)}
    early = [found for found, mark in due.items() if mark is not None and mark > 0]
    late = [found for found, mark in due.items() if mark is not None and mark <= 0]

    def key(found: Assessment) -> str:
        return f"due:{found.pk}:submit:{found.submit_by}:{due[found]}"

    def write(found: Assessment) -> Text:
        return _to_submit(found, today)

    return tell([*to_provinces(early, COORDINATORS, key, write), *to_provinces(late, ANSWERABLE, key, write)])


def _clarifications(today: date) -> int:
    """To contributors and coordinators."""
    rows = Assessment.objects.filter(state=AssessmentState.RETURNED).select_related("campaign", "province")
    due = {found: mark for found in rows if (mark := mark_of(found.clarify_until, today, TO_CLARIFY)) is not None}

    def key(found: Assessment) -> str:
        return f"due:{found.pk}:clarify:{found.clarify_until}:{due[found]}"

    return tell(to_provinces(list(due), WRITERS, key, lambda found: _to_clarify(found, today), "clarifications"))


def _reviews(today: date) -> int:
    """To reviewers: what they have not decided on, one notice a campaign."""
    return tell(_review_news(today))


def _review_news(today: date) -> Iterator[News]:
    open_seats: dict[tuple[int, int], list[ReviewAssignment]] = {}
    for seat in _undecided():
        open_seats.setdefault((seat.reviewer_id, seat.assessment.campaign_id), []).append(seat)
    for seats in open_seats.values():
        campaign = seats[0].assessment.campaign
        mark = mark_of(campaign.review_by, today, TO_REVIEW)
        if mark is not None:
            key = f"due:{campaign.pk}:review:{campaign.review_by}:{mark}"
            assessments = [seat.assessment for seat in seats]
            write = partial(_to_review, assessments, today)
            yield News([seats[0].reviewer], key, reverse("home"), campaign, write)


def _undecided() -> "QuerySet[ReviewAssignment]":
    """Seats of active reviewers with leaves still to decide on."""
    own = Q(
        assessment__decisions__seat=F("seat"),
        assessment__decisions__superseded_at__isnull=True,
        assessment__decisions__verdict__in=(Verdict.ACCEPTED, Verdict.ADJUSTED, Verdict.REJECTED),
    )
    seats = ReviewAssignment.objects.filter(
        finished_at__isnull=True, assessment__state=AssessmentState.SUBMITTED, reviewer__is_active=True
    )
    counted = seats.annotate(decided=Count("assessment__decisions", filter=own))
    left = counted.filter(decided__lt=F("assessment__to_review"))
    related = left.select_related("reviewer", "assessment__campaign", "assessment__province")
    return related.order_by("reviewer", "assessment__province__code")


def _parts(today: date) -> int:
    """To those who were given parts of a draft: what is not finished, one notice a person, day and mark."""
    done = PartProgress.objects.filter(assessment=OuterRef("assessment"), answered=F("asked"), part=OuterRef("part"))
    rows = PartAssignment.objects.filter(assessment__in=unfiled(today).order_by(), due_on__gte=today)
    due = {
        row: mark
        for row in rows.filter(~Exists(done)).select_related("assessment__campaign", "assessment__province", "body")
        if (mark := mark_of(row.due_on, today, TO_FINISH_A_PART)) is not None
    }
    return tell(part_news(due, today))


# -- the texts -------------------------------------------------------------------------------------------------------


def _to_submit(assessment: Assessment, today: date) -> Text:
    left = (assessment.submit_by - today).days
    names = {
        "campaign": assessment.campaign,
        "province": assessment.province,
        "day": date_format(assessment.submit_by),
        "count": abs(left),
    }
    if left < 0:
        subject = ngettext(
            "Phiếu của %(province)s đã quá hạn nộp %(count)d ngày",
            "Phiếu của %(province)s đã quá hạn nộp %(count)d ngày",
            -left,
        )
        body = _(
            "%(campaign)s: phiếu chưa nộp, hạn là hết ngày %(day)s. Nếu cần thêm thời gian, hãy đề nghị cơ quan chủ "
            "trì đợt đánh giá gia hạn."
        )
        return Text(subject % names, body % names)
    subject = ngettext(
        "Còn %(count)d ngày đến hạn nộp phiếu của %(province)s",
        "Còn %(count)d ngày đến hạn nộp phiếu của %(province)s",
        left,
    )
    if left == 0:
        subject = _("Hôm nay là hạn nộp phiếu của %(province)s")
    body = _("%(campaign)s: phiếu chưa nộp. Hạn nộp: hết ngày %(day)s. Hãy hoàn thành các câu còn thiếu rồi nộp phiếu.")
    return Text(subject % names, body % names)


def _to_clarify(assessment: Assessment, today: date) -> Text:
    left = (assessment.clarify_until - today).days
    names = {
        "campaign": assessment.campaign,
        "province": assessment.province,
        "day": date_format(assessment.clarify_until),
        "count": left,
    }
    if left < 0:
        body = _("%(campaign)s: hạn là hết ngày %(day)s; các câu được hỏi sẽ được kết luận theo nội dung hiện có.")
        return Text(_("%(province)s đã quá hạn giải trình") % names, body % names)
    subject = ngettext(
        "Còn %(count)d ngày đến hạn giải trình của %(province)s",
        "Còn %(count)d ngày đến hạn giải trình của %(province)s",
        left,
    )
    if left == 0:
        subject = _("Hôm nay là hạn giải trình của %(province)s")
    body = _("%(campaign)s: giải trình chưa nộp. Hạn: hết ngày %(day)s. Hãy trả lời từng yêu cầu rồi nộp giải trình.")
    return Text(subject % names, body % names)


def _to_review(assessments: list[Assessment], today: date) -> Text:
    campaign = assessments[0].campaign
    left = (campaign.review_by - today).days
    subject = ngettext("Còn %d ngày đến hạn thẩm định", "Còn %d ngày đến hạn thẩm định", left) % left
    body = ngettext(
        "%(campaign)s: còn %(count)d phiếu chưa kết luận xong (%(provinces)s). Hạn thẩm định: hết ngày %(day)s.",
        "%(campaign)s: còn %(count)d phiếu chưa kết luận xong (%(provinces)s). Hạn thẩm định: hết ngày %(day)s.",
        len(assessments),
    )
    names = {
        "campaign": campaign,
        "count": len(assessments),
        "provinces": named(assessments),
        "day": date_format(campaign.review_by),
    }
    return Text(_("Hôm nay là hạn thẩm định") if left == 0 else subject, body % names)
