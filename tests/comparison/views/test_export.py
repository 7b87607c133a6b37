import csv
from io import BytesIO, StringIO
from xml.etree.ElementTree import fromstring

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from comparison.exports import TYPES
from comparison.views.export import EXPORTS
from comparison.views.frame import TABS
from tests.factories.comparison import made_edition

pytestmark = pytest.mark.django_db


def fetched(client, looked, view, extension, user=None, **query):
    client.force_login(user or looked.reviewer)
    return client.get(f"/comparison/{looked.edition.pk}/export/{view}.{extension}/", query)


def test_every_tab_can_be_taken_away():
    assert list(EXPORTS) == [tab.name for tab in TABS]


@pytest.mark.parametrize("view", EXPORTS)
def test_csv_of_every_page(client, looked, view):
    response = fetched(client, looked, view, "csv")
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["Content-Disposition"].isascii()
    rows = list(csv.reader(StringIO(response.content.decode("utf-8-sig")), delimiter=";"))
    assert [looked.edition.campaign.name] in rows
    assert any("Đà Nẵng" in cell for row in rows for cell in row)


@pytest.mark.parametrize("view", EXPORTS)
def test_workbook_of_every_page(client, looked, view):
    response = fetched(client, looked, view, "xlsx")
    sheet = load_workbook(BytesIO(response.content)).active
    assert response["Content-Type"] == TYPES["xlsx"]
    assert looked.edition.campaign.name in [row[0].value for row in sheet.iter_rows()]


@pytest.mark.parametrize("view", EXPORTS)
def test_picture_of_every_chart(client, looked, view):
    response = fetched(client, looked, view, "svg")
    assert response["Content-Type"] == "image/svg+xml"
    assert fromstring(response.content).tag == "{http://www.w3.org/2000/svg}svg"


def test_file_is_about_what_the_page_is_about(client, looked):
    response = fetched(client, looked, "distribution", "csv", group="provinces", node="theme:A")
    text = response.content.decode("utf-8-sig")
    assert text.startswith("A Chủ đề A (cả nhóm nội dung)\r\n")
    assert "Nhóm so sánh: Các tỉnh" in text
    assert "Đà Nẵng" not in text
    name = f"so-sanh-{looked.edition.campaign.code}-ban-1-tung-noi-dung.csv"
    assert response["Content-Disposition"] == f'attachment; filename="{name}"'


@pytest.mark.parametrize(
    ("view", "extension"),
    [("table", "pdf"), ("table", "CSV"), ("x", "csv"), ("", "csv"), ("table", ""), ("table.csv", "csv"), ("..", "csv")],
)
def test_there_is_nothing_else_to_be_had(client, looked, view, extension):
    assert fetched(client, looked, view, extension).status_code == 404


def test_page_without_a_chart_has_no_picture(client, looked, monkeypatch):
    monkeypatch.setitem(EXPORTS, "table", EXPORTS["table"]._replace(chart=None))
    assert fetched(client, looked, "table", "svg").status_code == 404
    assert fetched(client, looked, "table", "csv").status_code == 200


@pytest.mark.parametrize("view", [tab.name for tab in TABS if tab.is_internal])
def test_statistics_of_the_review_do_not_leave_the_ministry(client, looked, view):
    assert fetched(client, looked, view, "csv").status_code == 200
    assert fetched(client, looked, view, "csv", looked.coordinator).status_code == 403


def test_unpublished_edition_is_for_the_ministry(client, looked):
    edition = made_edition(1, published=False)
    url = reverse("comparison:export", args=[edition.pk, "table", "csv"])
    client.force_login(looked.reviewer)
    assert "chưa công bố" in client.get(url).content.decode()
    client.force_login(looked.coordinator)
    assert client.get(url).status_code == 404


@pytest.mark.parametrize("view", ["table", "map", "heatmap", "quadrants", "distribution"])
def test_files_are_made_with_the_same_queries_for_many(client, looked, view, django_assert_max_num_queries):
    client.force_login(looked.reviewer)
    for edition in (looked.edition, made_edition(60)):
        with django_assert_max_num_queries(8):
            response = client.get(reverse("comparison:export", args=[edition.pk, view, "xlsx"]))
        sheet = load_workbook(BytesIO(response.content)).active
        assert sheet.max_row >= edition.entries.count()
