from datetime import date
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import NoReverseMatch, reverse

from accounts.roles import Role
from assessments.enums import CampaignState
from comparison.rounds import Changed
from comparison.views import rounds
from tests.factories import ProvinceFactory, user_as
from tests.factories.comparison import made_edition, small_campaign

pytestmark = pytest.mark.django_db

VERSIONS = Changed("Danh mục đổi.", "guidance", "nho/v1", "nho/v2")


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def get(user, edition, query=""):
    return signed_in(user).get(reverse("comparison:rounds", args=[edition.pk]) + query)


def edition_on(day: date, provinces, *, published: bool = True, **fields):
    state = CampaignState.PUBLISHED if published else CampaignState.FINAL
    campaign = small_campaign(state, opens_on=day, name=f"Đợt {day.year}", **fields)
    return made_edition(len(provinces), first=provinces, campaign=campaign, published=published)


@pytest.fixture
def provinces():
    return [ProvinceFactory(code=code, name=name) for code, name in (("01", "Hà Nội"), ("48", "Đà Nẵng"))]


@pytest.fixture
def reviewer():
    return user_as(Role.REVIEWER)


def test_two_rounds_are_followed_with_their_changes(provinces, reviewer):
    edition_on(date(2025, 9, 1), provinces[::-1])
    edition = edition_on(date(2026, 3, 1), provinces, alpha=Decimal("0.4"))
    response = get(reviewer, edition)
    page = response.content.decode()
    assert response.context["labels"] == ["Đợt 2025", "Đợt 2026"]
    [(own, lines, ranks), _other] = response.context["tables"]
    assert (own.province.name, ranks) == ("Hà Nội", [("Đợt 2025", "2 (1–2) trên 2"), ("Đợt 2026", "1 (1–2) trên 2")])
    assert lines[0]["cells"] == [("Đợt 2025", Decimal(10)), ("Đợt 2026", Decimal(90))]
    assert lines[0]["change"] == Decimal(80)
    assert "Hà Nội từ 10,00 thành 90,00; Đà Nẵng từ 90,00 thành 10,00." in page
    assert response.context["changed"] == [
        ("Từ “Đợt 2025” đến “Đợt 2026”, tỷ trọng α đổi từ 0,5 sang 0,4.", ""),
    ]
    assert "Mới có một đợt có kết quả; xu hướng có từ đợt thứ hai." not in page


def test_one_round_says_that_there_is_no_trend_yet(provinces, reviewer):
    page = get(reviewer, edition_on(date(2026, 3, 1), provinces)).content.decode()
    assert "Mới có một đợt có kết quả; xu hướng có từ đợt thứ hai." in page
    assert "Các đợt này không hoàn toàn so sánh được với nhau:" not in page


def test_an_unpublished_edition_is_marked_and_for_the_ministry_only(provinces, reviewer):
    published = edition_on(date(2025, 9, 1), provinces)
    unpublished = edition_on(date(2026, 3, 1), provinces, published=False)
    assert get(reviewer, unpublished).context["labels"] == ["Đợt 2025", "Chưa công bố: Đợt 2026"]
    member = user_as(Role.COORDINATOR, provinces[0])
    assert get(member, published).context["labels"] == ["Đợt 2025"]
    assert get(reviewer, published).context["labels"] == ["Đợt 2025"]
    assert get(member, unpublished).status_code == 404


def test_ones_own_province_comes_first(provinces):
    edition = edition_on(date(2026, 3, 1), provinces)
    response = get(user_as(Role.LEADER, provinces[1]), edition)
    assert [each.province.name for each, _lines, _ranks in response.context["tables"]] == ["Đà Nẵng"]


@pytest.mark.parametrize(
    ("query", "measure"),
    [
        ("", "headline"),
        ("?node=results", "results"),
        ("?node=theme:A", "theme:A"),
        ("?node=theme:Z", "headline"),
        ("?node=%00", "headline"),
        ("?node=question:A-1.1&node=x", "headline"),
    ],
)
def test_what_is_followed_is_what_the_address_says(provinces, reviewer, query, measure):
    response = get(reviewer, edition_on(date(2026, 3, 1), provinces), query)
    assert response.context["measure"].key == measure


@pytest.mark.parametrize("query", ["?p=zz", "?p=%00&p=%27", "?p=01&p=48&p=zz"])
def test_rubbish_in_the_choice_is_left_out(provinces, reviewer, query):
    response = get(reviewer, edition_on(date(2026, 3, 1), provinces), query)
    assert [each.province.name for each, _lines, _ranks in response.context["tables"]] == ["Hà Nội", "Đà Nẵng"]
    assert len(response.context["notices"]) == 1


