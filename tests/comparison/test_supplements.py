from decimal import Decimal

import pytest
from django.core.cache import cache
from django.utils import timezone

from accounts.models import ProvinceType
from assessments.enums import CampaignState, Purpose
from assessments.models import Campaign, ScoreSnapshot
from comparison.models import Edition, Entry, NodeScore
from comparison.supplements import published
from tests.assessments.small import open_assessment_on_small, unscored
from tests.factories.comparison import made_edition, small_campaign

pytestmark = pytest.mark.django_db


def snapshot_of(edition: Edition, kind: str = ProvinceType.Type.PROVINCE, place: int = 1) -> ScoreSnapshot:
    """The verified snapshot of the edition's province at that place."""
    found = edition.entries.order_by("rank")[place].verified_snapshot
    found.context = {"province": {"type": kind}}
    return found


def later_snapshot(edition: Edition, **campaign) -> ScoreSnapshot:
    """Of the same province's next round."""
    province = edition.entries.order_by("rank").first().province
    assessment = open_assessment_on_small(province)
    Campaign.objects.filter(pk=edition.campaign_id).update(opens_on=assessment.campaign.opens_on.replace(year=2020))
    Campaign.objects.filter(pk=assessment.campaign_id).update(**campaign)
    assessment.refresh_from_db()
    made = unscored(assessment.campaign)
    made.assessment, made.context = assessment, {"province": {"type": ""}}
    return made


def test_the_own_round_tells_medians_and_rank():
    edition = made_edition(provinces=5)
    found = published(snapshot_of(edition))
    assert (found.campaign, found.number, found.ranked) == (edition.campaign.name, edition.number, 5)
    assert found.published_on == timezone.localdate(edition.published_at)
    assert (found.rank, found.rank_low, found.rank_high) == (2, 1, 3)
    everybody = found.groups[0]
    assert (everybody.label, everybody.count) == ("Tất cả", 5)
    assert {name: everybody.medians[name] for name in ("headline", "readiness", "results", "theme:A", "group:B")} == {
        "headline": Decimal("50.00"),
        "readiness": Decimal("54.00"),
        "results": Decimal("46.00"),
        "theme:A": Decimal("50.00"),
        "group:B": Decimal("50.00"),
    }


def test_a_median_of_an_even_number_is_rounded_once():
    edition = made_edition(provinces=4)
    entries = list(edition.entries.order_by("rank"))
    for entry, score in zip(entries, ("90.00", "50.02", "50.01", "10.00"), strict=True):
        Entry.objects.filter(pk=entry.pk).update(headline=Decimal(score))
    assert published(snapshot_of(edition)).groups[0].medians["headline"] == Decimal("50.02")


def test_provinces_without_a_score_do_not_count():
    edition = made_edition(provinces=5, unranked=2)
    found = published(snapshot_of(edition))
    assert (found.groups[0].count, found.groups[0].medians["headline"]) == (3, Decimal("50.00"))
    unranked = snapshot_of(edition, place=4)
    assert (published(unranked).rank, published(unranked).ranked) == (None, 0)


def test_peers_are_the_first_group_that_is_large_enough():
    edition = made_edition(provinces=13)
    own = snapshot_of(edition, place=1)
    labels = [group.label for group in published(own).groups]
    assert labels == ["Tất cả", "Dân số từ 2 đến dưới 4 triệu người"], "of its region there are two or three"
    alone = snapshot_of(made_edition(provinces=2), kind="")
    assert [group.label for group in published(alone).groups] == ["Tất cả"]


def test_leaves_are_left_out():
    edition = made_edition()
    assert {key.partition(":")[0] for key in published(snapshot_of(edition)).groups[0].medians} == {
        *("headline", "readiness", "results"),
        *("theme", "recommendation", "group"),
    }


def test_a_submission_has_no_rank_for_verified_results_are_compared():
    handed_in = snapshot_of(made_edition())
    handed_in.purpose = Purpose.SUBMISSION
    assert (published(handed_in).rank, published(handed_in).ranked) == (None, 0)


def test_a_later_round_is_told_of_the_last_published_one_without_a_rank():
    edition = made_edition()
    found = published(later_snapshot(edition))
    assert (found.campaign, found.rank, found.ranked) == (edition.campaign.name, None, 0)


def test_a_correction_takes_the_place_of_what_it_corrects():
    first = made_edition()
    again = made_edition(campaign=first.campaign, reason="Sửa số liệu")
    assert published(snapshot_of(again)).number == again.number == first.number + 1


def test_what_is_not_published_is_not_told():
    assert published(snapshot_of(made_edition(published=False))) is None


def test_made_up_results_never_stand_beside_real_ones():
    edition = made_edition()
    assert published(later_snapshot(edition, is_demonstration=True)) is None


def test_a_round_after_the_snapshots_own_is_not_told():
    early = small_campaign(CampaignState.OPEN, opens_on=timezone.localdate().replace(year=2020))
    made_edition()
    assessment = open_assessment_on_small()
    made = unscored(early)
    made.assessment, made.context = assessment, {"province": {"type": ""}}
    assessment.campaign = early
    assert published(made) is None


def test_medians_are_found_once_for_however_many_reports(django_assert_num_queries):
    edition = made_edition(provinces=5)
    snapshot = snapshot_of(edition)
    with django_assert_num_queries(13):
        before = published(snapshot)
    with django_assert_num_queries(2):
        assert published(snapshot) == before
    cache.clear()
    NodeScore.objects.filter(entry__edition=edition).delete()
    assert "theme:A" not in published(snapshot).groups[0].medians
