from decimal import Decimal, getcontext, localcontext

import pytest

from indicators.scoring.aggregate import assess, read
from indicators.scoring.frame import Answer, Frame, NodeKind
from indicators.scoring.measures import FreeText, Number, Ratio, RatioValue
from indicators.scoring.numbers import reported
from indicators.scoring.readings import Reading, leaf_results

from .examples import (
    ACCEPTED,
    LEVELS,
    PROVINCE,
    PROVINCE_ALPHA,
    PROVINCE_ANSWERS,
    TODAY,
    group,
    indicator,
    nodes,
    province,
    question,
    questions,
    recommendation,
    rising,
    theme,
)

HALF = Decimal("0.5")
SKIPPED = Answer(not_applicable=True, reason="Tỉnh không có cảng biển.")


def heads(frame: Frame, answers: dict[str, Answer], alpha: Decimal = HALF) -> tuple:
    """Headline, readiness and results as claimed."""
    found = assess(frame, answers, alpha, TODAY)[Reading.CLAIMED]
    return found.headline, found.readiness, found.results


# -- the province of examples.py -------------------------------------------------------------------------------------

# claimed
#   A-1 = (1·100 + 3·50) / 4 = 62.5       A-2 = (75 + 0) / 2 = 37.5       A = (1·62.5 + 3·37.5) / 4 = 43.75
#   B-1 = B-1.1 left out, (100 + 75) / 2 = 87.5 = B
#   R = (2·43.75 + 1·87.5) / 3 = 175 / 3 = 58.333…
#   G = (50 + 75) / 2 = 62.5     H = 30 of 60 = 50     K = (1·62.5 + 3·50) / 4 = 53.125
#   H = 0.6 · 58.333… + 0.4 · 53.125 = 35 + 21.25 = 56.25
CLAIMED = {
    "A": "43.75",
    "A-1": "62.5",
    "A-1.1": "100",
    "A-1.2": "50",
    "A-2": "37.5",
    "A-2.1": "75",
    "A-2.2": "0",
    "B": "87.5",
    "B-1": "87.5",
    "B-1.1": None,
    "B-1.2": "100",
    "B-1.3": "75",
    "G": "62.5",
    "G-01": "50",
    "G-02": "75",
    "H": "50",
    "H-01": "50",
}
# evidenced: requires evidence and has none
#   A-1 = 100 / 4 = 25     A = (25 + 112.5) / 4 = 34.375     R = (68.75 + 87.5) / 3 = 52.0833…     K as claimed
#   H = 31.25 + 21.25 = 52.5
EVIDENCED = {**CLAIMED, "A": "34.375", "A-1": "25", "A-1.2": "0"}
# verified: adjusted to all, B-1.1 not accepted as not applicable, G-01 rejected
#   A-2 = (100 + 0) / 2 = 50     A = (62.5 + 150) / 4 = 53.125     B-1 = (2·0 + 100 + 75) / 4 = 43.75 = B
#   R = (106.25 + 43.75) / 3 = 50     G = (0 + 75) / 2 = 37.5     K = (37.5 + 150) / 4 = 46.875
#   H = 30 + 18.75 = 48.75
VERIFIED = {
    **CLAIMED,
    "A": "53.125",
    "A-2": "50",
    "A-2.1": "100",
    "B": "43.75",
    "B-1": "43.75",
    "B-1.1": "0",
    "G": "37.5",
    "G-01": "0",
}


@pytest.mark.parametrize(
    ("reading", "expected"),
    [(Reading.CLAIMED, CLAIMED), (Reading.EVIDENCED, EVIDENCED), (Reading.VERIFIED, VERIFIED)],
)
def test_province_scores_every_node_of_every_reading(reading, expected):
    found = {code: node.score for code, node in nodes(province()[reading]).items()}
    assert found == {code: score and Decimal(score) for code, score in expected.items()}


@pytest.mark.parametrize(
    ("reading", "headline", "readiness", "results"),
    [
        (Reading.CLAIMED, "56.25", "58.33", "53.13"),
        (Reading.EVIDENCED, "52.50", "52.08", "53.13"),
        (Reading.VERIFIED, "48.75", "50.00", "46.88"),
    ],
)
def test_province_has_three_headlines(reading, headline, readiness, results):
    found = province()[reading]
    assert [str(reported(score)) for score in (found.headline, found.readiness, found.results)] == [
        headline,
        readiness,
        results,
    ]


# effective weights: A 0.6·2/3, A-1 a quarter of it, A-1.2 three quarters of that; B 0.6·1/3; G 0.4·1/4, H 0.4·3/4
EFFECTIVE = {
    "A": "0.4",
    "A-1": "0.1",
    "A-1.1": "0.025",
    "A-1.2": "0.075",
    "A-2": "0.3",
    "A-2.1": "0.15",
    "A-2.2": "0.15",
    "B": "0.2",
    "B-1": "0.2",
    "B-1.1": "0",
    "B-1.2": "0.1",
    "B-1.3": "0.1",
    "G": "0.1",
    "G-01": "0.05",
    "G-02": "0.05",
    "H": "0.3",
    "H-01": "0.3",
}


