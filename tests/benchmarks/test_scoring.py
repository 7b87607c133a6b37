"""The yardsticks come to the same as what they are held against: that is what makes them honest."""

from decimal import Decimal

from benchmarks.scoring import ALPHA, AS_OF, BareLoop, made_up_units, plain_ranks, real_catalogue, whole_answers
from indicators.scoring.aggregate import assess
from indicators.scoring.numbers import reported
from indicators.scoring.readings import Reading, leaf_results
from indicators.scoring.robustness import draw, robustness


def test_bare_loop_finds_the_same_scores_weights_and_contributions():
    catalogue = real_catalogue()
    frame, answers = catalogue.frame, whole_answers(catalogue)
    bare = BareLoop(frame, [leaf_results(frame, answers, reading, AS_OF) for reading in Reading])
    found = assess(frame, answers, ALPHA, AS_OF)
    for rows, reading in zip(bare.run(), Reading, strict=True):
        nodes = sorted((reported(row[7]), reported(row[8])) for row in rows[:-1] if row[2] is not None)
        expected = [(reported(node.effective), reported(node.contribution)) for node in found[reading].nodes]
        assert reported(rows[-1][2]) == reported(found[reading].headline)
        halves = [(ALPHA, found[reading].readiness), (1 - ALPHA, found[reading].results)]
        expected += [(reported(share), reported(share * score)) for share, score in halves]
        assert [pair for pair in nodes if any(pair)] == sorted(pair for pair in expected if any(pair))
    headlines = [reported(headline) for headline in bare.headlines()]
    assert headlines == [reported(found[reading].headline) for reading in Reading]


def test_plain_loop_finds_the_same_mean_ranks():
    units, weights = made_up_units(34)
    plain = plain_ranks(units, draw(weights, 1, 50))
    found = [result.mean_rank for result in robustness(units, weights, 1, None, 50)]
    assert found == [Decimal(sum(ranks)) / 50 for ranks in plain]
