"""A province's submitted answers to the small catalogues, and who reviews them."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from accounts.models import Province, User
from accounts.roles import Role
from assessments.actions import workflow
from assessments.actions.answers import Content
from assessments.answer_values import columns_of
from assessments.catalogue import campaign_catalogue
from assessments.models import Answer, AnswerRevision, Assessment, Campaign
from indicators.scoring.exchange import written_value
from indicators.scoring.measures import DocumentValue, RatioValue
from tests.factories import ProvinceFactory, user_as

from .small import open_assessment_on_small

CODES = ["A-1.1", "A-1.2", "A-1.3", "A-1.4", "A-1.6", "A-1.7", "B-2"]
"""What a reviewer decides on when `VALUES` were given: A-1.5 is hidden, A-1.8 a text, B-1 takes A-1.6's value."""

VALUES: dict[str, Any] = {
    "A-1.1": "2",
    "A-1.2": "yes",
    "A-1.3": ("a",),
    "A-1.4": None,
    "A-1.6": RatioValue(Decimal(1), Decimal(4)),
    "A-1.7": DocumentValue("1/QĐ", timezone.datetime(2026, 1, 5).date(), "Ủy ban nhân dân tỉnh"),
    "B-2": Decimal(7),
}
NOTE = "Đã làm từ năm trước."


def store(assessment: Assessment, by: User, **changed: Any) -> None:
    """`VALUES` in bulk, with a revision and a note each, but for those `changed` (code with "_" for "-" and ".")."""
    catalogue = campaign_catalogue(assessment.campaign)
    values = {code: changed.get(code.replace("-", "_").replace(".", "_"), value) for code, value in VALUES.items()}
    answers = Answer.objects.bulk_create(
        Answer(
            assessment=assessment,
            code=code,
            section=catalogue.section_of[code],
            kind=catalogue.items[code].kind,
            is_given=True,
            not_applicable=value is None,
            reason="Không có biển." if value is None else "",
            note=NOTE,
            version=1,
            updated_by=by,
            **columns_of(catalogue.items[code].kind, value),
        )
        for code, value in values.items()
    )
    AnswerRevision.objects.bulk_create(
        AnswerRevision(answer=answer, version=1, content=_content(values[answer.code]), by=by) for answer in answers
    )


def _content(value: Any) -> dict[str, Any]:
    given = Content(value, note=NOTE) if value is not None else Content(not_applicable=True, reason="Không có biển.")
    return {**vars(given), "value": written_value(value)}


def submitted_on_small(province: Province | None = None, **changed: Any) -> Assessment:
    """Submitted through the action; its campaign is open."""
    assessment = open_assessment_on_small(province or ProvinceFactory())
    return hand_in(assessment, **changed)


def hand_in(assessment: Assessment, **changed: Any) -> Assessment:
    coordinator = user_as(Role.COORDINATOR, assessment.province)
    store(assessment, coordinator, **changed)
    workflow.submit(by=coordinator, assessment=assessment, declared=True)
    return Assessment.objects.with_campaign().get(pk=assessment.pk)


def earlier(assessment: Assessment, **changed: Any) -> Assessment:
    """What the same province handed in a year before."""
    found = submitted_on_small(assessment.province, **changed)
    days = {
        name: getattr(assessment.campaign, name) - timedelta(days=365)
        for name in ("opens_on", "submit_by", "review_by", "clarify_by", "publish_on")
    }
    Campaign.objects.filter(pk=found.campaign_id).update(**days)
    return Assessment.objects.with_campaign().get(pk=found.pk)