def test_province_spreads_the_headline_over_effective_weights():
    found = {code: node.effective for code, node in nodes(province()[Reading.CLAIMED]).items()}
    assert found == {code: Decimal(weight) for code, weight in EFFECTIVE.items()}


def test_contribution_is_effective_weight_times_score():
    found = {code: node.contribution for code, node in nodes(province()[Reading.CLAIMED]).items()}
    assert found == {code: Decimal(EFFECTIVE[code]) * Decimal(CLAIMED[code] or 0) for code in EFFECTIVE}
    assert [found[code] for code in ("A", "B", "G", "H")] == [17.5, 17.5, 6.25, 15]  # together 56.25


def test_coverage_is_the_weighted_share_of_applicable_leaves_answered():
    found = {code: node.coverage for code, node in nodes(province()[Reading.CLAIMED]).items() if not node.leaf}
    # one of two; A: (1·100 + 3·50) / 4; B-1 without B-1.1
    assert found == {"A": 62.5, "A-1": 100, "A-2": 50, "B": 100, "B-1": 100, "G": 100, "H": 100}


def test_evidenced_is_the_weighted_share_of_leaves_that_require_evidence_and_have_it():
    found = {code: node.evidenced for code, node in nodes(province()[Reading.CLAIMED]).items() if not node.leaf}
    # A-1.1 (weight 1) has it, A-1.2 (weight 3) has not; nothing else requires it
    assert found == {"A": 25, "A-1": 25, "A-2": None, "B": None, "B-1": None, "G": None, "H": None}


def test_evidenced_weighs_leaves_across_branches_by_their_share_of_the_node():
    # R1 (weight 1): P requires evidence and has it, Q does not require it; R2 (weight 3): S requires it and has none
    # shares of T: P 1/4·1/2 = 1/8, S 3/4, so evidenced = (1/8) / (1/8 + 3/4) = 1/7
    frame = Frame(
        (
            theme(
                "T",
                recommendation("R1", question("P", evidence_required=True), question("Q")),
                recommendation("R2", question("S", evidence_required=True), weight="3"),
            ),
        )
    )
    found = nodes(assess(frame, {"P": Answer("yes", evidence=1)}, HALF, TODAY)[Reading.CLAIMED])
    assert str(reported(found["T"].evidenced)) == "14.29"
    # answered: P alone, 1/8
    assert found["T"].coverage == 12.5


def test_leaf_has_full_coverage_when_answered_and_none_when_missing():
    found = nodes(province()[Reading.CLAIMED])
    assert [found[code].coverage for code in ("A-1.1", "A-2.2", "B-1.1")] == [100, 0, None]
    assert [found[code].evidenced for code in ("A-1.1", "A-1.2", "A-2.1", "B-1.1")] == [100, 0, None, None]


def test_nodes_stand_in_catalogue_order_with_their_parents():
    found = province()[Reading.CLAIMED].nodes
    assert [node.code for node in found] == list(CLAIMED)
    assert {node.code: node.parent for node in found if node.code.startswith("A")} == {
        "A": "",
        "A-1": "A",
        "A-1.1": "A-1",
        "A-1.2": "A-1",
        "A-2": "A",
        "A-2.1": "A-2",
        "A-2.2": "A-2",
    }
    kinds = [NodeKind.THEME, NodeKind.RECOMMENDATION, NodeKind.QUESTION, NodeKind.GROUP, NodeKind.INDICATOR]
    assert [nodes(province()[Reading.CLAIMED])[code].kind for code in ("A", "A-1", "A-1.1", "G", "G-01")] == kinds


def test_unscored_leaves_are_no_nodes():
    assert "A-2.3" in [leaf.code for leaf in PROVINCE.leaves()]
    assert "A-2.3" not in nodes(province()[Reading.CLAIMED])


# -- halves ----------------------------------------------------------------------------------------------------------

BOTH = Frame(
    (theme("T", recommendation("R", question("Q", LEVELS, may_not_apply=True))),), (group("G", indicator("K")),)
)


@pytest.mark.parametrize(("alpha", "headline"), [("0", 0), ("0.25", 18.75), ("0.5", 37.5), ("1", 75)])
def test_headline_is_readiness_and_results_in_the_share_of_alpha(alpha, headline):
    assert heads(BOTH, {"Q": Answer("3"), "K": Answer("no")}, Decimal(alpha)) == (headline, 75, 0)


