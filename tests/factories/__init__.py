from .accounts import BodyFactory, MembershipFactory, ProvinceFactory, UserFactory, user_as
from .assessments import (
    CampaignFactory,
    answer_all,
    assessment_in,
    complete_assessment,
    evidence_document,
    made_answers,
    open_assessment,
    pdf_upload,
)
from .catalogues import guidance_version, indicator_version

__all__ = (
    "BodyFactory",
    "CampaignFactory",
    "MembershipFactory",
    "ProvinceFactory",
    "UserFactory",
    "answer_all",
    "assessment_in",
    "complete_assessment",
    "evidence_document",
    "guidance_version",
    "indicator_version",
    "made_answers",
    "open_assessment",
    "pdf_upload",
    "user_as",
)
