from decimal import Decimal

import pytest
from django.urls import reverse

from accounts.models import User
from assessments.models import Assessment
from comparison.models import NationalReport
from comparison.views import tables
from comparison.views.tables import COLUMNS, ordered
from tests.factories import ProvinceFactory
from tests.factories.comparison import made_edition
from tests.world import kept_file

from .test_frame import RUBBISH, frame

pytestmark = pytest.mark.django_db


def shown(client, looked, user=None, **query):
    client.force_login(user or looked.coordinator)
    return client.get(reverse("comparison:table", args=[looked.edition.pk]), query)


def names(response):
    return [line.row.name for line, _level in response.context["lines"]]


def words(response):
    return " ".join(response.content.decode().split())


def test_table_has_every_result_with_what_its_rank_can_bear(client, looked):
    response = shown(client, looked)
    assert names(response) == looked.names
    text = words(response)
    for part in ("90,00", "hạng 1–2", "chưa chắc chắn", "94,00", "86,00", "87,5%", "+6,00", "chưa xếp hạng"):
        assert part in text
    assert "2 tỉnh, thành phố được xếp hạng. 1 có thứ hạng chưa chắc chắn" in text


def test_own_province_stands_above_the_table_and_is_marked_in_it(client, looked):
    text = words(shown(client, looked))
    assert "hạng 1 trên 2" in text
    assert text.count("tỉnh của bạn") == 3  # the line above, the ranking, the other rankings
    assert "hạng 1 trong nhóm “Thành phố trực thuộc trung ương”" in words(shown(client, looked, group="cities"))
    assert "tỉnh của bạn" not in words(shown(client, looked, looked.reviewer))


def test_province_without_a_result_is_told_so(client, looked):
    assert "Tỉnh của bạn không có kết quả trong bản so sánh này." in words(shown(client, looked, looked.stranger))


def test_own_province_without_a_score_is_told_so(client, looked):
    looked.edition.entries.filter(province=looked.own).update(rank=None, headline=None)
    assert "chưa được xếp hạng vì không có điểm" in words(shown(client, looked))


def test_provinces_that_did_not_hand_in_are_listed_below(client, looked):
    assert "không có kết quả trong bản này" not in words(shown(client, looked))
    Assessment.objects.create(campaign=looked.edition.campaign, province=ProvinceFactory(name="Tỉnh vắng"))
    assert "1 tỉnh, thành phố không có kết quả trong bản này: Tỉnh vắng." in words(shown(client, looked))


def test_group_of_peers_has_its_own_ranks(client, looked):
    response = shown(client, looked, group="provinces")
    assert names(response) == looked.names[1:]
    assert "Trong nhóm" in words(response)
    assert [line.place for line, _level in response.context["lines"]] == [1, None]


def test_empty_group_says_what_to_do(client, looked):
    response = shown(client, looked, group="mekong_delta")
    assert "Nhóm này chưa có kết quả nào" in words(response)


@pytest.mark.parametrize("column", COLUMNS, ids=lambda column: column.name)
def test_every_column_sorts_both_ways_with_the_unknown_last(client, looked, column):
    rising = names(shown(client, looked, sort=column.name, dir="asc"))
    falling = names(shown(client, looked, sort=column.name, dir="desc"))
    assert sorted(rising) == sorted(falling) == sorted(looked.names)
    if column.name not in {"name", "ladder"}:
        assert rising[-1] == falling[-1] == looked.names[2]
    first = names(shown(client, looked, sort=column.name))
    assert first == (falling if column.is_falling else rising)


def test_heads_say_how_the_table_is_sorted_and_turn_it_round(client, looked):
    heads = shown(client, looked, sort="claimed", page="1").context["heads"]
    assert {head["sorted"]: head["url"] for head in heads if head["sorted"]} == {"descending": "?sort=claimed&dir=asc"}
    text = words(shown(client, looked))
    assert 'aria-sort="ascending"><a href="?sort=rank&amp;dir=desc">Hạng</a>' in text


@pytest.mark.parametrize("name", ["sort", "dir", "page", "group"])
@pytest.mark.parametrize("rubbish", [*RUBBISH, ""])
def test_table_takes_any_address(client, looked, name, rubbish):
    response = shown(client, looked, **{name: rubbish})
    assert (response.status_code, names(response)) == (200, looked.names)


