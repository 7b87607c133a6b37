from decimal import Decimal

import pytest
from django.urls import reverse

from comparison.models import Entry
from comparison.queries import rows_of
from comparison.views import quadrants
from comparison.views.quadrants import QUADRANTS, Medians, medians_of
from tests.factories.comparison import made_edition

from .test_frame import RUBBISH, frame
from .test_tables import words

pytestmark = pytest.mark.django_db

QUERIES = 8


def shown(client, looked, user=None, edition=None, **query):
    client.force_login(user or looked.coordinator)
    return client.get(reverse("comparison:quadrants", args=[(edition or looked.edition).pk]), query)


def titles(response):
    return [str(quadrant.title) if quadrant else "" for _line, quadrant in response.context["page"]]


def test_every_province_is_in_its_quadrant(client, looked):
    response = shown(client, looked)
    assert response.context["medians"] == (Decimal(54), Decimal(46))
    assert titles(response) == ["Sẵn sàng và kết quả đều từ trung vị trở lên", "Cả hai dưới trung vị", ""]
    assert [found["count"] for found in response.context["quadrants"]] == [1, 0, 0, 1]
    text = words(response)
    assert "Trung vị của nhóm: R 54,00, K 46,00." in text
    assert "thiếu một trong hai điểm" in text


def test_sides_of_the_medians(looked):
    row = rows_of(looked.edition.entries.order_by("pk"))[0]
    medians = Medians(Decimal(50), Decimal(40))
    found = [
        medians.quadrant(row._replace(readiness=Decimal(r), results=Decimal(k)))
        for r, k in ((50, 40), (50, 39), (49, 40), (49, 39))
    ]
    assert found == list(QUADRANTS)
    assert medians.quadrant(row._replace(results=None)) is None
    assert Medians(None, None).quadrant(row) is None


def test_medians_are_of_those_with_both_scores(looked):
    rows = rows_of(looked.edition.entries.order_by("pk"))
    assert medians_of([*rows, rows[0]._replace(results=None, readiness=Decimal(0))]) == (Decimal(54), Decimal(46))
    assert medians_of([]) == (None, None)


@pytest.mark.parametrize("fields", [{"results": None}, {"readiness": None}])
def test_without_both_scores_there_is_nothing_to_draw(client, looked, fields):
    Entry.objects.filter(edition=looked.edition).update(**fields)
    response = shown(client, looked)
    assert response.context["chart"] == ""
    assert "Chưa tỉnh nào có đủ hai điểm" in words(response)


def test_empty_group_says_what_to_do(client, looked):
    assert "Nhóm này chưa có kết quả nào" in words(shown(client, looked, group="mekong_delta"))


def test_ladder_says_why_there_is_no_such_page(client, looked, monkeypatch):
    Entry.objects.filter(edition=looked.edition).update(results=None)
    monkeypatch.setattr(
        frame(looked).catalogue.frame.__class__, "is_ladder", property(lambda _frame: True), raising=False
    )
    assert "Đợt này không có mức kết quả K" in words(shown(client, looked))


@pytest.mark.parametrize("rubbish", RUBBISH)
def test_quadrants_take_any_address(client, looked, rubbish):
    assert len(titles(shown(client, looked, group=rubbish, page=rubbish))) == 3


def test_quadrants_are_made_with_the_same_queries_for_many(client, looked, django_assert_num_queries):
    shown(client, looked, looked.reviewer)
    many = made_edition(100)
    for edition in (looked.edition, many):
        client.force_login(looked.reviewer)
        with django_assert_num_queries(QUERIES):
            response = client.get(reverse("comparison:quadrants", args=[edition.pk]))
    assert len(titles(response)) == 50
    assert "và 10 tỉnh khác (xem bảng dưới)" in words(response)


def test_exported_table_names_the_quadrant(looked):
    table = quadrants.exported(frame(looked))
    assert table.rows == [
        ("48", "Đà Nẵng", Decimal(94), Decimal(86), "Sẵn sàng và kết quả đều từ trung vị trở lên"),
        ("aa", "Tỉnh aa", Decimal(14), Decimal(6), "Cả hai dưới trung vị"),
        ("ab", "Tỉnh ab", None, None, ""),
    ]
