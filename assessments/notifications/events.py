"""What happened, told to those whom it concerns, each time it happens."""

from collections import defaultdict
from collections.abc import Collection
from functools import partial

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from accounts.roles import PROVINCE_ROLES, Role
from assessments.enums import CampaignVerb, Verb
from assessments.models import Assessment, Campaign, ReviewAssignment

from .writing import News, Text, named, people, tell, to_provinces

WRITERS = frozenset({Role.CONTRIBUTOR, Role.COORDINATOR})
ANSWERABLE = frozenset({Role.COORDINATOR, Role.LEADER})


def opened(campaign: Campaign) -> int:
    """To everybody of the provinces: they have an assessment to fill in. Not of a round that is only recorded
    afterwards."""
    if campaign.submit_by < timezone.localdate():
        return 0
    assessments = campaign.assessments.select_related("province")
    return tell(to_provinces(assessments, PROVINCE_ROLES, lambda found: f"opened:{found.pk}", _opened))


def extended(assessment: Assessment) -> int:
    """To coordinators and leaders: they have until later to hand in."""
    times = assessment.events.filter(verb=Verb.EXTEND).count()
    return tell(to_provinces([assessment], ANSWERABLE, lambda found: f"extended:{found.pk}:{times}", _extended))


def assigned(assignments: Collection[ReviewAssignment]) -> int:
    """To reviewers: what they were given at once, all in one notice."""
    rows = ReviewAssignment.objects.filter(pk__in=[row.pk for row in assignments], reviewer__is_active=True)
    related = rows.select_related("reviewer", "assessment__campaign", "assessment__province")
    given: dict[User, list[ReviewAssignment]] = defaultdict(list)
    for row in related.order_by("assessment__province__code"):
        given[row.reviewer].append(row)
    return tell(_assigned_news(reviewer, seats) for reviewer, seats in given.items())


def returned(assessment: Assessment, questions: int) -> int:
    """To contributors and coordinators: so many answers are to be explained."""
    write = partial(_returned, questions=questions)
    return tell(to_provinces([assessment], WRITERS, partial(_key_of_round, "returned"), write, "clarifications"))


def clarified(assessment: Assessment) -> int:
    """To its reviewers: the province has handed its explanations in."""
    seats = assessment.assignments.filter(reviewer__is_active=True).select_related("reviewer")
    reviewers = [seat.reviewer for seat in seats]
    key, path = _key_of_round("clarified", assessment), reverse("review", args=[assessment.pk])
    return tell([News(reviewers, key, path, assessment.campaign, partial(_clarified, assessment))])


def finalised(assessments: Collection[Assessment]) -> int:
    """To coordinators and leaders: their own verified result. Also when it was made final once more."""
    return tell(to_provinces(assessments, ANSWERABLE, _key_of_result, _finalised))


def published(campaign: Campaign, path: str = "", reason: str = "") -> int:
    """To coordinators and leaders: everybody's results, to be seen at `path` (home, if there is none). A correction
    has a `reason`. Call it after the campaign event, which tells one publication from the next."""
    times = campaign.events.filter(verb__in=(CampaignVerb.PUBLISH, CampaignVerb.CORRECT)).count()
    provinces = set(campaign.assessments.values_list("province", flat=True))
    told = {user.pk: user for users in people(ANSWERABLE, provinces).values() for user in users}
    key = f"published:{campaign.pk}:{times}"
    return tell(
        [News(list(told.values()), key, path or reverse("home"), campaign, partial(_published, campaign, reason))]
    )


def _key_of_round(verb: str, assessment: Assessment) -> str:
    return f"{verb}:{assessment.pk}:{assessment.returned_at:%Y%m%dT%H%M%S}"


def _key_of_result(assessment: Assessment) -> str:
    return f"finalised:{assessment.pk}:{assessment.finalised_at:%Y%m%dT%H%M%S}"


def _assigned_news(reviewer: User, rows: list[ReviewAssignment]) -> News:
    assessments = [row.assessment for row in rows]
    campaign = assessments[0].campaign
    key = f"assigned:{campaign.pk}:{min(row.assigned_at for row in rows):%Y%m%dT%H%M%S%f}"
    return News([reviewer], key, reverse("home"), campaign, partial(_assigned, assessments))


# -- the texts -------------------------------------------------------------------------------------------------------


def _opened(assessment: Assessment) -> Text:
    campaign = assessment.campaign
    days = {"from": date_format(campaign.opens_on), "until": date_format(assessment.submit_by)}
    return Text(
        _("%s đã mở") % campaign,
        _("Phiếu của %(province)s nhận câu trả lời từ ngày %(from)s. Hạn nộp: hết ngày %(until)s.")
        % {"province": assessment.province, **days},
    )


def _extended(assessment: Assessment) -> Text:
    names = {"province": assessment.province, "day": date_format(assessment.submit_by)}
    body = _("%(campaign)s. Phiếu sửa được và nộp được đến hết ngày %(day)s. Lý do gia hạn: %(reason)s")
    return Text(
        _("Phiếu của %(province)s được gia hạn nộp đến ngày %(day)s") % names,
        body % {"campaign": assessment.campaign, "reason": assessment.extension_reason, **names},
    )


def _assigned(assessments: list[Assessment]) -> Text:
    campaign = assessments[0].campaign
    subject = ngettext("Phân công thẩm định %d phiếu", "Phân công thẩm định %d phiếu", len(assessments))
    names = {"campaign": campaign, "provinces": named(assessments), "day": date_format(campaign.review_by)}
    return Text(
        subject % len(assessments),
        _("%(campaign)s: %(provinces)s. Hạn thẩm định: hết ngày %(day)s.") % names,
    )


def _returned(assessment: Assessment, questions: int) -> Text:
    subject = ngettext(
        "%(province)s cần giải trình %(count)d câu, chậm nhất ngày %(day)s",
        "%(province)s cần giải trình %(count)d câu, chậm nhất ngày %(day)s",
        questions,
    )
    names = {"province": assessment.province, "count": questions, "day": date_format(assessment.clarify_until)}
    body = _(
        "%(campaign)s: qua thẩm định, một số câu của phiếu cần được giải trình. Chỉ những câu này và các câu phụ thuộc "
        "vào chúng sửa được. Hãy trả lời từng yêu cầu; đầu mối nộp giải trình khi đã đủ."
    )
    return Text(subject % names, body % {"campaign": assessment.campaign})


def _clarified(assessment: Assessment) -> Text:
    return Text(
        _("%s đã nộp giải trình") % assessment.province,
        _("%s: hãy xem giải trình và kết luận lại các câu đã hỏi.") % assessment.campaign,
    )


def _finalised(assessment: Assessment) -> Text:
    body = _(
        "%s: việc thẩm định phiếu đã xong. Điểm đã thẩm định xem được trên cổng sau ít phút; kết quả của các tỉnh, "
        "thành phố khác xem được sau khi công bố."
    )
    return Text(_("Kết quả thẩm định của %s đã chốt") % assessment.province, body % assessment.campaign)


def _published(campaign: Campaign, reason: str) -> Text:
    if reason:
        return Text(_("Đính chính kết quả: %s") % campaign, _("Lý do đính chính: %s") % reason)
    body = _("Kết quả đã thẩm định của các tỉnh, thành phố nay xem và so sánh được trên cổng.")
    return Text(_("Công bố kết quả: %s") % campaign, body)
