"""The laws of SM-1 (docs/scoring.md, "Proof") over whole frames."""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from indicators.scoring import exchange, gaps, scorecard
from indicators.scoring.aggregate import Node, ReadingResult, assess
from indicators.scoring.frame import Answer, Branch, Frame, Leaf, Review, Verdict
from indicators.scoring.readings import Reading

from .second_reader import SecondReader, half_up
from .strategies import Assessment, assessments, draw_answer, law, weights

pytestmark = pytest.mark.slow

TWO_DECIMALS = re.compile(r"[0-9]{1,3}\.[0-9]{2}")
DUST = Fraction(1, 10**30)
"""Far above what fifty digits lose, far below anything that is reported."""


def scored(assessment: Assessment) -> dict[Reading, ReadingResult]:
    return assess(assessment.frame, assessment.answers, assessment.alpha, assessment.as_of)


def by_code(result: ReadingResult) -> dict[tuple[str, str], Node]:
    return {(node.kind, node.code): node for node in result.nodes}


def exact(numbers: Iterable[Decimal]) -> Fraction:
    return sum(map(Fraction, numbers), Fraction(0))


@st.composite
def free_leaves(draw: st.DrawFn) -> tuple[Assessment, Leaf]:
    """An assessment and a scored leaf of it on which no condition looks and which feeds nothing."""
    assessment = draw(assessments())
    conditions = {leaf.shown_if.question for leaf in assessment.frame.leaves() if leaf.shown_if}
    free = [
        leaf for leaf in assessment.frame.leaves() if leaf.scored and leaf.code not in conditions and not leaf.feeds
    ]
    assume(free)
    return assessment, draw(st.sampled_from(free))


def scores_written(document: dict) -> Iterator[str]:
    for reading in document["readings"].values():
        parts = [reading, *reading["nodes"]]
        fields = ("headline", "readiness", "results", "score", "coverage", "evidenced", "contribution")
        yield from (part[field] for part in parts for field in fields if part.get(field) is not None)


def rebuilt(item: Branch, change) -> Branch:
    """The same tree with every branch passed through `change`."""
    children = tuple(rebuilt(child, change) if isinstance(child, Branch) else child for child in item.children)
    return change(replace(item, children=children))


def with_frame(frame: Frame, change) -> Frame:
    return Frame(
        tuple(rebuilt(theme, change) for theme in frame.themes), tuple(rebuilt(group, change) for group in frame.groups)
    )


@law
@given(assessments())
def test_reported_scores_equal_a_second_reading_in_fractions(assessment):
    for reading, result in scored(assessment).items():
        second = SecondReader(assessment, reading)
        card = scorecard.report({reading: result}).readings[reading]
        heads = (second.headline, second.readiness, second.results)
        assert (card.headline, card.readiness, card.results) == tuple(map(half_up, heads))
        assert [(node.kind, node.code) for node in card.nodes] == list(second.nodes)
        for node in card.nodes:
            said = second.nodes[node.kind, node.code]
            contribution = said.effective * (said.score or 0)
            assert (node.score, node.contribution, node.coverage, node.evidenced) == tuple(
                map(half_up, (said.score, contribution, said.coverage, said.evidenced))
            )


@law
@given(assessments())
def test_every_score_lies_between_0_and_100(assessment):
    for result in scored(assessment).values():
        shares = [share for node in result.nodes for share in (node.score, node.coverage, node.evidenced)]
        heads = [result.headline, result.readiness, result.results]
        assert all(0 <= share <= 100 for share in shares + heads if share is not None)
        assert all(0 <= node.effective <= 1 for node in result.nodes)


@law
@given(free_leaves(), st.data())
def test_raising_one_answer_lowers_no_ancestor(found, data):
    assessment, leaf = found
    one, other = (
        scored(replace(assessment, answers={**assessment.answers, leaf.code: draw_answer(data.draw, leaf)}))
        for _turn in range(2)
    )
    for reading in Reading:
        first, second = by_code(one[reading]), by_code(other[reading])
        before, after = first[leaf.kind, leaf.code].score, second[leaf.kind, leaf.code].score
        if before is None or after is None:
            continue
        low, high = (one, other) if before <= after else (other, one)
        lower, higher = by_code(low[reading]), by_code(high[reading])
        assert all(node.score is None or node.score <= higher[key].score for key, node in lower.items())
        assert low[reading].headline <= high[reading].headline


