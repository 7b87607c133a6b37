import pytest
from django.urls import reverse

from comparison.charts.province_map import credit
from comparison.views import maps
from tests.factories import ProvinceFactory
from tests.factories.comparison import made_edition

from .test_frame import RUBBISH, frame
from .test_tables import words

pytestmark = pytest.mark.django_db

QUERIES = 10


def shown(client, looked, **query):
    client.force_login(looked.coordinator)
    return client.get(reverse("comparison:map", args=[looked.edition.pk]), query)


def test_map_has_its_list_and_says_where_it_is_from(client, looked):
    response = shown(client, looked)
    assert [line.row.name for line in response.context["lines"]] == looked.names
    text = words(response)
    assert credit() in text
    assert "Đà Nẵng: 90,00, Dẫn dắt" in text
    assert f'href="/comparison/{looked.edition.pk}/side-by-side/?p=48"' in text


def test_key_of_the_phones_map_names_every_band(client, looked):
    response = shown(client, looked)
    assert [shade.place for shade, _words in response.context["bands"]] == [1, 2, 3, 4, 5]
    key = words(response).partition('<ul class="map-key">')[2].partition("</ul>")[0]
    assert key.count("chart-band-") == 6, "and one for no result"


def test_group_filters_the_list_and_never_the_map(client, looked):
    response = shown(client, looked, group="provinces")
    assert [line.row.name for line in response.context["lines"]] == looked.names[1:]
    text = words(response)
    assert "Đà Nẵng: 90,00, Dẫn dắt" in text
    assert "Bản đồ luôn có đủ các tỉnh, thành phố; nhóm so sánh lọc bảng bên cạnh." in text


def test_provinces_without_a_result_have_their_names(client, looked):
    ProvinceFactory(code="01", name="Hà Nội")
    assert "Hà Nội: chưa có kết quả" in words(shown(client, looked))


def test_empty_group_says_what_to_do(client, looked):
    text = words(shown(client, looked, group="mekong_delta"))
    assert "Nhóm này chưa có kết quả nào; hãy chọn nhóm khác." in text


@pytest.mark.parametrize("rubbish", RUBBISH)
def test_map_takes_any_address(client, looked, rubbish):
    response = shown(client, looked, group=rubbish, page=rubbish)
    assert [line.row.name for line in response.context["lines"]] == looked.names


def test_map_is_made_with_the_same_queries_for_many(client, looked, django_assert_num_queries):
    client.force_login(looked.reviewer)
    client.get(reverse("comparison:map", args=[looked.edition.pk]))
    for edition in (looked.edition, made_edition(60)):
        with django_assert_num_queries(QUERIES):
            client.get(reverse("comparison:map", args=[edition.pk]))


def test_exported_table_has_the_credit(looked):
    table = maps.exported(frame(looked))
    assert table.notes == [credit()]
    assert [row[2:] for row in table.rows] == [
        ("Đà Nẵng", 90, "Dẫn dắt"),
        ("Tỉnh aa", 10, "Khởi đầu"),
        ("Tỉnh ab", None, ""),
    ]