@pytest.mark.parametrize("alpha", ["0", "0.5", "1"])
def test_headline_is_the_other_half_when_one_does_not_apply(alpha):
    assert heads(BOTH, {"Q": SKIPPED, "K": Answer("yes")}, Decimal(alpha)) == (100, None, 100)
    assert heads(Frame(BOTH.themes), {"Q": Answer("3")}, Decimal(alpha)) == (75, 75, None)
    assert heads(Frame(groups=BOTH.groups), {"K": Answer("yes")}, Decimal(alpha)) == (100, None, 100)


def test_nothing_applies_when_no_half_does():
    assert heads(Frame(), {}) == (None, None, None)
    assert heads(Frame(BOTH.themes), {"Q": SKIPPED}) == (None, None, None)


def test_effective_weights_go_wholly_to_the_half_that_applies():
    found = nodes(assess(BOTH, {"Q": SKIPPED, "K": Answer("yes")}, HALF, TODAY)[Reading.CLAIMED])
    assert {code: node.effective for code, node in found.items()} == {"T": 0, "R": 0, "Q": 0, "G": 1, "K": 1}


# -- what does not apply ---------------------------------------------------------------------------------------------


def test_parent_of_leaves_that_do_not_apply_does_not_apply_either():
    frame = Frame(
        (
            theme("T1", recommendation("R1", question("Q1", may_not_apply=True)), weight="9"),
            theme("T2", recommendation("R2", question("Q2"))),
        )
    )
    found = assess(frame, {"Q1": SKIPPED, "Q2": Answer("yes")}, HALF, TODAY)[Reading.CLAIMED]
    assert found.headline == 100
    skipped = [nodes(found)[code] for code in ("T1", "R1", "Q1")]
    assert [(node.score, node.coverage, node.effective, node.contribution) for node in skipped] == [
        (None, None, 0, 0)
    ] * 3


def test_parent_of_unscored_leaves_alone_does_not_apply():
    frame = questions(question("Q", FreeText(), scored=False))
    found = assess(frame, {"Q": Answer("Đang làm.")}, HALF, TODAY)[Reading.CLAIMED]
    assert (found.headline, [node.code for node in found.nodes]) == (None, ["T", "R"])


def test_unscored_leaf_changes_no_score_and_no_share():
    with_note = questions(question("Q", LEVELS), question("N", LEVELS, "9", scored=False, evidence_required=True))
    without = questions(question("Q", LEVELS))
    answers = {"Q": Answer("3"), "N": Answer("0")}
    assert assess(with_note, answers, HALF, TODAY) == assess(without, answers, HALF, TODAY)


def test_missing_answer_counts_nothing_and_lowers_coverage():
    frame = questions(question("Q", LEVELS), question("Q2", LEVELS, "3"))
    found = nodes(assess(frame, {"Q": Answer("4")}, HALF, TODAY)[Reading.CLAIMED])
    assert (found["T"].score, found["T"].coverage) == (25, 25)


def test_accepted_leaf_that_does_not_apply_leaves_the_verified_mean():
    frame = questions(question("Q", LEVELS), question("Q2", LEVELS, "3", may_not_apply=True))
    undecided = {"Q": Answer("4"), "Q2": SKIPPED}
    accepted = {"Q": Answer("4"), "Q2": Answer(not_applicable=True, reason="Có lý do.", review=ACCEPTED)}
    assert assess(frame, undecided, HALF, TODAY)[Reading.VERIFIED].headline == 25
    assert assess(frame, accepted, HALF, TODAY)[Reading.VERIFIED].headline == 100


# -- precision -------------------------------------------------------------------------------------------------------


def test_nothing_is_rounded_on_the_way_up():
    # three ratios 1/3 of the way and 29 at nought: 3 · 33.333… / 32 = 3.125, reported half up
    leaves = [indicator(f"K-{number:02}", Ratio(rising(0, 100))) for number in range(32)]
    answers = {f"K-{number:02}": Answer(RatioValue(Decimal(int(number < 3)), Decimal(3))) for number in range(32)}
    found = assess(Frame(groups=(group("G", *leaves),)), answers, HALF, TODAY)[Reading.CLAIMED]
    assert str(reported(found.headline)) == "3.13"


def test_scoring_does_not_depend_on_the_callers_decimal_context():
    frame = questions(question("Q", Number(rising(0, 3))), question("Q2", Number(rising(0, 7))))
    answers = {"Q": Answer(Decimal(1)), "Q2": Answer(Decimal(1))}
    expected = assess(frame, answers, HALF, TODAY)
    with localcontext(prec=4):
        found = assess(frame, answers, HALF, TODAY)
    assert found == expected


def test_scoring_leaves_the_callers_decimal_context_alone():
    precision = getcontext().prec
    province()
    assert getcontext().prec == precision


def test_one_reading_alone_is_the_same_as_among_the_three():
    leaves = leaf_results(PROVINCE, PROVINCE_ANSWERS, Reading.CLAIMED, TODAY)
    assert read(PROVINCE, leaves, PROVINCE_ALPHA) == province()[Reading.CLAIMED]
