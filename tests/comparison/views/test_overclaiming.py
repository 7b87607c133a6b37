import re
from dataclasses import replace

import pytest
from django.test import Client
from django.urls import reverse

from accounts.roles import Role
from assessments.catalogue import campaign_catalogue
from assessments.enums import ReasonCode, Seat, Verdict
from comparison.models import Edition, EntryReviewer, NodeScore
from comparison.views import overclaiming
from tests.factories import user_as
from tests.factories.comparison import made_edition

pytestmark = pytest.mark.django_db


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def get(user, edition, query=""):
    return signed_in(user).get(reverse("comparison:overclaiming", args=[edition.pk]) + query)


def export(user, edition, form, query=""):
    url = reverse("comparison:export", args=[edition.pk, "overclaiming", form])
    return signed_in(user).get(url + query)


def labels(response):
    return [line.label for line in response.context["page"]]


@pytest.fixture
def reviewer():
    return user_as(Role.REVIEWER)


@pytest.fixture
def edition(reviewer):
    """Three provinces, all claimed 6 too high, the last 10; the first reviewed by somebody; one refusal."""
    edition = made_edition(3)
    NodeScore.objects.filter(code="A-1.8").delete()  # a text is never scored
    first, _second, third = edition.entries.order_by("rank")
    EntryReviewer.objects.create(entry=first, seat=Seat.FIRST, reviewer=reviewer)
    third.claimed = third.headline + 10
    third.save()
    first.nodes.filter(code="A-1.1").update(verdict=Verdict.REJECTED, reason=ReasonCode.NO_EVIDENCE)
    return edition


def test_page_counts_by_province_the_largest_difference_first(edition, reviewer):
    response = get(reviewer, edition)
    assert labels(response) == ["Tỉnh ac", "Tỉnh aa", "Tỉnh ab"]
    page = " ".join(response.content.decode().split())
    assert "+7,33 (3 tỉnh, thành phố)" in page
    assert "27 / 27 (100%)" in page
    assert "chưa có minh chứng (1)" in page
    assert "Cao nhất: Tỉnh aa: +6,00 (90,00); thấp nhất: Tỉnh ac: +10,00 (10,00)." in page


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("?by=part", ["Chủ đề A", "Nhóm B"]),
        ("?by=leaf&sort=name", ["A-1.4"]),
        ("?by=reviewer", None),
        ("?by=%00&sort=%00&dir=%00&page=%00", ["Tỉnh ac", "Tỉnh aa", "Tỉnh ab"]),
        ("?sort=entries", ["Tỉnh ac", "Tỉnh aa", "Tỉnh ab"]),
        ("?sort=name", ["Tỉnh aa", "Tỉnh ab", "Tỉnh ac"]),
        ("?sort=name&dir=desc", ["Tỉnh ac", "Tỉnh ab", "Tỉnh aa"]),
        ("?sort=verified&dir=asc", ["Tỉnh ac", "Tỉnh ab", "Tỉnh aa"]),
        ("?sort=claimed", ["Tỉnh aa", "Tỉnh ab", "Tỉnh ac"]),
        ("?sort=lowered", ["Tỉnh aa", "Tỉnh ab", "Tỉnh ac"]),
        ("?sort=raised", ["Tỉnh aa", "Tỉnh ab", "Tỉnh ac"]),
        ("?page=99&group=cities", ["Tỉnh aa"]),
    ],
)
def test_page_is_in_the_order_that_the_address_asks_for(edition, reviewer, query, expected):
    found = labels(get(reviewer, edition, query))
    if expected is None:
        assert found == [reviewer.full_name]
    elif query.startswith("?by=leaf"):
        assert len(found) == 9
    else:
        assert found == expected


def test_heads_sort_the_other_way_when_followed_again(edition, reviewer):
    heads = {head["name"]: head for head in get(reviewer, edition, "?by=part&page=1").context["heads"]}
    assert list(heads) == ["name", "claimed", "verified", "difference", "lowered", "raised", "entries"]
    assert (heads["difference"]["sorted"], heads["name"]["sorted"]) == ("descending", "")
    assert heads["difference"]["url"] == "?by=part&sort=difference&dir=asc"
    assert heads["name"]["url"] == "?by=part&sort=name&dir=asc"
    again = {head["name"]: head for head in get(reviewer, edition, "?dir=asc").context["heads"]}
    assert (again["difference"]["sorted"], again["difference"]["url"]) == ("ascending", "?sort=difference&dir=desc")
    assert "entries" not in again


def test_people_have_a_caution_and_no_chart(edition, reviewer):
    page = get(reviewer, edition, "?by=reviewer").content.decode()
    assert "Số tỉnh ít thì con số nói lên rất ít" in page
    assert reverse("agreement", args=[edition.campaign_id]) in page
    assert "Vượt khai nhiều nhất" not in page
    assert "svg" not in re.findall(r"overclaiming\.(\w+)", page)
    assert export(reviewer, edition, "svg", "?by=reviewer").status_code == 404


