"""What an edition holds, by hand on small numbers (tests/comparison/finals.py)."""

from decimal import Decimal

import pytest

from assessments.actions.reviews import Judgement
from assessments.enums import ReasonCode, Verdict
from comparison import editions
from comparison.models import Edition, Entry
from indicators.scoring.frame import NodeKind
from tests.factories import REJECTED

from .finals import final_campaign, small_campaign, submitted

pytestmark = pytest.mark.django_db


def computed(campaign, **fields) -> Edition:
    values = {"number": 1, "seed": 7, "draws": 200, **fields}
    edition = Edition.objects.create(campaign=campaign, **values)
    assert editions.compute(edition) == 3
    edition.refresh_from_db()
    return edition


@pytest.mark.slow
def test_edition_ranks_verified_headlines_with_equals_on_one_place(manager):
    edition = computed(final_campaign(manager))
    found = list(edition.entries.values_list("headline", "readiness", "results", "rank").order_by("rank", "pk"))
    high, low = Decimal("51.79"), Decimal("44.64")
    assert found == [
        (high, Decimal("28.57"), Decimal("75.00"), 1),
        (low, Decimal("14.29"), Decimal("75.00"), 2),
        (low, Decimal("14.29"), Decimal("75.00"), 2),
    ]
    assert edition.done == 3


@pytest.mark.slow
def test_edition_has_rank_intervals_and_the_alternatives(manager):
    edition = computed(final_campaign(manager))
    first, second, third = edition.entries.order_by("rank", "pk")
    shown = [(entry.rank_low, entry.rank_high, entry.mean_rank, entry.top5) for entry in (first, second, third)]
    assert shown == [
        (1, 1, Decimal("1.00"), Decimal("1.0000")),
        (2, 2, Decimal("2.00"), Decimal("1.0000")),
        (2, 2, Decimal("2.00"), Decimal("1.0000")),
    ]
    assert [entry.rank_geometric for entry in (first, second, third)] == [1, 2, 2]
    assert [entry.rank_evidenced for entry in (first, second, third)] == [1, 1, 1], "A-1.1 has no evidence anywhere"
    assert not any(entry.is_uncertain for entry in (first, second, third))


@pytest.mark.slow
def test_edition_keeps_what_was_claimed_beside_what_was_verified(manager):
    lowered = Judgement(Verdict.ADJUSTED, ReasonCode.PLAN_ONLY, "Mới có kế hoạch.", "1")
    edition = computed(final_campaign(manager, other={"A-1.1": lowered}))
    entry = edition.entries.get(claimed=Decimal("51.79"))
    assert entry.headline == Decimal("41.07"), "R = 50/7 = 7.14"
    leaf = entry.nodes.get(kind=NodeKind.QUESTION, code="A-1.1")
    shown = (leaf.parent, leaf.claimed, leaf.verified, leaf.verdict, leaf.reason)
    assert shown == ("A-1", Decimal(100), Decimal(25), Verdict.ADJUSTED, ReasonCode.PLAN_ONLY)
    assert leaf.effective.quantize(Decimal("0.0001")) == Decimal("0.1429"), "2 of 7 in R, half of H"
    assert entry.nodes.get(kind=NodeKind.THEME, code="A").verified == Decimal("7.14")


@pytest.mark.slow
def test_edition_ignores_a_reason_where_the_answer_was_accepted(manager):
    edition = computed(final_campaign(manager, other={"B-2": REJECTED}))
    rejected = edition.entries.get(results=0).nodes
    assert rejected.get(code="B-2").reason == ReasonCode.PLAN_ONLY
    assert set(rejected.exclude(code="B-2").values_list("reason", flat=True)) == {""}


@pytest.mark.slow
def test_edition_says_what_share_was_answered_and_backed(manager):
    edition = computed(final_campaign(manager))
    entry = edition.entries.first()
    assert entry.coverage == Decimal("51.79"), "A-1.1 is 2/14 of H, B-2 is 3/8"
    assert entry.evidenced_share == 0


@pytest.mark.slow
def test_edition_names_the_reviewers_as_they_were(manager):
    campaign = final_campaign(manager)
    edition = computed(campaign)
    seats = {entry.assessment_id: entry.reviewers.get().reviewer_id for entry in edition.entries.all()}
    assert seats == {
        assessment.pk: assessment.assignments.get().reviewer_id for assessment in campaign.assessments.all()
    }


@pytest.mark.slow
def test_edition_computed_twice_holds_everything_once(manager):
    edition = computed(final_campaign(manager))
    once = list(edition.entries.values_list("assessment", "rank", "mean_rank").order_by("assessment"))
    editions.compute(edition)
    assert list(edition.entries.values_list("assessment", "rank", "mean_rank").order_by("assessment")) == once
    assert Entry.objects.count() == 3


@pytest.mark.slow
def test_edition_of_the_same_seed_is_the_same_and_in_chunks_too(manager, monkeypatch):
    campaign = final_campaign(manager, (("4", "5"), ("1", "10"), ("3", "7")))
    first = computed(campaign)
    monkeypatch.setattr(editions, "CHUNK", 2)
    second = computed(campaign, number=2)
    columns = ("assessment", "headline", *editions.RANKED)
    assert list(first.entries.values_list(*columns).order_by("assessment")) == list(
        second.entries.values_list(*columns).order_by("assessment")
    )


@pytest.mark.slow
def test_edition_leaves_out_what_is_not_final(manager):
    campaign = final_campaign(manager)
    submitted(campaign, "4", "10")
    edition = computed(campaign)
    assert campaign.assessments.count() == 4
    assert edition.entries.count() == 3


def test_edition_of_nothing_ranks_nobody(manager):
    edition = Edition.objects.create(campaign=small_campaign(), number=1, seed=7, draws=200)
    assert editions.compute(edition) == 0
