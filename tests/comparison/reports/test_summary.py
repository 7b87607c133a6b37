from datetime import timedelta
from decimal import Decimal

import pytest

from assessments.enums import AssessmentState
from assessments.models import Assessment
from comparison.reports.parts import Parts
from comparison.reports.source import Source, Spread
from comparison.reports.summary import ScoreLine, summary
from indicators.scoring.frame import NodeKind
from tests.factories import ProvinceFactory
from tests.factories.comparison import made_edition

pytestmark = pytest.mark.django_db


def summed_up(source):
    return summary(source, Parts(source))


def five(*numbers: int) -> Spread:
    return Spread(3, *map(Decimal, numbers))


def test_who_filed_and_who_has_a_result(source):
    campaign, by = source.edition.campaign, source.edition.created_by
    Assessment.objects.create(campaign=campaign, province=ProvinceFactory())
    for late in (-1, 1):
        at = source.edition.finished_at + timedelta(hours=late)
        filed = {"state": AssessmentState.SUBMITTED, "submitted_at": at, "submitted_by": by}
        Assessment.objects.create(campaign=campaign, province=ProvinceFactory(), **filed)
    found = summed_up(source)
    assert (found.units, found.filed, found.verified, found.ranked) == (6, 4, 3, 3)


def test_median_and_spread_of_all_three_scores(source):
    assert summed_up(source).scores == (
        ScoreLine("Điểm chung H", five(10, 30, 50, 70, 90), "Phát triển"),
        ScoreLine("Mức sẵn sàng R", five(14, 34, 54, 74, 94), "Phát triển"),
        ScoreLine("Mức kết quả K", five(6, 26, 46, 66, 86), "Phát triển"),
    )
    assert summed_up(source).bands == "Dẫn dắt 1, Phát triển 1, Khởi đầu 1"


def test_both_ends_never_name_a_province_twice():
    found = summed_up(Source(made_edition(5)))
    assert ([row.rank for row in found.first], [row.rank for row in found.last]) == ([1, 2, 3], [4, 5])
    found = summed_up(Source(made_edition(9)))
    assert ([row.rank for row in found.first], [row.rank for row in found.last]) == ([1, 2, 3], [7, 8, 9])


def test_ends_are_loose_where_intervals_overlap(edition):
    assert summed_up(Source(edition)).ends_are_loose
    for entry in edition.entries.all():
        edition.entries.filter(pk=entry.pk).update(rank_low=entry.rank, rank_high=entry.rank)
    assert not summed_up(Source(edition)).ends_are_loose


def test_highest_and_lowest_recommendations_and_groups(edition):
    edition.entries.get(rank=2).nodes.filter(kind=NodeKind.GROUP).update(verified=60)
    found = summed_up(Source(edition))
    assert [(item.code, item.is_group, item.spread.median) for item in found.strengths] == [
        ("B", True, 60),
        ("A-1", False, 50),
    ]
    assert [item.code for item in found.gaps] == ["A-1", "B"]
    assert found.gaps[0].gap.code == "A-1.1"
    assert not found.is_strong


def test_all_are_strong_from_60_on(edition):
    edition.entries.get(rank=2).nodes.update(verified=60)
    assert summed_up(Source(edition)).is_strong


def test_too_few_themes_for_a_shape(source):
    assert summed_up(source).radar == ""


def test_shape_of_the_medians(source, monkeypatch):
    monkeypatch.setattr(Source, "themes", property(lambda self: [part for part in self.outline[:1] for _ in range(3)]))
    assert summed_up(source).radar.count("Chủ đề A") > 3


def test_without_any_score():
    found = summed_up(Source(made_edition(2, unranked=2)))
    assert (found.ranked, found.scores, found.first, found.last, found.bands) == (0, (), (), (), "")
    assert (found.strengths, found.gaps, found.ends_are_loose) == ((), (), False)
