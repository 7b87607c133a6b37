"""What differs from tests/access.py by the state of an assessment (tests/stages.py): which pages there are, and who
can do what a route is for. Whoever is not named is refused, and whoever has no right in the base table has none in any
state."""

from collections.abc import Iterable

from tests.access import ACCESS, LOGIN

ROLES = ("contributor", "coordinator", "leader", "reviewer", "campaign_manager", "auditor")
DONE = "done"
"""It was done: something of the assessment is different now."""

TO_ASK = ("draft", "given_back", "fallen", "withdrawn")
"""Of a leader's approval."""

OPEN = (*TO_ASK, "laid_before", "approved")
DRAFTS = (*OPEN, "overdue", "closed")
RETURNED = ("returned", "replied")
IN_REVIEW = ("in_review", "asked", "reviewed")
ENDED = ("final", "published")
HANDED_IN = ("submitted", *IN_REVIEW, *RETURNED, *ENDED)
ALL = (*DRAFTS, *HANDED_IN)

PAGES: dict[str, dict[tuple[str, ...], int]] = {
    **{route: {HANDED_IN: 302} for route in ("approval", "check")},
    "receipt": {DRAFTS: 404},
    "review_leaf": {DRAFTS: 404},
    "campaign_edit": {("published",): 302},
}
"""What a GET gives in some states in place of a page; all other pages are the same in every state."""

UNPUBLISHED = {**dict.fromkeys(ROLES, 404), **dict.fromkeys(ROLES[3:], 200), "stranger": 404, "nobody": LOGIN}
"""Of an edition that is not published: its pages, but to the ministry."""

EDITORS, PROVINCE, PLANNERS = ("contributor", "coordinator"), ROLES[:3], ("coordinator", "leader")
COORDINATOR, LEADER, REVIEWER, MANAGER = (ROLES[1:2], ROLES[2:3], ROLES[3:4], ROLES[4:5])
TALK, EDITABLE = (*DRAFTS, *RETURNED), (*OPEN, *RETURNED)
NOBODY: tuple[str, ...] = ()

DEEDS: dict[str, tuple[int, Iterable[str], Iterable[str]]] = {
    **dict.fromkeys(("answer_save", "evidence_add", "evidence_remove", "section"), (422, EDITORS, EDITABLE)),
    **dict.fromkeys(("discussion_thread", "discussion_settle", "discussion_reopen"), (422, PROVINCE, TALK)),
    **dict.fromkeys(("discussion_amend", "discussion_withdraw"), (422, COORDINATOR, TALK)),
    "evidence_reuse": (422, NOBODY, ()),
    **dict.fromkeys(("answer_keep", "carry_over", "clarification_close", "review_resume"), (302, NOBODY, ())),
    **dict.fromkeys(("retry", "review_accept", "planning:plan_carry"), (302, NOBODY, ())),
    "review_differences": (404, NOBODY, ()),
    "workbooks:upload": (422, EDITORS, EDITABLE),
    "workbooks:apply": (302, EDITORS, EDITABLE),
    "presence": (200, NOBODY, ()),
    "team": (403, COORDINATOR, OPEN),
    "approval_ask": (302, COORDINATOR, TO_ASK),
    "approval_withdraw": (302, COORDINATOR, ("laid_before",)),
    "approval_decide": (302, LEADER, ("laid_before",)),
    "check": (302, COORDINATOR, ("approved",)),
    "preview": (302, PROVINCE, DRAFTS),
    "clarification_reply": (302, EDITORS, RETURNED),
    "clarify": (302, COORDINATOR, ("replied",)),
    "extension": (422, MANAGER, DRAFTS),
    "assignment": (422, MANAGER, (*DRAFTS, "submitted", *IN_REVIEW, *RETURNED)),
    "reviewers": (403, NOBODY, ()),
    **dict.fromkeys(("review_leaf", "review_withdraw"), (302, REVIEWER, IN_REVIEW)),
    "review_finish": (302, REVIEWER, ("in_review",)),
    "review_return": (302, (*REVIEWER, *MANAGER), ("asked",)),
    "review_finalise": (302, MANAGER, ("in_review", "reviewed")),
    "review_reopen": (302, MANAGER, ENDED),
    **{f"planning:action_{verb}": (302, PLANNERS, ALL) for verb in ("new", "edit", "remove")},
    "planning:plan_add": (302, PLANNERS, ALL),
    "planning:what_if": (200, NOBODY, ()),
    "report_request": (302, ROLES[:5], ALL),
    "campaign_open": (302, MANAGER, ("preparing",)),
    "campaign_close": (302, MANAGER, ("overdue",)),
    "campaign_finalise": (302, MANAGER, ("in_review", "reviewed")),
    "campaign_remind": (302, MANAGER, (*OPEN, "overdue")),
    "campaign_edit": (200, NOBODY, ()),
    "comparison:editions": (302, MANAGER, ENDED),
    "comparison:edition_publish": (302, MANAGER, ()),
    "comparison:report_request": (302, NOBODY, ()),
}
"""Of each route that takes POST: what who may come there is told where it cannot be done, who can do it, and when."""

