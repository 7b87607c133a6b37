from datetime import date
from decimal import Decimal

import pytest

from accounts.models import Province
from assessments.catalogue import campaign_catalogue
from assessments.enums import CampaignState
from catalogues.versions import checksum, publish
from comparison import rounds
from comparison.models import Edition, Entry
from comparison.outline import outline
from comparison.rounds import Changed, Rearranged, editions_over_time, followed, measures, rank_in_words
from guidance.models import GuidanceVersion
from tests.factories import ProvinceFactory
from tests.factories.comparison import made_edition, small_campaign

pytestmark = pytest.mark.django_db

OPENED = {"2024": date(2024, 9, 1), "2025": date(2025, 9, 1), "2026": date(2026, 3, 1)}


@pytest.fixture
def province():
    return ProvinceFactory(code="48", name="Đà Nẵng")


def edition_of(year: str, provinces: list[Province], *, published: bool = True, **fields) -> Edition:
    """The first of the provinces has 90, the last 10."""
    state = CampaignState.PUBLISHED if published else CampaignState.FINAL
    campaign = small_campaign(state, opens_on=OPENED[year], name=f"Đợt {year}", **fields)
    return made_edition(len(provinces), first=provinces, campaign=campaign, published=published)


def found_measures(edition):
    return measures(outline(campaign_catalogue(edition.campaign)))


def test_rounds_are_the_newest_published_edition_of_each_campaign_in_the_order_of_opening(province):
    later = edition_of("2026", [province])
    earlier = edition_of("2025", [province])
    unpublished = edition_of("2024", [province], published=False)
    correction = Edition.objects.create(
        campaign=earlier.campaign, number=2, reason="Sai số liệu", seed=1, draws=1, status="ready",
        published_at=earlier.published_at, published_by=earlier.published_by,
    )  # fmt: skip
    Edition.objects.create(campaign=later.campaign, number=2, reason="Chưa công bố", seed=1, draws=1, status="ready")
    assert editions_over_time(later) == [correction, later]
    assert editions_over_time(earlier) == [correction, later]
    assert editions_over_time(unpublished) == [unpublished, correction, later]


def test_made_up_rounds_stand_among_themselves(province):
    real = edition_of("2025", [province])
    made_up = edition_of("2026", [province], is_demonstration=True)
    assert editions_over_time(real) == [real]
    assert editions_over_time(made_up) == [made_up]


def test_measures_are_the_heads_and_the_themes(province):
    found = found_measures(edition_of("2025", [province]))
    assert [(each.key, each.label) for each in found] == [
        ("headline", "Điểm chung H"),
        ("readiness", "Mức sẵn sàng R"),
        ("results", "Mức kết quả K"),
        ("theme:A", "A Chủ đề A"),
    ]


def test_a_province_is_followed_through_the_rounds(province):
    other = ProvinceFactory()
    first, second = edition_of("2025", [other, province]), edition_of("2026", [province, other])
    found = found_measures(second)
    own, others = followed([province, other], [first, second], found)
    assert (own.province, others.province) == (province, other)
    assert own.scores == {
        "headline": [Decimal(10), Decimal(90)],
        "readiness": [Decimal(14), Decimal(94)],
        "results": [Decimal(6), Decimal(86)],
        "theme:A": [Decimal(10), Decimal(90)],
    }
    assert [own.change(measure) for measure in found] == [Decimal(80)] * 4
    assert others.change(found[0]) == Decimal(-80)
    assert own.ranks == ["2 (1–2) trên 2", "1 (1–2) trên 2"]
    assert own.before == []


def test_a_round_without_a_result_is_a_gap_and_no_change(province):
    first, second = edition_of("2025", [ProvinceFactory()]), edition_of("2026", [province])
    found = found_measures(second)
    (own,) = followed([province], [first, second], found)
    assert own.scores["headline"] == [None, Decimal(90)]
    assert own.scores["theme:A"] == [None, Decimal(90)]
    assert own.change(found[0]) is None
    assert own.ranks == ["–", "1 trên 1"]


def test_a_theme_that_a_round_did_not_have_is_a_gap(province):
    first, second = edition_of("2025", [province]), edition_of("2026", [province])
    first.entries.get().nodes.filter(code="A").delete()
    found = found_measures(second)
    (own,) = followed([province], [first, second], found)
    assert own.scores["theme:A"] == [None, Decimal(90)]