def test_former_units_are_told_and_never_drawn(provinces, reviewer):
    old = ProvinceFactory(
        code="49", name="Quảng Nam", valid_from=date(2008, 8, 1), valid_to=date(2025, 6, 30), merged_into=provinces[1]
    )
    edition_on(date(2024, 9, 1), [old])
    response = get(reviewer, edition_on(date(2026, 3, 1), provinces), "?p=48")
    page = response.content.decode()
    assert "Kết quả của đơn vị khác địa giới, không nối vào đường trên biểu đồ:" in page
    assert "Trước sắp xếp: Quảng Nam, Đợt 2024: 90,00 điểm, hạng 1 trên 1." in page
    assert "01/07/2025: sắp xếp đơn vị hành chính (Đà Nẵng)" in page
    assert "Quảng Nam" not in response.context["chart"]
    assert "Đà Nẵng: Đợt 2024 chưa có kết quả, Đợt 2026 10,00" in response.context["chart"]


def test_differences_of_catalogues_lead_to_the_desk(reviewer):
    assert rounds.differences_url(reviewer, VERSIONS) == (
        reverse("catalogue_desk:compare", args=["guidance"]) + "?a=nho%2Fv1&b=nho%2Fv2"
    )


def test_provinces_and_other_changes_have_no_link_to_the_desk(reviewer):
    assert rounds.differences_url(user_as(Role.COORDINATOR), VERSIONS) == ""
    assert rounds.differences_url(reviewer, Changed("Tỷ trọng đổi.")) == ""


def test_without_a_desk_there_is_no_link(reviewer, monkeypatch):
    def nowhere(*_args, **_kwargs):
        raise NoReverseMatch

    monkeypatch.setattr(rounds, "reverse", nowhere)
    assert rounds.differences_url(reviewer, VERSIONS) == ""


def test_an_edition_without_results_says_so(provinces, reviewer):
    edition = edition_on(date(2026, 3, 1), provinces)
    edition.entries.all().delete()
    assert "Nhóm này chưa có kết quả nào" in get(reviewer, edition).content.decode()


@pytest.mark.parametrize(("count", "more"), [(2, 0), (60, 5)])
def test_page_takes_as_many_queries_for_many(count, more, reviewer, django_assert_num_queries):
    edition = made_edition(count)
    found = [entry.province for entry in edition.entries.select_related("province")]
    for year in range(more):
        edition_on(date(2020 + year, 3, 1), found)
    client, url = signed_in(reviewer), reverse("comparison:rounds", args=[edition.pk])
    client.get(url)
    with django_assert_num_queries(13):
        assert len(client.get(f"{url}?p=aa&p=ab").context["tables"]) == 2


def test_export_has_every_measure_the_ranks_and_what_to_know(provinces, reviewer):
    edition_on(date(2025, 9, 1), provinces[:1])
    edition = edition_on(date(2026, 3, 1), provinces, alpha=Decimal("0.4"))
    url = reverse("comparison:export", args=[edition.pk, "rounds", "csv"])
    lines = signed_in(reviewer).get(f"{url}?p=01").content.decode("utf-8-sig").splitlines()
    start = next(place for place, line in enumerate(lines) if line.startswith("Mã;"))
    assert "Từ “Đợt 2025” đến “Đợt 2026”, tỷ trọng α đổi từ 0,5 sang 0,4." in lines[:start]
    assert lines[start:] == [
        "Mã;Tỉnh, thành phố;Nội dung;Đợt 2025;Đợt 2026;Thay đổi",
        "01;Hà Nội;Điểm chung H;90,00;90,00;0,00",
        "01;Hà Nội;Mức sẵn sàng R;94,00;94,00;0,00",
        "01;Hà Nội;Mức kết quả K;86,00;86,00;0,00",
        "01;Hà Nội;A Chủ đề A;90,00;90,00;0,00",
        "01;Hà Nội;Hạng;1;1;",
        "01;Hà Nội;Khoảng hạng từ;1;1;",
        "01;Hà Nội;Khoảng hạng đến;1;2;",
    ]


def test_export_has_no_rank_where_there_was_no_result(provinces, reviewer):
    edition_on(date(2025, 9, 1), provinces[:1])
    edition = edition_on(date(2026, 3, 1), provinces)
    url = reverse("comparison:export", args=[edition.pk, "rounds", "csv"])
    lines = signed_in(reviewer).get(f"{url}?p=48").content.decode("utf-8-sig").splitlines()
    assert "48;Đà Nẵng;Hạng;;2;" in lines


def test_chart_is_a_file_too(provinces, reviewer):
    edition = edition_on(date(2026, 3, 1), provinces)
    url = reverse("comparison:export", args=[edition.pk, "rounds", "svg"])
    assert "Điểm chung H qua các đợt" in signed_in(reviewer).get(url).content.decode()
