from decimal import Decimal

import pytest

from accounts.models import Province
from comparison.reports.source import Source, Spread, spread
from indicators.scoring.frame import NodeKind
from tests.factories.comparison import made_edition

pytestmark = pytest.mark.django_db


def test_spread_of_what_there_is():
    scores = [Decimal(10), None, Decimal(50), Decimal(90)]
    assert spread(scores) == Spread(3, Decimal(10), Decimal(30), Decimal(50), Decimal(70), Decimal(90))
    assert spread([Decimal(7)]) == Spread(1, *[Decimal(7)] * 5)
    assert spread([None]) is None


def test_rows_have_the_best_rank_first_and_what_has_none_last():
    source = Source(made_edition(4, unranked=1))
    assert [row.rank for row in source.rows] == [1, 2, 3, None]
    assert [row.rank for row in source.ranked] == [1, 2, 3]


def test_names_are_such_as_the_fonts_can_show(edition):
    Province.objects.filter(entries__rank=1).update(name="<b>Tỉnh\x07 →\u202e")
    assert Source(edition).rows[0].name == "<b>Tỉnh ->"


def test_scores_are_in_the_order_of_the_rows(source):
    source.edition.entries.get(rank=2).nodes.filter(kind=NodeKind.GROUP).update(verified=None)
    assert source.scores((NodeKind.THEME, "A")) == [90, 50, 10]
    assert source.scores((NodeKind.GROUP, "B")) == [90, None, 10]
    assert source.scores((NodeKind.GROUP, "no such group")) == [None, None, None]


def test_parts_of_the_catalogue_and_its_notice(source):
    assert [theme.code for theme in source.themes] == ["A"]
    assert [group.code for group in source.groups] == ["B"]
    assert source.notice == "Của chúng tôi"


def test_levels_of_a_ladder_are_no_groups(ladder):
    assert (ladder.is_ladder, ladder.groups) == (True, [])


@pytest.mark.parametrize(
    ("count", "slices"),
    [
        (0, []),
        (1, [slice(0, 1)]),
        (34, [slice(0, 34)]),
        (100, [slice(0, 33), slice(33, 66), slice(66, 100)]),
        (101, [slice(0, 25), slice(25, 50), slice(91, 101)]),
        (3321, [slice(0, 25), slice(25, 50), slice(3311, 3321)]),
    ],
)
def test_printed_are_all_or_the_first_and_the_last(source, count, slices):
    source.rows = [None] * count
    assert (source.printed, source.is_long) == (slices, count > 100)


def test_checksum_is_that_of_the_results_alone(edition):
    first = Source(edition).checksum
    edition.published_at = None
    Province.objects.filter(entries__rank=1).update(name="Tên khác")
    assert Source(edition).checksum == first
    edition.entries.filter(rank=3).update(headline=Decimal("10.01"))
    assert len({first, Source(edition).checksum, Source(made_edition(3)).checksum}) == 3
