from decimal import Decimal

import pytest

from accounts.models import Province
from accounts.provinces import load_provinces
from assessments.models import Assessment
from comparison.charts.heatmap import Column
from comparison.reports.ranking import Moved, Mover, Quadrant, movers, ranking
from comparison.reports.source import Source
from tests.factories import ProvinceFactory
from tests.factories.comparison import made_edition

pytestmark = pytest.mark.django_db


def test_every_line_of_a_short_list(source):
    found = ranking(source)
    assert [line.row for line in found.lines] == source.rows
    assert (found.between, found.tail, found.uncertain) == ("", (), 1)
    assert found.intervals[0].count("hạng ") >= 3
    assert len(found.intervals) == len(found.heatmaps) == 1


@pytest.mark.slow
def test_long_list_is_printed_at_both_ends_and_says_so():
    found = ranking(Source(made_edition(101)))
    assert [line.row.rank for line in found.lines] == [*range(1, 51)]
    assert [line.row.rank for line in found.tail] == [*range(92, 102)]
    assert found.between == "… 41 đơn vị ở giữa không in; trung vị của tất cả là 50,00 điểm …"
    assert (len(found.intervals), len(found.heatmaps), found.scatter) == (3, 3, "")
    assert [quadrant.count for quadrant in found.quadrants] == [51, 0, 0, 50]
    assert [quadrant.left for quadrant in found.quadrants] == [11, 0, 0, 10]


@pytest.mark.slow
def test_map_of_the_34_and_none_of_what_is_not_on_it(source):
    assert (ranking(source).map, "CC BY 4.0" in ranking(source).credit) == ("", True)
    load_provinces()
    hue = Province.objects.get(code="46", valid_to__isnull=True)
    found = ranking(Source(made_edition(2, first=[hue], campaign=None)))
    assert "Huế: 90,00, Dẫn dắt" in found.map
    assert "Hoàng Sa (Đà Nẵng)" in found.map


def test_movers_by_more_than_five_places_the_farthest_first(source):
    first, second, third = source.rows
    rows = [
        first._replace(rank=1, rank_geometric=6, rank_evidenced=6),
        second._replace(rank=9, rank_geometric=3, rank_evidenced=None),
        third._replace(rank=20, rank_geometric=20, rank_evidenced=30),
        first._replace(rank=None, rank_geometric=None, rank_evidenced=4),
    ]
    assert movers(rows) == [Mover(rows[2], Moved(20, 0), Moved(30, -10)), Mover(rows[1], Moved(3, 6), None)]
    assert [str(moved) for moved in (Moved(20, 0), Moved(30, -10), Moved(3, 6))] == ["20", "30 (xuống 10)", "3 (lên 6)"]


@pytest.mark.slow
def test_movers_beyond_thirty_are_counted():
    found = ranking(Source(made_edition(60)))  # by the geometric mean everybody is at the other end
    assert (len(found.movers), found.movers_left) == (30, 24)
    assert found.movers[0].geometric == Moved(60, -59)


def test_peers_with_somebody_in_them(source):
    found = {group.label: group for group in ranking(source).peers}
    assert found["Thành phố trực thuộc trung ương"].headline.median == 90
    assert found["Các tỉnh"].headline.median == 30
    assert (found["Các tỉnh"].readiness.median, found["Các tỉnh"].results.median) == (34, 26)
    assert "Tất cả" not in found
    assert "Đông Nam Bộ" not in found


def test_quadrants_at_the_medians(edition):
    edition.entries.filter(rank=1).update(results=Decimal(1))
    edition.entries.filter(rank=3).update(results=Decimal(99))
    source = Source(edition)
    names = [row.name for row in source.rows]
    found = ranking(source)
    assert found.quadrants == (
        Quadrant("Sẵn sàng và kết quả đều từ trung vị trở lên", (names[1],), 0),
        Quadrant("Chỉ mức sẵn sàng từ trung vị trở lên", (names[0],), 0),
        Quadrant("Chỉ mức kết quả từ trung vị trở lên", (names[2],), 0),
        Quadrant("Cả hai dưới trung vị", (), 0),
    )
    assert (names[0] in found.scatter, found.without_both) == (True, 0)


def test_columns_of_the_heatmap(source):
    found = ranking(source)
    assert found.columns == (Column("A", "Chủ đề A", "Khuyến nghị"), Column("B", "Nhóm B", "Chỉ số"))
    assert ">90,0<" in found.heatmaps[0]


def test_ladder_has_levels_and_neither_columns_nor_quadrants(edition, ladder):
    edition.entries.filter(rank=1).update(ladder_level=1, results=None)
    edition.entries.filter(rank=2).update(ladder_level=0, results=None)
    edition.entries.filter(rank=3).update(results=None)
    found = ranking(ladder)
    assert [line.level for line in found.lines] == ["Nhóm B", "chưa đạt cấp độ nào", ""]
    assert (found.is_ladder, found.quadrants, found.scatter, found.without_both) == (True, (), "", 3)
    assert [column.code for column in found.columns] == ["A"]


def test_ladder_alone_has_no_heatmap(ladder, monkeypatch):
    monkeypatch.setattr(Source, "themes", property(lambda self: []))
    assert ranking(ladder).heatmaps == ()


def test_provinces_without_a_result_are_named(source):
    Assessment.objects.create(campaign=source.edition.campaign, province=ProvinceFactory(name="Tỉnh → vắng"))
    assert ranking(source).missing == ("Tỉnh -> vắng",)


def test_nobody_ranked():
    found = ranking(Source(made_edition(2, unranked=2)))
    assert [line.row.rank for line in found.lines] == [None, None]
    assert (found.quadrants, found.scatter, found.peers, found.movers) == ((), "", (), ())
    assert "chưa xếp hạng" in found.intervals[0]
