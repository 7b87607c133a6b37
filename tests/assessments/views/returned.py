"""A submitted assessment on the small catalogues that was sent back with a question on A-1.1."""

from datetime import timedelta

from django.utils import timezone

from accounts.models import Province, User
from assessments.actions import clarifications
from assessments.actions.reviews import decide
from assessments.models import Assessment
from tests.assessments.review_world import submitted_on_small
from tests.factories import asked, reviewer_of

QUESTION = "Văn bản nào quy định mức này?"


def returned(province: Province | None = None, *codes: str) -> tuple[Assessment, User]:
    """And its reviewer."""
    assessment = submitted_on_small(province)
    reviewer = reviewer_of(assessment)
    for code in codes or ("A-1.1",):
        decide(by=reviewer, assessment=assessment, code=code, judgement=asked(QUESTION), seen=0)
    clarifications.send_back(by=reviewer, assessment=assessment, until=timezone.localdate() + timedelta(days=5))
    return Assessment.objects.with_campaign().get(pk=assessment.pk), reviewer
