"""What every page about one assessment shows around its content."""

from typing import Any

from assessments.models import Assessment


def about(assessment: Assessment) -> dict[str, Any]:
    campaign = assessment.campaign
    return {"assessment": assessment, "campaign": campaign, "is_demonstration": campaign.is_demonstration}
