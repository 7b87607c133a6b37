"""What-if on the small catalogues: the numbers by hand in plans.py and test_cases.py, and as `manage.py score` has."""

import io
import json
from decimal import Decimal

import pytest
from django.core.management import call_command

from assessments.enums import Band, Reading
from comparison.models import Edition
from indicators.scoring import exchange
from indicators.scoring.choices import changed
from indicators.scoring.measures import RatioValue
from planning.enums import ActionStatus
from planning.models import PlannedAction
from planning.queries import Field
from planning.what_if import least_effort, open_data, outcome, planned, quick_wins
from tests.assessments.small import GUIDANCE, INDICATORS

from .test_cases import case_of

VALUES = {"A-1.1": "4", "A-1.3": ("a", "c"), "A-1.6": RatioValue(Decimal(45), Decimal(100)), "B-2": Decimal(10)}


@pytest.fixture
def case():
    return case_of()


def test_nothing_changed_is_what_the_scorecard_says(case):
    found = outcome(case, {}, None)
    assert (found.headline.before, found.headline.after, found.changed) == (Decimal("42.08"), Decimal("42.08"), 0)
    assert [(change.code, change.before, change.after) for change in (*found.heads, *found.nodes)] == [
        ("R", Decimal("41.67"), Decimal("41.67")),
        ("K", Decimal("42.50"), Decimal("42.50")),
        ("A", Decimal("41.67"), Decimal("41.67")),
        ("B", Decimal("42.50"), Decimal("42.50")),
    ]
    assert (found.rank_before, found.rank_after, found.ranked) == (None, None, 0)
    assert found.summary == "Điểm chung từ 42,08 thành 42,08, bậc Phát triển."


def test_change_shows_before_and_after(case):
    found = outcome(case, {"B-2": Decimal(10)}, None)
    assert (found.headline.after, found.headline.difference) == (Decimal("64.58"), Decimal("22.50"))
    assert (found.band_before, found.band_after) == (Band.DEVELOPING, Band.INTEGRATED)
    assert [change.difference for change in found.heads] == [Decimal("0.00"), Decimal("45.00")]


def test_rank_is_among_the_published_results_of_the_others(case):
    assessment = case.result.snapshot.assessment
    assessment.province_id = 1
    field = Field(Edition(), {1: Decimal("90.00"), 2: Decimal("64.58"), 3: Decimal("50.00"), 4: Decimal("40.00")})
    found = outcome(case, {"B-2": Decimal(10)}, field)
    assert (found.rank_before, found.rank_after, found.ranked) == (3, 1, 4)
    assert found.summary == "Điểm chung từ 42,08 thành 64,58, bậc Tích hợp. Hạng từ 3 thành 1 trên 4."
    assert outcome(case, {}, field).summary.endswith("Hạng vẫn là 3 trên 4.")


@pytest.mark.parametrize("reading", list(Reading))
def test_what_if_equals_the_command_line_on_the_changed_answers(reading, tmp_path):
    case = case_of(reading)
    found = outcome(case, VALUES, None)
    header = exchange.Header("nho/v1", "nho-chi-so/v1", case.alpha)
    document = exchange.write_answers(header, changed(case.answers, VALUES))
    scored = command_line(document, tmp_path, case.as_of)["readings"][str(reading)]
    assert str(found.headline.after) == scored["headline"]
    assert [str(change.after) for change in found.heads] == [scored["readiness"], scored["results"]]
    nodes = {(node["kind"], node["code"]): node["score"] for node in scored["nodes"]}
    assert [str(change.after) for change in found.nodes] == [nodes["theme", "A"], nodes["group", "B"]]


def command_line(document, folder, as_of):
    """`manage.py score` on catalogue folders that are not installed."""
    theme, group = GUIDANCE["themes"][0], INDICATORS["groups"][0]
    files = {
        "guidance/document.yaml": GUIDANCE["document"],
        "guidance/1.yaml": {
            "theme": {"code": theme["code"], "title": theme["title"]},
            "recommendations": theme["recommendations"],
        },
        "indicators/set.yaml": INDICATORS["set"],
        "indicators/1.yaml": {
            "group": {"code": group["code"], "title": group["title"]},
            "indicators": group["indicators"],
        },
        "answers.json": document,
    }
    for name, content in files.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(json.dumps(content, ensure_ascii=False))
    printed = io.StringIO()
    folders = [f"--{name}-dir={folder / name}" for name in ("guidance", "indicators")]
    call_command("score", str(folder / "answers.json"), f"--as-of={as_of}", *folders, stdout=printed)
    return json.loads(printed.getvalue())


def test_everything_with_a_gap_may_be_changed(case):
    found = [(section.code, [datum.code for datum in data]) for section, data in open_data(case)]
    assert found == [("A-1", ["A-1.1", "A-1.3", "A-1.6", "A-1.7"]), ("B", ["B-2"])]


def test_presets_are_quick_wins_least_effort_and_the_plan(case):
    assert quick_wins(case) == {"A-1.1": "3"}
    assert least_effort(case) == {"B-2": Decimal(10)}
    whole = {
        "A_1_1": {"code": "A-1.1", "value": "4", "evidence": 1},
        "A_1_3": {"code": "A-1.3", "value": ["a", "b", "c"]},
        "A_1_6": {"code": "A-1.6", "value": {"numerator": "4", "denominator": "4"}},
        "B_2": {"code": "B-2", "value": "10"},
    }
    assert least_effort(case_of(**whole)) == {}


def test_plan_counts_with_all_that_was_not_stopped_and_is_not_there_yet(case):
    actions = [
        PlannedAction(code="A-1.1", target="4", status=ActionStatus.DONE),
        PlannedAction(code="A-1.3", target="a"),  # ticked already
        PlannedAction(code="A-1.6", target_value=Decimal(100), status=ActionStatus.STOPPED),
        PlannedAction(code="A-1.7", is_own=True),
        PlannedAction(code="B-2", target_value=Decimal(10), status=ActionStatus.UNDER_WAY),
        PlannedAction(code="X", target="4"),
    ]
    assert planned(case, actions) == {"A-1.1": "4", "B-2": Decimal(10)}
