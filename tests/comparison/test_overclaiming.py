"""Counted by hand: three provinces on the small catalogues, every node claimed 6 above what was verified."""

from decimal import Decimal

import pytest

from accounts.roles import Role
from assessments.catalogue import campaign_catalogue
from assessments.enums import ReasonCode, Seat, Verdict
from comparison import overclaiming
from comparison.models import Entry, EntryReviewer, NodeScore
from comparison.outline import outline
from comparison.overclaiming import Difference, ReasonLine, Totals
from indicators.scoring.frame import NodeKind
from tests.factories import user_as
from tests.factories.comparison import made_edition

pytestmark = pytest.mark.django_db

LEAVES = 9
"""Seven questions and two indicators."""


@pytest.fixture
def edition():
    """H verified 90, 50, 10; claimed 96, 56, 16. In the second province B-2 was accepted, A-1.1 raised, A-1.2 claimed
    not to apply; of the first A-1.1 and A-1.3 were not accepted."""
    edition = made_edition(3)
    NodeScore.objects.filter(code="A-1.8").delete()  # a text is never scored
    first, second, _third = edition.entries.order_by("rank")
    reasoned(first, "A-1.1", ReasonCode.NO_EVIDENCE)
    reasoned(first, "A-1.3", ReasonCode.PLAN_ONLY)
    second.nodes.filter(code="B-2").update(claimed=50)
    second.nodes.filter(code="A-1.1").update(claimed=20)
    second.nodes.filter(code="A-1.2").update(claimed=None)
    return edition


def reasoned(entry: Entry, code: str, reason: ReasonCode) -> None:
    entry.nodes.filter(code=code).update(verdict=Verdict.REJECTED, reason=reason)


def parts(edition):
    return outline(campaign_catalogue(edition.campaign))


def numbers(line: Difference) -> tuple:
    return line[2:9]


def test_totals_count_what_was_lowered_raised_and_no_exemption(edition):
    found = overclaiming.totals(edition.entries.all())
    assert found == Totals(3, Decimal(6), judged=26, lowered=24, raised=1, exempted=1)
    assert found.lowered_share.quantize(Decimal("0.01")) == Decimal("92.31")
    assert found.raised_share.quantize(Decimal("0.01")) == Decimal("3.85")


def test_totals_of_nothing(edition):
    found = overclaiming.totals(edition.entries.none())
    assert found == Totals(0, None, 0, 0, 0, 0)
    assert (found.lowered_share, found.raised_share) == (None, None)


def test_by_province_has_points_of_the_headline_and_its_leaves(edition):
    first, second, third = overclaiming.by_province(edition.entries.order_by("rank"))
    assert numbers(first) == (1, Decimal(96), Decimal(90), Decimal(6), LEAVES, LEAVES, 0)
    assert first.reasons == ((ReasonCode.NO_EVIDENCE, 1), (ReasonCode.PLAN_ONLY, 1))
    assert numbers(second) == (1, Decimal(56), Decimal(50), Decimal(6), 8, 6, 1)
    assert (second.lowered_share, second.raised_share, second.reasons) == (Decimal(75), Decimal("12.5"), ())
    assert (third.code, third.label) == ("ac", "Tỉnh ac")


def test_province_without_a_score_has_no_difference():
    (line,) = overclaiming.by_province(made_edition(1, unranked=1).entries.all())
    assert numbers(line) == (1, None, None, None, 0, 0, 0)
    assert (line.lowered_share, line.raised_share) == (None, None)


def test_by_part_has_means_of_the_node_and_counts_of_the_leaves_below(edition):
    edition.entries.order_by("rank")[1].nodes.filter(kind=NodeKind.THEME).update(claimed=44)
    theme, group = overclaiming.by_part(edition.entries.all(), parts(edition))
    assert (theme.code, theme.label) == ("A", "Chủ đề A")
    assert numbers(theme) == (3, Decimal(52), Decimal(50), Decimal(2), 20, 19, 1)
    assert theme.reasons == ((ReasonCode.NO_EVIDENCE, 1), (ReasonCode.PLAN_ONLY, 1))
    assert numbers(group) == (3, Decimal(56), Decimal(50), Decimal(6), 6, 5, 0)
    assert group.reasons == ()


def test_by_part_leaves_out_what_is_in_no_part(edition):
    theme = parts(edition)[0]
    reasoned(edition.entries.first(), "B-1", ReasonCode.UNCLEAR)
    (line,) = overclaiming.by_part(edition.entries.all(), [theme])
    assert line.judged == 20
    assert ReasonCode.UNCLEAR not in dict(line.reasons)


