from decimal import Decimal

import pytest
from django.urls import reverse

from comparison.models import NodeScore
from comparison.views import distributions
from comparison.views.distributions import HEADLINE, choices, chosen
from tests.factories.comparison import made_edition

from .test_frame import RUBBISH, frame
from .test_tables import words

pytestmark = pytest.mark.django_db

QUERIES = 9


def shown(client, looked, user=None, **query):
    client.force_login(user or looked.coordinator)
    return client.get(reverse("comparison:distribution", args=[looked.edition.pk]), query)


def scores(response):
    return [(score.line.row.name, score.place, score.verified) for score in response.context["page"]]


def test_one_node_with_its_median_and_ones_own_place(client, looked):
    NodeScore.objects.filter(entry__province=looked.own, kind="theme", code="A").update(verified=Decimal(5))
    response = shown(client, looked, node="theme:A")
    assert scores(response) == [("Tỉnh aa", 1, Decimal(10)), ("Đà Nẵng", 2, Decimal(5)), ("Tỉnh ab", None, None)]
    text = words(response)
    for part in ("A Chủ đề A (cả nhóm nội dung)", "<dd>7,50</dd>", "từ 6,25 đến 8,75", "5,00, thứ 2 ở nội dung này"):
        assert part in text
    assert "không phải giá trị gốc của chỉ số" in text


@pytest.mark.parametrize("node", [*RUBBISH, "", "theme:", "theme:x", ":", "question:A-1.8", "whole:claimed"])
def test_whatever_is_no_node_means_the_headline(client, looked, node):
    response = shown(client, looked, node=node, page=node, group=node)
    assert response.context["node"].value == HEADLINE
    assert scores(response)[0] == ("Đà Nẵng", 1, Decimal(90))


@pytest.mark.parametrize(("node", "best"), [("whole:headline", 90), ("whole:readiness", 94), ("whole:results", 86)])
def test_scores_of_the_whole(client, looked, node, best):
    assert scores(shown(client, looked, node=node))[0] == ("Đà Nẵng", 1, Decimal(best))


def test_choices_are_every_scored_node_once(looked):
    found = [choice.value for _label, group in choices(frame(looked).catalogue) for choice in group]
    stored = NodeScore.objects.filter(entry__province=looked.own, entry__edition=looked.edition)
    nodes = {f"{kind}:{code}" for kind, code in stored.values_list("kind", "code")} - {"question:A-1.8"}
    assert {value for value in found if not value.startswith("whole:")} == nodes
    assert len(found) == len(set(found))


def test_levels_of_a_ladder_are_not_to_be_chosen(looked, monkeypatch):
    found = frame(looked, node="group:B")
    assert chosen(found).value == "group:B"
    monkeypatch.setattr(found.catalogue.frame.__class__, "is_ladder", property(lambda _frame: True), raising=False)
    values = [choice.value for _label, group in choices(found.catalogue) for choice in group]
    assert {"group:B", "whole:results"} & set(values) == set()
    assert chosen(found).value == HEADLINE


def test_what_was_claimed_at_a_node_is_for_the_ministry(client, looked):
    assert "96,00" not in words(shown(client, looked, node="theme:A"))
    text = words(shown(client, looked, looked.reviewer, node="theme:A"))
    assert "96,00" in text
    assert "+6,00" in text


def test_node_that_no_province_has_a_score_of(client, looked):
    NodeScore.objects.filter(entry__edition=looked.edition, code="A-1.4").update(verified=None)
    response = shown(client, looked, node="question:A-1.4")
    assert response.context["quartiles"] is None
    assert words(response).count("không áp dụng") == 4  # every row and one's own


def test_empty_group_says_what_to_do(client, looked):
    assert "Nhóm này chưa có kết quả nào" in words(shown(client, looked, group="mekong_delta"))


def test_distribution_is_made_with_the_same_queries_for_many(client, looked, django_assert_num_queries):
    client.force_login(looked.reviewer)
    client.get(reverse("comparison:distribution", args=[looked.edition.pk]), {"node": "theme:A"})
    for edition, count in ((looked.edition, 3), (made_edition(60), 50)):
        with django_assert_num_queries(QUERIES):
            response = client.get(reverse("comparison:distribution", args=[edition.pk]), {"node": "theme:A"})
        assert len(response.context["page"].object_list) == count


def test_exported_table_is_about_the_chosen_node(looked):
    table = distributions.exported(frame(looked, node="indicator:B-1"))
    assert table.title == "B-1 Chỉ số B-1"
    assert table.rows[:2] == [(1, "48", "Đà Nẵng", Decimal(90)), (2, "aa", "Tỉnh aa", Decimal(10))]
    for_ministry = distributions.exported(frame(looked, looked.reviewer, node="indicator:B-1"))
    assert for_ministry.heads[4:] == ["Tự đánh giá", "Tự đánh giá trừ thẩm định"]
    assert for_ministry.rows[0] == (1, "48", "Đà Nẵng", Decimal(90), Decimal(96), Decimal(6))
    assert for_ministry.rows[2] == (None, "ab", "Tỉnh ab", None, None, None)
