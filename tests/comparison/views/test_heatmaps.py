from decimal import Decimal

import pytest
from django.urls import reverse

from comparison.models import NodeScore
from comparison.views import heatmaps
from tests.factories.comparison import made_edition

from .test_frame import RUBBISH, frame
from .test_tables import words

pytestmark = pytest.mark.django_db

QUERIES = 9


def shown(client, looked, **query):
    client.force_login(looked.coordinator)
    return client.get(reverse("comparison:heatmap", args=[looked.edition.pk]), query)


def test_heatmap_and_its_table_have_the_same_numbers(client, looked):
    NodeScore.objects.filter(entry__province=looked.own, kind="group", code="B").update(verified=Decimal("12.34"))
    response = shown(client, looked)
    assert [(line.row.name, cells) for line, cells in response.context["lines"]] == [
        ("Đà Nẵng", [("A", Decimal(90)), ("B", Decimal("12.34"))]),
        ("Tỉnh aa", [("A", Decimal(10)), ("B", Decimal(10))]),
        ("Tỉnh ab", [("A", None), ("B", None)]),
    ]
    text = words(response)
    assert "Đà Nẵng – B Nhóm B: 12,34, Khởi đầu" in text
    assert "Chủ đề A" in text


def test_empty_group_says_what_to_do(client, looked):
    assert "Nhóm này chưa có kết quả nào" in words(shown(client, looked, group="mekong_delta"))


@pytest.mark.parametrize("rubbish", RUBBISH)
def test_heatmap_takes_any_address(client, looked, rubbish):
    response = shown(client, looked, group=rubbish, page=rubbish)
    assert [line.row.name for line, _cells in response.context["lines"]] == looked.names


def test_heatmap_is_made_with_the_same_queries_for_many(client, looked, django_assert_num_queries):
    client.force_login(looked.reviewer)
    client.get(reverse("comparison:heatmap", args=[looked.edition.pk]))
    for edition, count in ((looked.edition, 3), (made_edition(60), 50)):
        with django_assert_num_queries(QUERIES):
            response = client.get(reverse("comparison:heatmap", args=[edition.pk]))
        assert len(response.context["lines"]) == count


def test_levels_of_a_ladder_are_no_columns(looked, monkeypatch):
    found = frame(looked)
    assert [column.code for _kind, column in heatmaps.columns_of(found)] == ["A", "B"]
    monkeypatch.setattr(found.catalogue.frame.__class__, "is_ladder", property(lambda _frame: True), raising=False)
    assert [column.code for _kind, column in heatmaps.columns_of(found)] == ["A"]


def test_exported_table_has_all_rows_and_the_chart_a_page(looked):
    many = made_edition(60)
    found = frame(looked)
    found.edition = many
    table = heatmaps.exported(found)
    assert table.heads == ["Hạng", "Mã", "Tỉnh, thành phố", "A Chủ đề A", "B Nhóm B"]
    assert len(table.rows) == 60
    assert table.rows[0][3:] == (Decimal(90), Decimal(90))
    chart = heatmaps.chart(found)
    assert chart.count("<title>Tỉnh ") == 150  # a name and two scores each
