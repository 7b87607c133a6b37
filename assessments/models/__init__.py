from .answers import Answer, AnswerRevision
from .approvals import Approval
from .campaigns import Assessment, Campaign, CampaignEvent, PartProgress, WorkflowEvent
from .discussion import Comment, CommentMention, DiscussionSettled
from .evidence import AnswerEvidence, Evidence, StoredFile
from .notices import Notice
from .quarantine import QuarantineRelease
from .report_templates import ReportTemplate, ReportTemplateEvent
from .reviews import Clarification, Decision, ReviewAssignment
from .scores import ReportFile, ScoreSnapshot
from .teamwork import GROUP_PREFIX, PartAssignment

__all__ = (
    "GROUP_PREFIX",
    "Answer",
    "AnswerEvidence",
    "AnswerRevision",
    "Approval",
    "Assessment",
    "Campaign",
    "CampaignEvent",
    "Clarification",
    "Comment",
    "CommentMention",
    "Decision",
    "DiscussionSettled",
    "Evidence",
    "Notice",
    "PartAssignment",
    "PartProgress",
    "QuarantineRelease",
    "ReportFile",
    "ReportTemplate",
    "ReportTemplateEvent",
    "ReviewAssignment",
    "ScoreSnapshot",
    "StoredFile",
    "WorkflowEvent",
)