def test_equals_stay_as_they_are_either_way():
    items = [("a", 1), ("b", None), ("c", 1), ("d", 2)]
    rising = ordered(items, lambda item: item[1], is_falling=False)
    falling = ordered(items, lambda item: item[1], is_falling=True)
    assert ["".join(name for name, _value in found) for found in (rising, falling)] == ["acdb", "dacb"]


@pytest.mark.slow
def test_table_is_made_with_the_same_queries_for_many(client, looked, django_assert_num_queries):
    client.force_login(looked.reviewer)
    url = reverse("comparison:table", args=[looked.edition.pk])
    client.get(url)
    with django_assert_num_queries(QUERIES):
        client.get(url)
    many = made_edition(60)
    with django_assert_num_queries(QUERIES):
        response = client.get(reverse("comparison:table", args=[many.pk]))
    assert len(names(response)) == 50
    assert len(names(client.get(reverse("comparison:table", args=[many.pk]), {"page": "2"}))) == 10


QUERIES = 10
"""Session, user, roles, the edition, its entries, who has none, the reports, and the notices
that the menu counts; and the two of the audit log."""


def test_ladder_has_levels_instead_of_results(looked, monkeypatch):
    found = frame(looked)
    monkeypatch.setattr(found.catalogue.frame.__class__, "is_ladder", property(lambda _frame: True), raising=False)
    assert tables._levels(found) == {0: "chưa đạt cấp độ nào", 1: "Nhóm B"}
    assert [column.name for column in COLUMNS if tables._is_shown(found, column)][5] == "ladder"


def test_exported_table_has_every_number(looked):
    table = tables.exported(frame(looked, group="provinces", sort="name"))
    row = dict(zip(table.heads, next(row for row in table.rows if row[0]), strict=True))
    assert row == {
        "Hạng": 2,
        "Hạng trong nhóm": 1,
        "Mã": "aa",
        "Tỉnh, thành phố": "Tỉnh aa",
        "Điểm đã thẩm định": Decimal(10),
        "Bậc": "Khởi đầu",
        "Khoảng hạng từ": 1,
        "Khoảng hạng đến": 2,
        "Hạng trung bình": Decimal(2),
        "Khả năng trong năm tỉnh đầu (%)": Decimal(100),
        "Thứ hạng chưa chắc chắn": "có",
        "Mức sẵn sàng R": Decimal(14),
        "Mức kết quả K": Decimal(6),
        "Cấp độ đạt": "",
        "Đã trả lời (%)": Decimal(100),
        "Có minh chứng (%)": Decimal("87.5"),
        "Tự đánh giá": Decimal(16),
        "Tự đánh giá trừ thẩm định": Decimal(6),
        "Điểm có minh chứng": Decimal(12),
        "Hạng theo trung bình nhân": 1,
        "Hạng theo điểm có minh chứng": 2,
    }
    assert len(table.rows) == 2
    assert table.notes == [
        "Khoảng hạng: từ hạng tốt nhất đến hạng kém nhất trong 90% của 10.000 lần xếp lại với trọng số khác đi."
    ]


def test_national_report_is_asked_for_once_and_watched(client, looked):
    ask, url = "Lập báo cáo toàn quốc (PDF)", reverse("comparison:edition_status", args=[looked.edition.pk])
    assert ask in words(shown(client, looked, looked.reviewer))
    assert ask not in words(shown(client, looked))
    report = NationalReport.objects.create(edition=looked.edition)
    text = words(shown(client, looked, looked.reviewer))
    assert "Đang lập báo cáo toàn quốc; có thể rời trang rồi quay lại sau." in text
    assert f'data-poll="{url}"' in text
    assert ask not in text
    User.objects.update(language="en")
    assert reverse("comparison:report_request", args=[looked.edition.pk]) in words(
        shown(client, looked, looked.reviewer)
    )
    User.objects.update(language="vi")
    NationalReport.objects.filter(pk=report.pk).update(status="failed", failure="ValueError")
    text = words(shown(client, looked, looked.reviewer))
    assert "Lập báo cáo toàn quốc không thành công: ValueError" in text
    assert ask in text, "to be tried again"


def test_national_report_is_had_by_the_ministry_once_it_is_made(client, looked):
    report = NationalReport.objects.create(edition=looked.edition, **kept_file())
    assert "Báo cáo toàn quốc" not in words(shown(client, looked))
    text = words(shown(client, looked, looked.reviewer))
    assert reverse("comparison:report_file", args=[looked.edition.pk, report.pk]) in text
    assert "Báo cáo toàn quốc (PDF, Tiếng Việt, 1 trang)" in text
    assert "data-poll" not in text