def test_rank_in_words_without_a_rank():
    assert rank_in_words(Entry(edition=Edition(field=3))) == "–"


def former(province: Province, code: str, name: str) -> Province:
    days = {"valid_from": date(2008, 8, 1), "valid_to": date(2025, 6, 30)}
    return ProvinceFactory(code=code, name=name, merged_into=province, **days)


def test_what_a_province_was_merged_from_is_told_beside_it_and_never_joined(province):
    old, neighbour = former(province, "48", "Đà Nẵng"), former(province, "49", "Quảng Nam")
    before, after = edition_of("2024", [neighbour, old, ProvinceFactory()]), edition_of("2025", [province])
    (own,) = followed([province], [before, after], found_measures(after))
    assert own.scores["headline"] == [None, Decimal(90)]
    assert own.before == [
        "Trước sắp xếp: Đà Nẵng, Đợt 2024: 50,00 điểm, hạng 2 trên 3.",
        "Trước sắp xếp: Quảng Nam, Đợt 2024: 90,00 điểm, hạng 1 trên 3.",
    ]


def test_what_a_former_province_was_merged_into_is_told_beside_it(province):
    old = former(province, "49", "Quảng Nam")
    before, after = edition_of("2024", [old, ProvinceFactory()]), edition_of("2025", [province])
    Entry.objects.filter(edition=after).update(rank=None)
    (own,) = followed([old], [before, after], found_measures(before))
    assert own.scores["headline"] == [Decimal(90), None]
    assert own.before == ["Sau sắp xếp: Đà Nẵng, Đợt 2025: 90,00 điểm, hạng – trên 1."]


def test_each_followed_province_is_told_its_own_past_only(province):
    other = ProvinceFactory()
    before = edition_of("2024", [former(province, "49", "Quảng Nam")])
    after = edition_of("2025", [province, other])
    own, others = followed([province, other], [before, after], found_measures(after))
    assert (len(own.before), others.before) == (1, [])


def test_rearranged_units_are_those_that_came_to_be_between_the_rounds(province):
    editions = [edition_of("2024", [ProvinceFactory()]), edition_of("2025", [province])]
    old = former(province, "49", "Quảng Nam")
    (found,) = rounds.rearranged([province, old], editions)
    assert found == Rearranged(date(2025, 7, 1), ["Đà Nẵng"])
    assert found.words == "01/07/2025: sắp xếp đơn vị hành chính"
    assert rounds.rearranged([province], editions[1:]) == []
    assert rounds.rearranged([province], []) == []


def test_rounds_alike_have_nothing_changed(province):
    assert rounds.changed([edition_of("2025", [province]), edition_of("2026", [province])]) == []


def test_other_catalogues_and_another_share_are_named_between_neighbours(province):
    first = edition_of("2024", [province])
    third = edition_of("2026", [province], guidance=another_guidance(), alpha=Decimal("0.4"))
    assert rounds.changed([first, first, third]) == [
        Changed(
            "Từ “Đợt 2024” đến “Đợt 2026”, danh mục hướng dẫn đổi từ nho/v1 sang nho/v2.",
            "guidance",
            "nho/v1",
            "nho/v2",
        ),
        Changed("Từ “Đợt 2024” đến “Đợt 2026”, tỷ trọng α đổi từ 0,5 sang 0,4."),
    ]


def another_guidance() -> GuidanceVersion:
    definition = {**GuidanceVersion.objects.get(code="nho/v1").definition, "code": "nho/v2"}
    made = GuidanceVersion.objects.create(code="nho/v2", definition=definition, checksum=checksum(definition))
    publish(made)
    return made


@pytest.mark.parametrize("count", [1, 4])
def test_following_takes_as_many_queries_for_four(count, django_assert_num_queries):
    provinces = [ProvinceFactory() for _place in range(4)]
    for province in provinces:
        former(province, f"{province.pk % 100:02}", "Cũ")
    editions = [edition_of("2025", provinces), edition_of("2026", provinces)]
    found = found_measures(editions[1])
    with django_assert_num_queries(3):
        for each in followed(provinces[:count], editions, found):
            assert len(each.ranks) == 2