def test_reasons_are_listed_or_said_to_be_none(edition, reviewer):
    assert "Mọi câu trả lời đều được chấp nhận như tỉnh khai." not in get(reviewer, edition).content.decode()
    NodeScore.objects.update(verdict="", reason="")
    assert "Mọi câu trả lời đều được chấp nhận như tỉnh khai." in get(reviewer, edition).content.decode()


def test_a_ladder_has_no_points_of_its_levels(edition, reviewer, monkeypatch):
    catalogue = campaign_catalogue(edition.campaign)
    assert labels(get(reviewer, edition, "?by=part")) == ["Chủ đề A", "Nhóm B"]
    monkeypatch.setattr(catalogue, "frame", replace(catalogue.frame, is_ladder=True))
    assert labels(get(reviewer, edition, "?by=part")) == ["Chủ đề A"]
    assert "Chỉ số B-1" in labels(get(reviewer, edition, "?by=leaf")), "whether a criterion is met is still judged"


def test_nobody_over_claims_is_drawn_as_nothing(edition, reviewer):
    edition.entries.update(claimed=0)
    response = get(reviewer, edition)
    assert "Không có mục nào có điểm." in response.context["chart"]
    assert response.context["page"][0].difference < 0


def test_only_long_names_are_cut_in_the_chart(edition, reviewer, monkeypatch):
    assert "Mức kiến trúc: +6,00" in get(reviewer, edition, "?by=leaf").context["chart"]
    monkeypatch.setattr(overclaiming, "LONGEST_LABEL", 10)
    chart = get(reviewer, edition, "?by=leaf").context["chart"]
    assert "A-1.1 Mức kiến t…: +6,00" in chart
    assert "A-1.2 Đã ban hàn…: +6,00" in chart


def test_provinces_are_refused_with_a_sentence_and_do_not_know_of_what_is_unpublished(edition):
    member = user_as(Role.COORDINATOR, edition.entries.get(rank=1).province)
    response = get(member, edition)
    assert response.status_code == 403
    said = "Thống kê vượt khai dành cho Bộ; kết quả thẩm định của tỉnh có ở bảng điểm của tỉnh."
    assert said in response.content.decode()
    assert export(member, edition, "csv").status_code == 403
    Edition.objects.update(published_at=None, published_by=None)
    assert get(member, edition).status_code == 404


def test_an_edition_without_results_says_so(edition, reviewer):
    edition.entries.all().delete()
    assert "Nhóm này chưa có kết quả nào" in get(reviewer, edition).content.decode()


@pytest.mark.parametrize("by", ["province", "part", "leaf", "reviewer"])
@pytest.mark.parametrize("count", [3, 60])
def test_page_takes_as_many_queries_for_many(by, count, django_assert_max_num_queries):
    edition, client = made_edition(count), signed_in(user_as(Role.AUDITOR))
    url = reverse("comparison:overclaiming", args=[edition.pk])
    client.get(url)
    with django_assert_max_num_queries(13):
        assert len(client.get(f"{url}?by={by}").context["page"]) <= 50


def test_pages_have_fifty_lines(reviewer):
    edition = made_edition(60)
    assert [len(labels(get(reviewer, edition, f"?page={page}"))) for page in (1, 2)] == [50, 10]


def test_export_has_all_lines_with_counts_and_reasons(edition, reviewer):
    lines = export(reviewer, edition, "csv", "?sort=name").content.decode("utf-8-sig").splitlines()
    start = next(place for place, line in enumerate(lines) if line.startswith("Mã;"))
    assert lines[0] == "Vượt khai: Theo tỉnh, thành phố"
    said = "Chênh lệch: tự đánh giá lúc nộp trừ đã thẩm định; lớn hơn 0 là vượt khai, nhỏ hơn 0 là khai thấp."
    assert f'"{said}"' in lines[:start]
    assert lines[start:] == [
        "Mã;Tỉnh, thành phố;Số tỉnh;Tự đánh giá;Đã thẩm định;Chênh lệch;Số câu, chỉ số có cả hai điểm;Bị hạ;"
        "Bị hạ (%);Được nâng;Được nâng (%);Lý do thường gặp",
        "aa;Tỉnh aa;1;96,00;90,00;6,00;9;9;100,00;0;0,00;chưa có minh chứng (1)",
        "ab;Tỉnh ab;1;56,00;50,00;6,00;9;9;100,00;0;0,00;",
        "ac;Tỉnh ac;1;20,00;10,00;10,00;9;9;100,00;0;0,00;",
    ]


def test_export_leaves_a_province_without_a_score_empty(reviewer):
    lines = export(reviewer, made_edition(1, unranked=1), "csv").content.decode("utf-8-sig").splitlines()
    assert lines[-1] == "aa;Tỉnh aa;1;;;;0;0;;0;;"


def test_chart_is_a_file_too(edition, reviewer):
    assert "Tỉnh ac: +10,00" in export(reviewer, edition, "svg").content.decode()