def test_by_leaf_follows_the_catalogue_and_averages_where_both_scores_are(edition):
    lines = {line.code: line for line in overclaiming.by_leaf(edition.entries.all(), parts(edition))}
    assert list(lines) == [*(f"A-1.{number}" for number in range(1, 8)), "B-1", "B-2"]
    assert numbers(lines["A-1.1"]) == (3, Decimal(44), Decimal(50), Decimal(-6), 3, 2, 1)
    assert lines["A-1.1"].reasons == ((ReasonCode.NO_EVIDENCE, 1),)
    assert numbers(lines["A-1.2"]) == (2, Decimal(56), Decimal(50), Decimal(6), 2, 2, 0)
    assert numbers(lines["B-2"]) == (3, Decimal(54), Decimal(50), Decimal(4), 3, 2, 0)


def test_leaf_nobody_has_a_score_of():
    edition = made_edition(1, unranked=1)
    lines = overclaiming.by_leaf(edition.entries.all(), parts(edition))
    assert {numbers(line) for line in lines} == {(0, None, None, None, 0, 0, 0)}


def test_by_reviewer_takes_both_seats_and_weighs_provinces_alike(edition):
    people = [user_as(Role.REVIEWER) for _person in range(2)]
    first, second, third = edition.entries.order_by("rank")
    Entry.objects.filter(pk=second.pk).update(claimed=80)
    for entry, seat, reviewer in (
        (first, Seat.FIRST, people[0]),
        (second, Seat.FIRST, people[0]),
        (second, Seat.SECOND, people[1]),
    ):
        EntryReviewer.objects.create(entry=entry, seat=seat, reviewer=reviewer)
    lines = {line.label: line for line in overclaiming.by_reviewer(edition.entries.all())}
    assert set(lines) == {person.full_name for person in people}
    assert numbers(lines[people[0].full_name]) == (2, Decimal(88), Decimal(70), Decimal(18), 17, 15, 1)
    assert numbers(lines[people[1].full_name]) == (1, Decimal(80), Decimal(50), Decimal(30), 8, 6, 1)
    assert third.reviewers.count() == 0


def test_reasons_are_counted_with_their_mean_difference(edition):
    third = edition.entries.order_by("rank")[2]
    reasoned(third, "A-1.1", ReasonCode.NO_EVIDENCE)
    third.nodes.filter(code="A-1.1").update(claimed=30)
    assert overclaiming.by_reason(edition.entries.all()) == [
        ReasonLine(ReasonCode.NO_EVIDENCE, 2, Decimal(13)),
        ReasonLine(ReasonCode.PLAN_ONLY, 1, Decimal(6)),
    ]


def test_only_the_three_commonest_reasons_are_named(edition):
    leaves = ["A-1.1", "A-1.2", "A-1.3", "A-1.4", "A-1.6"]
    given = [
        ReasonCode.OTHER,
        ReasonCode.OTHER,
        ReasonCode.UNCLEAR,
        ReasonCode.WRONG_SCOPE,
        ReasonCode.EXPIRED_EVIDENCE,
    ]
    third = edition.entries.order_by("rank")[2]
    for code, reason in zip(leaves, given, strict=True):
        reasoned(third, code, reason)
    line = overclaiming.by_province(edition.entries.order_by("rank"))[2]
    assert line.reasons == ((ReasonCode.OTHER, 2), (ReasonCode.EXPIRED_EVIDENCE, 1), (ReasonCode.UNCLEAR, 1))


def test_statistics_are_of_the_entries_asked_for(edition):
    best = edition.entries.filter(rank=1)
    assert overclaiming.totals(best).entries == 1
    assert [line.entries for line in overclaiming.by_part(best, parts(edition))] == [1, 1]
    assert [line.code for line in overclaiming.by_province(best)] == ["aa"]


@pytest.mark.parametrize("count", [3, 60])
def test_statistics_take_as_many_queries_for_many(count, django_assert_num_queries):
    edition = made_edition(count)
    entries, listed = edition.entries.all(), parts(edition)
    for queries, read in (
        (2, lambda: overclaiming.totals(entries)),
        (3, lambda: overclaiming.by_province(entries)),
        (3, lambda: overclaiming.by_part(entries, listed)),
        (3, lambda: overclaiming.by_leaf(entries, listed)),
        (2, lambda: overclaiming.by_reviewer(entries)),
        (1, lambda: overclaiming.by_reason(entries)),
    ):
        with django_assert_num_queries(queries):
            read()
