"""Which states an assessment may move between, by which verb. Only `move` assigns a state."""

from django.utils.translation import gettext as _

from .enums import AssessmentState, Verb
from .errors import Refusal
from .models import Assessment

TRANSITIONS: dict[tuple[AssessmentState, Verb], AssessmentState] = {
    (AssessmentState.DRAFT, Verb.SUBMIT): AssessmentState.SUBMITTED,
}

EDITABLE = frozenset({AssessmentState.DRAFT})


def may_move(assessment: Assessment, verb: Verb) -> bool:
    return (AssessmentState(assessment.state), verb) in TRANSITIONS


def move(assessment: Assessment, verb: Verb) -> None:
    """Set the state that the verb leads to; the caller saves. Raises Refusal if the table has no such move."""
    if not may_move(assessment, verb):
        names = {"state": assessment.get_state_display(), "verb": verb.label}
        raise Refusal(_("Phiếu đang ở trạng thái “%(state)s” nên không thể %(verb)s.") % names)
    assessment.state = TRANSITIONS[AssessmentState(assessment.state), verb]