OF_AN_EDITION = "comparison:"
REFUSED = {
    **{(route, stage): 404 for route in ("review_leaf", "review_withdraw") for stage in DRAFTS},
    **{("review_leaf", stage): 422 for stage in HANDED_IN},
    ("campaign_edit", "published"): 302,
    ("reviewers", "campaign_manager"): 200,
}
"""Where a refusal is another than usual, by state or actor."""

BETWEEN: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("laid_before", "approved"), ("approval", "check", "answer_save", "workbooks:apply")),
    **dict.fromkeys(("given_back", "fallen", "withdrawn"), ("approval", "check")),
    **dict.fromkeys(
        ("overdue", "closed"),
        ("answer", "evidence", "campaign", "check", "team", "section", "extension", "workbooks:apply"),
    ),
    **dict.fromkeys(("asked", "reviewed"), ("review", "campaign_finalise")),
    "replied": ("clarif", "answer_save", "workbooks:apply"),
}
"""States between the others, in which only the deeds are tried that begin so; in all others every page and deed."""

DEEDS_ALIKE = (
    *("answer_save", "evidence_remove", "check", "preview", "approval_ask", "clarification_reply", "clarify"),
    *("review_withdraw", "review_return", "review_finalise", "review_reopen", "workbooks:apply"),
)
"""Deeds on an assessment that are the same whatever its campaign's state, once it is not the campaign's turn to
say so; tried in tests/situations.py's ALIKE."""


def page_for(route: str, actor: str, stage: str) -> int | str:
    """What a GET gives."""
    usual = _usual(route, actor, stage)
    changed = next((new for stages, new in PAGES.get(route, {}).items() if stage in stages), usual)
    return changed if usual == 200 else usual


def deed_for(route: str, actor: str, stage: str) -> int | str:
    """What a POST gives."""
    refused, who, when = DEEDS[route]
    if actor in who and stage in when:
        return DONE
    usual = _usual(route, actor, stage)
    told = REFUSED.get((route, stage), REFUSED.get((route, actor), refused))
    return told if usual in {200, 302, 422} else usual


def no_page_for(route: str, actor: str, stage: str) -> int | str:
    """What a GET gives where only a POST does something."""
    return LOGIN if actor in {"nobody", "retired"} else 405


def _usual(route: str, actor: str, stage: str) -> int | str:
    """By the base table, in which the edition is a published one, but for the one that can be published."""
    like = {"guest": "stranger", "retired": "nobody"}.get(actor, actor)
    if route.startswith(OF_AN_EDITION) and route != "comparison:editions" and stage == "final":
        return UNPUBLISHED[like]
    if route == "comparison:edition_publish" and like != "nobody":
        return 302
    return ACCESS[route][like]
