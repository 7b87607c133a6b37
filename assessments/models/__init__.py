from .answers import Answer, AnswerRevision
from .campaigns import Assessment, Campaign, CampaignEvent, PartProgress, WorkflowEvent
from .evidence import AnswerEvidence, Evidence, StoredFile
from .notices import Notice
from .report_templates import ReportTemplate, ReportTemplateEvent
from .reviews import Clarification, Decision, ReviewAssignment
from .scores import ReportFile, ScoreSnapshot
from .teamwork import GROUP_PREFIX, PartAssignment

__all__ = (
    "GROUP_PREFIX",
    "Answer",
    "AnswerEvidence",
    "AnswerRevision",
    "Assessment",
    "Campaign",
    "CampaignEvent",
    "Clarification",
    "Decision",
    "Evidence",
    "Notice",
    "PartAssignment",
    "PartProgress",
    "ReportFile",
    "ReportTemplate",
    "ReportTemplateEvent",
    "ReviewAssignment",
    "ScoreSnapshot",
    "StoredFile",
    "WorkflowEvent",
)
