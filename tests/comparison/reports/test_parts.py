from decimal import Decimal

import pytest

from assessments.enums import Verdict
from comparison.reports.parts import Level, Parts, Scored, SharedGap
from comparison.reports.source import Source
from tests.factories.comparison import made_edition

pytestmark = pytest.mark.django_db

EVIDENCE = "Bổ sung minh chứng hoặc giải trình theo kết luận thẩm định"


def leaf(edition, code, scores, verdict=""):
    """Give the provinces these scores, the best first; nothing else is missing anywhere."""
    for entry in edition.entries.order_by("rank"):
        entry.nodes.update(verified=100)
    for entry, score in zip(edition.entries.order_by("rank"), scores, strict=True):
        entry.nodes.filter(code=code).update(verified=score, verdict=verdict)


def gaps(edition, half="themes"):
    [part] = getattr(Parts(Source(edition)), half)()
    return part.gaps


def test_theme_with_its_ends_and_its_recommendations(source):
    [theme] = Parts(source).themes()
    names = [row.name for row in source.rows]
    assert (theme.code, theme.title, theme.spread.median) == ("A", "Chủ đề A", 50)
    assert theme.highest == tuple(map(Scored, names, map(Decimal, (90, 50, 10))))
    assert theme.lowest == ()
    assert [(item.code, item.spread.median) for item in theme.below] == [("A-1", 50)]
    assert "A Chủ đề A. Trung vị 50,00" in theme.chart


def test_lowest_come_from_the_end():
    source = Source(made_edition(5))
    [theme] = Parts(source).themes()
    assert [found.name for found in theme.lowest] == [source.rows[4].name, source.rows[3].name]


def test_group_lists_its_indicators_lowest_first(edition):
    edition.entries.get(rank=2).nodes.filter(code="B-2").update(verified=20)
    [group] = Parts(Source(edition)).groups()
    assert [(item.code, item.spread.median) for item in group.below] == [("B-2", 20), ("B-1", 50)]
    assert group.left == 0


def test_shared_gap_is_what_costs_most(edition):
    leaf(edition, "A-1.1", scores=[100, 50, 50])
    assert gaps(edition) == (SharedGap("A-1.1", "Mức kiến trúc", 2, 3, "+3,33", "Ban hành văn bản"),)


def test_next_step_is_that_of_most_provinces_even_with_different_scores(edition):
    leaf(edition, "A-1.3", scores=[75, 25, 50])
    assert [gap.action for gap in gaps(edition)] == ["Bổ sung các mục còn thiếu"]


def test_next_step_where_review_refused(edition):
    leaf(edition, "A-1.1", scores=[0, 0, 50], verdict=Verdict.REJECTED)
    assert [gap.action for gap in gaps(edition)] == [EVIDENCE]


def test_next_step_is_made_up_where_the_catalogue_has_none(edition):
    leaf(edition, "A-1.4", scores=[25, 25, 25])
    assert [gap.action for gap in gaps(edition)] == ["Đạt mức “Mức 2”"]
    leaf(edition, "A-1.6", scores=[10, 20, 30])
    assert [gap.action for gap in gaps(edition)] == ["Nâng giá trị đến mức mục tiêu"]
    leaf(edition, "A-1.7", scores=[0, 0, 0])
    assert [gap.action for gap in gaps(edition)] == ["Hoàn thành nội dung này"]


def test_next_step_where_the_best_option_has_not_all_points(edition):
    source = Source(edition)
    items = source.catalogue.items
    item = items["A-1.4"]
    items["A-1.4"] = item.model_copy(update={"options": item.options[:2]})
    try:
        leaf(edition, "A-1.4", scores=[25, 25, 25])
        assert [gap.action for gap in gaps(edition)] == ["Hoàn thành nội dung này"]
    finally:
        items["A-1.4"] = item


def test_nothing_missing_nothing_to_do(edition):
    leaf(edition, "A-1.1", scores=[100, 100, 100])
    assert gaps(edition) == gaps(edition, "groups") == ()


def test_only_three_gaps_are_printed(edition):
    assert len(gaps(edition)) == 3


def test_levels_of_a_ladder_are_counted(edition, ladder):
    edition.entries.filter(rank=1).update(ladder_level=1)
    edition.entries.filter(rank__gt=1).update(ladder_level=0)
    found = Parts(ladder)
    assert found.levels() == (Level("chưa đạt cấp độ nào", 2), Level("Nhóm B", 1))
    assert list(found.groups()) == []


def test_no_levels_without_a_ladder(source):
    assert Parts(source).levels() == ()


def test_part_without_scores():
    [theme] = Parts(Source(made_edition(2, unranked=2))).themes()
    assert (theme.spread, theme.highest, theme.lowest, theme.chart, theme.below, theme.gaps) == (
        *(None, (), (), "", (), ()),
    )
