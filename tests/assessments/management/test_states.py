import re
from itertools import dropwhile, islice, takewhile
from pathlib import Path

from accounts.roles import Role
from assessments.enums import AssessmentState, CampaignState, CampaignVerb, Permission, Verb
from assessments.management.states import CAMPAIGN_CONDITIONS, CONDITIONS, document
from assessments.permissions import ROLE_PERMISSIONS
from assessments.transitions import CAMPAIGN_TRANSITIONS, TRANSITIONS

COMMITTED = Path(__file__).resolve().parents[3] / "docs/states.md"


def rows(after: str) -> list[list[str]]:
    """The cells of the first table after a line that starts so."""
    lines = document().split(f"\n{after}", 1)[1].splitlines()
    table = takewhile(bool, dropwhile(lambda line: not line.startswith("|"), lines))
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in islice(table, 2, None)]


def codes(cells: list[str]) -> list[str]:
    return [re.findall(r"\((\w+)\)", cell)[-1] for cell in cells]


def test_committed_page_is_what_the_code_draws():
    assert COMMITTED.read_text(encoding="utf-8") == document(), "run: manage.py draw_states > docs/states.md"


def test_every_verb_has_its_conditions_and_none_is_made_up():
    assert (list(CONDITIONS), list(CAMPAIGN_CONDITIONS)) == (list(Verb), list(CampaignVerb))
    assert [text for text in (*CONDITIONS.values(), *CAMPAIGN_CONDITIONS.values()) if not text or "|" in text] == []


def test_moves_of_assessments_stand_with_permission_and_roles():
    found = [codes(cells[:4]) for cells in rows("## Assessments")]
    assert found == [[state, verb, move.to, move.by] for (state, verb), move in TRANSITIONS.items()]
    assert rows("## Assessments")[0][:5] == [
        "Đang tự đánh giá (draft)",
        "nộp phiếu (submit)",
        "Đã nộp (submitted)",
        "nộp phiếu và giải trình (submit)",
        "Đầu mối của tỉnh (coordinator)",
    ]


def test_moves_of_campaigns_stand_with_permission_and_roles():
    found = [codes(cells[:5]) for cells in rows("## Campaigns")]
    moves = CAMPAIGN_TRANSITIONS.items()
    assert found == [[state, verb, move.to, move.by, "campaign_manager"] for (state, verb), move in moves]


def test_every_move_ends_with_what_must_hold_beside():
    moves = [*zip(rows("## Assessments"), TRANSITIONS, strict=True)]
    assert [cells[5] for cells, _move in moves] == [CONDITIONS[verb] for _cells, (_state, verb) in moves]


def test_verbs_without_a_move_stand_below():
    without = [verb for verb in Verb if verb not in {verb for _state, verb in TRANSITIONS}]
    page = document().split("## Campaigns")[0].split("without a change of state:")[1]
    found = re.findall(r"^\| .*\((\w+)\) \|", page, re.MULTILINE)
    assert found == without


def test_diagrams_have_every_state_and_every_move():
    first, second = re.findall(r"```mermaid\nstateDiagram-v2\n(.*?)\n```", document(), re.DOTALL)
    for diagram, states, moves in (
        (first, AssessmentState, TRANSITIONS),
        (second, CampaignState, CAMPAIGN_TRANSITIONS),
    ):
        assert [line.strip() for line in diagram.splitlines()[1:]] == [
            *(f"{state}: {state.label} ({state})" for state in states),
            "[*] --> draft",
            *(f"{state} --> {move.to}: {verb.label} ({verb})" for (state, verb), move in moves.items()),
        ]


def test_table_of_permissions_is_that_of_the_code():
    found = {codes(cells[:1])[0]: re.findall(r"\((\w+)\)", cells[1]) for cells in rows("## Permissions")}
    assert found == {
        permission: [role for role in Role if permission in ROLE_PERMISSIONS[role]] for permission in Permission
    }
