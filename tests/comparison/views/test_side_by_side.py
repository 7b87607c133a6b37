import re
from dataclasses import replace

import pytest
from django.test import Client
from django.urls import reverse

from accounts.roles import Role
from assessments.catalogue import campaign_catalogue
from comparison.models import NodeScore
from tests.factories import ProvinceFactory, user_as
from tests.factories.comparison import made_edition

pytestmark = pytest.mark.django_db


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def get(user, edition, query=""):
    return signed_in(user).get(reverse("comparison:side_by_side", args=[edition.pk]) + query)


def shown(response):
    return [row.name for row in response.context["rows"]]


def said(response):
    return response.context["notices"]


@pytest.fixture
def six():
    return made_edition(6)


@pytest.fixture
def reviewer():
    return user_as(Role.REVIEWER)


def test_ones_own_alone_in_its_region_is_shown_alone(six):
    own = six.entries.get(rank=1).province
    response = get(user_as(Role.COORDINATOR, own), six)
    assert shown(response) == ["Tỉnh aa"]
    assert "Mới có một đơn vị được chọn; hãy chọn thêm ở trên để so sánh." in response.content.decode()


def test_ones_own_stands_beside_the_best_of_its_region():
    own = [ProvinceFactory(region="southeast", name=name) for name in ("Nhất", "Nhì", "Ba")]
    edition = made_edition(4, first=[ProvinceFactory(region="mekong_delta"), *own])
    coordinator = user_as(Role.COORDINATOR, own[2])
    assert shown(get(coordinator, edition)) == ["Ba", "Nhất"]
    assert shown(get(coordinator, edition, "?group=mekong_delta"))[0] == "Ba"


def test_the_ministry_starts_with_the_first_two_even_in_a_group(six, reviewer):
    assert shown(get(reviewer, six)) == ["Tỉnh aa", "Tỉnh ab"]
    assert shown(get(reviewer, six, "?group=provinces")) == ["Tỉnh aa", "Tỉnh ab"]


def test_what_is_chosen_is_compared_with_the_first(six, reviewer):
    response = get(reviewer, six, "?p=ac&p=aa&p=&p=ac")
    assert shown(response) == ["Tỉnh ac", "Tỉnh aa"]
    assert response.context["sentences"] == [
        "Tỉnh aa hơn Tỉnh ac 32,00 điểm ở “Chủ đề A”.",
        "Tỉnh aa hơn Tỉnh ac 32,00 điểm ở “Nhóm B”.",
    ]
    page = response.content.decode()
    assert "Số có dấu là chênh lệch so với Tỉnh ac. Trung vị tính trên nhóm so sánh: Tất cả." in page
    assert page.count('<span class="number soft">+32,00</span>') == 8, "H, R, K, A, A-1, B, B-1, B-2"
    assert re.findall(r'<option value="(\w+)" selected>', page) == ["ac", "aa"]
    assert said(response) == []


def test_equals_are_said_not_to_be_far_apart(six, reviewer):
    NodeScore.objects.update(verified=50)
    page = get(reviewer, six).content.decode()
    assert "Không nhóm nội dung nào cách nhau từ 20 điểm (bằng độ rộng một bậc)." in page


def test_more_than_four_and_what_is_unknown_is_said(six, reviewer):
    response = get(reviewer, six, "?p=aa&p=ab&p=ac&p=ad&p=ae&p=zz")
    assert len(shown(response)) == 4
    assert said(response) == [
        "Chỉ đặt cạnh nhau được bốn tỉnh, thành phố; đã lấy bốn đơn vị đầu tiên.",
        "Có 1 mã không có kết quả trong bản so sánh này nên được bỏ qua.",
    ]


@pytest.mark.parametrize("query", ["?p=zz", "?p=%00", "?p=%27%20OR%201=1", "?p=🏙️", "?group=x&p=" + "9" * 500])
def test_rubbish_is_left_out(six, reviewer, query):
    response = get(reviewer, six, query)
    assert shown(response) == ["Tỉnh aa", "Tỉnh ab"]
    assert said(response) == ["Có 1 mã không có kết quả trong bản so sánh này nên được bỏ qua."]


def test_the_median_is_that_of_the_group(six, reviewer):
    response = get(reviewer, six, "?group=cities&p=ab")
    assert [line.median for line in response.context["heads"]] == [90, 94, 86], "of the one city"
    assert "Trung vị tính trên nhóm so sánh: Thành phố trực thuộc trung ương." in response.content.decode()


def test_provinces_without_a_score_are_shown_as_such(reviewer):
    page = get(reviewer, made_edition(2, unranked=1), "?p=ab")
    assert page.content.decode().count("chưa có kết quả</span>") == 8


def test_a_group_without_anybody_says_so():
    edition = made_edition(1, first=[ProvinceFactory(region="southeast")])
    edition.entries.all().delete()
    response = get(user_as(Role.AUDITOR), edition)
    assert shown(response) == []
    assert "Nhóm này chưa có kết quả nào" in response.content.decode()


def test_levels_of_a_ladder_are_told_without_points(six, reviewer, monkeypatch):
    six.entries.filter(rank=1).update(ladder_level=1)
    catalogue = campaign_catalogue(six.campaign)
    monkeypatch.setattr(catalogue, "frame", replace(catalogue.frame, is_ladder=True))
    response = get(reviewer, six)
    assert [line.code for line in response.context["heads"]] == ["H", "R"]
    assert [(row.name, level) for row, level in response.context["levels"]] == [("Tỉnh aa", "1/1"), ("Tỉnh ab", "0/1")]
    assert [each[3] for each in response.context["halves"]] == [True, False]
    assert "Nhóm B" not in str(response.context["sentences"])


def test_unpublished_results_are_not_known_to_provinces():
    edition = made_edition(2, published=False)
    member = user_as(Role.LEADER, edition.entries.get(rank=1).province)
    assert get(member, edition).status_code == 404
    assert get(user_as(Role.AUDITOR), edition).status_code == 200


@pytest.mark.parametrize("count", [4, 60])
def test_page_takes_as_many_queries_for_many(count, django_assert_num_queries):
    edition, client = made_edition(count), signed_in(user_as(Role.REVIEWER))
    url = reverse("comparison:side_by_side", args=[edition.pk])
    client.get(url)
    with django_assert_num_queries(10):
        assert len(client.get(f"{url}?p=aa&p=ab&p=ac&p=ad").context["rows"]) == 4


def test_export_has_every_node_with_differences(six, reviewer):
    url = reverse("comparison:export", args=[six.pk, "side_by_side", "csv"])
    lines = signed_in(reviewer).get(url + "?p=aa&p=ab").content.decode("utf-8-sig").splitlines()
    start = next(place for place, line in enumerate(lines) if line.startswith("Mã;"))
    assert lines[start:] == [
        "Mã;Nội dung;Tỉnh aa;Tỉnh ab;Tỉnh ab so với Tỉnh aa;Trung vị của nhóm so sánh",
        "H;Điểm chung;90,00;74,00;-16,00;50,00",
        "R;Mức sẵn sàng;94,00;78,00;-16,00;54,00",
        "K;Mức kết quả;86,00;70,00;-16,00;46,00",
        "A;Chủ đề A;90,00;74,00;-16,00;50,00",
        "A-1;Khuyến nghị A-1;90,00;74,00;-16,00;50,00",
        "B;Nhóm B;90,00;74,00;-16,00;50,00",
        "B-1;Chỉ số B-1;90,00;74,00;-16,00;50,00",
        "B-2;Chỉ số B-2;90,00;74,00;-16,00;50,00",
    ]
