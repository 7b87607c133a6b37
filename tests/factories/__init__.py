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
from .reviews import ACCEPTED, REJECTED, asked, closed, decide_all, finalised, reviewer_of

__all__ = (
    "ACCEPTED",
    "REJECTED",
    "BodyFactory",
    "CampaignFactory",
    "MembershipFactory",
    "ProvinceFactory",
    "UserFactory",
    "answer_all",
    "asked",
    "assessment_in",
    "closed",
    "complete_assessment",
    "decide_all",
    "evidence_document",
    "finalised",
    "guidance_version",
    "indicator_version",
    "made_answers",
    "open_assessment",
    "pdf_upload",
    "reviewer_of",
    "user_as",
)
