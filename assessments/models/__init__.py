from .answers import Answer, AnswerRevision
from .campaigns import Assessment, Campaign, WorkflowEvent
from .evidence import AnswerEvidence, Evidence, StoredFile
from .scores import ReportFile, ScoreSnapshot

__all__ = (
    "Answer",
    "AnswerEvidence",
    "AnswerRevision",
    "Assessment",
    "Campaign",
    "Evidence",
    "ReportFile",
    "ScoreSnapshot",
    "StoredFile",
    "WorkflowEvent",
)
