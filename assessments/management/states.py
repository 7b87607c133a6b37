"""docs/states.md: the states of assessments and campaigns and who may move them, drawn from `transitions` and
`permissions`. Only the conditions are written by hand."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.db.models import Model

from assessments.enums import AssessmentState, CampaignState, CampaignVerb, Permission, Verb
from assessments.models import Assessment, Campaign
from assessments.permissions import ROLE_PERMISSIONS
from assessments.transitions import CAMPAIGN_TRANSITIONS, TRANSITIONS

CONDITIONS: dict[Verb, str] = {
    Verb.OPEN: "with the campaign, one for every province that stands on its first day",
    Verb.ASK_APPROVAL: (
        "coordinators, in a draft of a province that has a leader's account; nothing is missing, as for submission"
    ),
    Verb.APPROVE: "a leader of the province; what the coordinator laid before them, unchanged since",
    Verb.GIVE_BACK: "a leader of the province, with a reason; instead of approving",
    Verb.WITHDRAW_APPROVAL: "a coordinator, while it waits for the leader",
    Verb.VOID_APPROVAL: "by itself, when an answer or its evidence is changed after it was laid before the leader",
    Verb.SUBMIT: (
        "nothing is missing, the declaration is made, a leader has approved exactly this content (where the province "
        "has a leader's account), the campaign is open and its last day not over; with an "
        "extension until that day, in a closed campaign too"
    ),
    Verb.PREVIEW: "in a draft",
    Verb.ADD_EVIDENCE: (
        "as answers are edited: in a draft until its last day, in a returned assessment what was asked about"
    ),
    Verb.REMOVE_EVIDENCE: "as answers are edited; the item stays with the province",
    Verb.INFECTED: "by itself, when the scanner finds malware in a file; in any state, and a final one stays as it is",
    Verb.RELEASE: "campaign managers and system administrators, with a reason; a false alarm of the scanner",
    Verb.REPORT: "of a score that is ready",
    Verb.LOAD_ANSWERS: "as answers are edited, all or nothing",
    Verb.CARRY_OVER: "coordinators, in a draft until its last day; what was answered already stays",
    Verb.EXTEND: "campaign managers, with a reason; a draft in an open or closed campaign, a day after the common one",
    Verb.ASSIGN: "campaign managers, once the campaign is open; two different people",
    Verb.ACCEPT_MANY: "an assigned reviewer; what is not decided yet and not with the province",
    Verb.FINISH_REVIEW: "an assigned reviewer who has decided on every leaf and has no question left to the province",
    Verb.SETTLE: "the first reviewer or a campaign manager; both reviewers have finished and differ on the leaf",
    Verb.RETURN: "the first reviewer or a campaign manager; a question is waiting, and the last day lies ahead",
    Verb.CLARIFY: "every question has its reply, nothing is missing, the day for clarification is not over",
    Verb.RESUME: "the first reviewer or a campaign manager; the day for clarification is over",
    Verb.FINALISE: (
        "every question to the province is closed and every leaf decided; of two reviewers both have finished, and "
        "what they see differently is settled"
    ),
    Verb.REOPEN: "with a reason; what was published stays as it was, reviewers have not finished any longer",
    Verb.PLAN: "coordinators and leaders, once a score is ready; in any state, after publication too",
    Verb.SHARE_OUT: "coordinators, in a draft until its last day; to bodies of the province and their contributors",
}
"""What must hold beside the state and the permission."""

CAMPAIGN_CONDITIONS: dict[CampaignVerb, str] = {
    CampaignVerb.CREATE: "published catalogues that go together, dates in order, α from 0 to 1",
    CampaignVerb.CHANGE: (
        "in preparation everything; later, with a reason, dates that lie ahead; once published nothing"
    ),
    CampaignVerb.OPEN: "provinces are loaded; each gets its assessment",
    CampaignVerb.ASSIGN: "once it is open; people who are reviewers",
    CampaignVerb.REMIND: "somebody who has not handed in can be told; nobody is told twice a day",
    CampaignVerb.CLOSE: "the last day of self-assessment is over; extensions go on",
    CampaignVerb.FINALISE: "somebody has submitted, and every submitted assessment can be made final: all or none",
    CampaignVerb.PUBLISH: (
        "a comparison was made after the last result became final, and nothing that was submitted is still open"
    ),
    CampaignVerb.CORRECT: "as publishing; in a published campaign, with a reason: a new comparison beside the old one",
}

HEAD = """# States, and who may move them

Drawn by `manage.py draw_states` from `assessments/transitions.py` and `assessments/permissions.py`; a test compares.
People read the Vietnamese labels, the code has the names in brackets. A move needs its permission; what must hold
beside it stands under “and”."""


def document() -> str:
    """The whole page."""
    return "\n\n".join([HEAD, *_assessments(), *_campaigns(), "## Permissions (quyền)", _permissions()]) + "\n"


def _assessments() -> Iterator[str]:
    yield "## Assessments (phiếu đánh giá)"
    yield _diagram("LR", AssessmentState, TRANSITIONS, Assessment)
    yield _moves(TRANSITIONS, CONDITIONS)
    yield "What is done without a change of state:"
    yield _others(Verb, TRANSITIONS, CONDITIONS)


def _campaigns() -> Iterator[str]:
    yield "## Campaigns (đợt đánh giá)"
    yield _diagram("TB", CampaignState, CAMPAIGN_TRANSITIONS, Campaign)
    yield _moves(CAMPAIGN_TRANSITIONS, CAMPAIGN_CONDITIONS)
    yield "What is done without a change of state:"
    yield _others(CampaignVerb, CAMPAIGN_TRANSITIONS, CAMPAIGN_CONDITIONS)


def _diagram(direction: str, states: Iterable[Any], moves: Mapping[Any, Any], model: type[Model]) -> str:
    lines = [f"direction {direction}", *(f"{state}: {_named(state)}" for state in states)]
    lines.append(f"[*] --> {model._meta.get_field('state').get_default()}")
    lines += [f"{state} --> {move.to}: {_named(verb)}" for (state, verb), move in moves.items()]
    return "\n    ".join(["```mermaid\nstateDiagram-v2", *lines]) + "\n```"


def _moves(moves: Mapping[Any, Any], conditions: Mapping[Any, str]) -> str:
    rows = (
        (_named(state), _named(verb), _named(move.to), _named(move.by), _holders(move.by), conditions[verb])
        for (state, verb), move in moves.items()
    )
    return _table(("state", "verb", "to", "permission", "roles that have it", "and"), rows)


def _others(verbs: Iterable[Any], moves: Mapping[Any, Any], conditions: Mapping[Any, str]) -> str:
    moving = {verb for _state, verb in moves}
    return _table(("verb", "who and when"), ((_named(verb), conditions[verb]) for verb in verbs if verb not in moving))


def _permissions() -> str:
    return _table(("permission", "roles that have it"), ((_named(each), _holders(each)) for each in Permission))


def _holders(permission: Permission) -> str:
    return ", ".join(_named(role) for role, granted in ROLE_PERMISSIONS.items() if permission in granted)


def _named(word: Any) -> str:
    return f"{word.label} ({word.value})"


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    return "\n".join(f"| {' | '.join(cells)} |" for cells in (head, ("---",) * len(head), *rows))