@law
@given(assessments(), st.randoms(use_true_random=False))
def test_order_of_answers_is_irrelevant(assessment, random):
    shuffled = list(assessment.answers.items())
    random.shuffle(shuffled)
    assert scored(replace(assessment, answers=dict(shuffled))) == scored(assessment)


@law
@given(assessments(), weights, st.data())
def test_scaling_the_weights_of_siblings_changes_nothing(assessment, factor, data):
    frame = assessment.frame
    branches = sorted({node.parent for node in scored(assessment)[Reading.CLAIMED].nodes})
    assume(branches)
    chosen = data.draw(st.sampled_from(branches))

    def heavier(item):
        return replace(item, weight=item.weight * factor)

    def change(branch):
        return replace(branch, children=tuple(map(heavier, branch.children))) if branch.code == chosen else branch

    scaled = with_frame(frame, change)
    if chosen == "":
        scaled = Frame(tuple(map(heavier, frame.themes)), tuple(map(heavier, frame.groups)))
    assert without_weights(scored(replace(assessment, frame=scaled))) == without_weights(scored(assessment))


def without_weights(results: dict[Reading, ReadingResult]) -> list[tuple]:
    card = scorecard.report(results)
    return [
        (reading, found.headline, found.readiness, found.results, [node._replace(weight=None) for node in found.nodes])
        for reading, found in card.readings.items()
    ]


@law
@given(assessments())
def test_contributions_sum_to_the_headline_and_to_their_parents(assessment):
    for result in scored(assessment).values():
        leaves = exact(node.contribution for node in result.nodes if node.leaf)
        assert abs(leaves - Fraction(result.headline or 0)) < DUST
        for parent in result.nodes:
            children = [node.contribution for node in result.nodes if node.parent == parent.code]
            assert not children or abs(exact(children) - Fraction(parent.contribution)) < DUST


@law
@given(assessments())
def test_scorecards_survive_json_exactly(assessment):
    card = scorecard.report(scored(assessment))
    document = json.dumps(scorecard.to_json(card))
    assert scorecard.from_json(json.loads(document)) == card
    assert [text for text in scores_written(json.loads(document)) if not TWO_DECIMALS.fullmatch(text)] == []
    assert json.dumps(scorecard.to_json(scorecard.from_json(json.loads(document)))) == document


@law
@given(assessments())
def test_answers_survive_the_exchange_format_exactly(assessment):
    header = exchange.Header("cv2333/v1", "cv3098/v1", assessment.alpha)
    document = json.loads(json.dumps(exchange.write_answers(header, assessment.answers)))
    assert exchange.read_header(document) == header
    assert exchange.read_answers(document, assessment.frame) == assessment.answers


@law
@given(free_leaves())
def test_a_leaf_that_does_not_apply_counts_as_if_it_were_not_there(found):
    assessment, leaf = found
    skipped = Answer(not_applicable=True, reason="Không có.", review=Review(Verdict.ACCEPTED))
    given_answers = {**assessment.answers, leaf.code: skipped}

    def without(branch):
        return replace(branch, children=tuple(child for child in branch.children if child.code != leaf.code))

    smaller = replace(assessment, frame=with_frame(assessment.frame, without), answers=given_answers)
    beside = scored(replace(assessment, answers=given_answers))
    for reading, result in scored(smaller).items():
        others = {key: node for key, node in by_code(beside[reading]).items() if key != (leaf.kind, leaf.code)}
        assert by_code(result) == others
        assert (result.headline, result.readiness, result.results) == (
            beside[reading].headline,
            beside[reading].readiness,
            beside[reading].results,
        )


@law
@given(assessments())
def test_gains_sum_to_what_is_missing_from_100(assessment):
    for result in scored(assessment).values():
        found = gaps.gaps(assessment.frame, result)
        missing = Fraction(0) if result.headline is None else 100 - Fraction(result.headline)
        assert abs(exact(gap.gain for gap in found) - missing) < DUST


@law
@given(assessments())
def test_gaps_stand_in_order_of_gain_and_then_of_code(assessment):
    for result in scored(assessment).values():
        found = gaps.gaps(assessment.frame, result)
        order = [(-round(Fraction(gap.gain) / DUST), gap.code) for gap in found]
        assert order == sorted(order)


@law
@given(assessments())
def test_the_evidenced_reading_never_exceeds_the_claimed_one(assessment):
    results = scored(assessment)
    claimed = by_code(results[Reading.CLAIMED])
    for key, node in by_code(results[Reading.EVIDENCED]).items():
        assert (node.score is None) == (claimed[key].score is None)
        assert node.score is None or node.score <= claimed[key].score
