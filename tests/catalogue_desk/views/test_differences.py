import csv
from io import StringIO

import pytest

from tests.catalogue_desk.views.pages import queries, text
from tests.factories import indicator_version

pytestmark = pytest.mark.django_db

COMPARE = "/catalogues/indicators/compare/"
PAIR = "?a=thu/v1&b=thu/v2"


def test_page_without_a_choice_asks_for_it(manager, stored):
    response = manager.get(COMPARE)
    assert response.status_code == 200
    assert "Khác biệt so với" not in text(response)


def test_less_than_two_versions_cannot_be_compared(manager):
    assert "Chưa có hai phiên bản để so sánh" in text(manager.get(COMPARE))


def test_differences_are_shown_with_the_notice_once(reviewer, stored):
    shown = text(reviewer.get(COMPARE + PAIR))
    assert "mọi khác biệt (0) mới (0) bỏ (0)" in shown
    assert "giữ nguyên (8)" in shown
    assert "A Nhóm A đổi trọng số trọng số trước: 1 sau: 2" in shown
    assert shown.count("Của nhóm kiểm thử, không chính thức.") == 1


def test_differences_are_filtered_by_kind_and_paged(manager, stored):
    indicator_version()
    far = f"{COMPARE}?a=thu/v1&b=cv3098/v1"
    response = manager.get(f"{far}&show=new&page=2")
    assert {row.kind.value for row in response.context["rows"]} == {"new"}
    assert "Trang 2 trên 2" in text(response)
    assert 'href="?a=thu%2Fv1&amp;b=cv3098%2Fv1&amp;show=new&amp;page=1"' in response.content.decode()
    gone = manager.get(f"{far}&show=gone")
    assert [row.code for row in gone.context["rows"]][:2] == ["A-1", "A-2"]
    assert manager.get(f"{far}&show=<x>").context["wanted"] == ""


@pytest.mark.parametrize("query", ["?a=x", "?a=thu/v1", "?a=%00&b=%00", "?b=thu/v2&a=khong/v1"])
def test_wrong_choice_is_refused_at_its_field(manager, stored, query):
    response = manager.get(COMPARE + query)
    assert response.status_code == 422
    assert response.context["form"].errors


def test_comparison_asks_the_same_queries_however_long_it_is(manager, stored):
    few = queries(manager, COMPARE + PAIR)
    indicator_version()
    assert (queries(manager, f"{COMPARE}?a=thu/v1&b=cv3098/v1"), few < 9) == (few, True)


def test_differences_are_taken_away_as_a_table(reviewer, stored):
    response = reviewer.get(f"{COMPARE}csv/{PAIR}")
    rows = list(csv.reader(StringIO(response.content.decode("utf-8-sig")), delimiter=";"))
    assert response["Content-Disposition"] == 'attachment; filename="thu-v1-thu-v2.csv"'
    assert rows[1:] == [
        ["nhóm", "A", "Nhóm A", "đổi trọng số", "trọng số", "1", "2", ""],
        [],
        ["Lưu ý", "thu/v1", "Của nhóm kiểm thử, không chính thức."],
        ["Lưu ý", "thu/v2", "Của nhóm kiểm thử, không chính thức."],
    ]
    book = reviewer.get(f"{COMPARE}xlsx/{PAIR}")
    assert book.content[:2] == b"PK"


@pytest.mark.parametrize("path", [f"pdf/{PAIR}", "csv/", "csv/?a=thu/v1&b=%00", "xlsx/?a=x/v1&b=thu/v1"])
def test_unknown_table_is_not_found(manager, stored, path):
    assert manager.get(COMPARE + path).status_code == 404


def test_unknown_kind_is_not_found(manager):
    assert manager.get("/catalogues/x/compare/").status_code == 404
    assert manager.get(f"/catalogues/x/compare/csv/{PAIR}").status_code == 404
