import uuid
from decimal import Decimal

import pytest
from django.http import Http404

from accounts.models import Province, ProvinceType, Region
from accounts.roles import Role
from assessments.enums import AssessmentState, Purpose, WorkStatus
from assessments.models import Assessment, ScoreSnapshot
from comparison.models import Entry
from comparison.queries import (
    ALL,
    PEER_GROUPS,
    among,
    get_edition_or_404,
    groups_of,
    latest_snapshots,
    node_scores,
    open_assessments,
    outdated,
    peer_group,
    places_within,
    rows_of,
    size_of,
    unscored,
    without_result,
)
from tests.factories import ProvinceFactory, user_as
from tests.factories.comparison import made_edition

pytestmark = pytest.mark.django_db


@pytest.fixture
def edition():
    return made_edition(4, unranked=1)


def codes(entries):
    return list(entries.order_by("pk").values_list("province__code", flat=True))


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("published", [True, False])
def test_provinces_know_of_published_editions_only(role, published):
    edition, user = made_edition(1, published=published), user_as(role)
    if published or user.ministry_roles:
        assert get_edition_or_404(user, edition.pk) == edition
    else:
        with pytest.raises(Http404):
            get_edition_or_404(user, edition.pk)


def test_what_is_no_edition_is_not_found():
    with pytest.raises(Http404):
        get_edition_or_404(user_as(Role.AUDITOR), uuid.uuid4())


def test_edition_is_outdated_by_what_was_made_final_again_or_for_the_first_time(edition):
    assert outdated(edition) == 0
    again = edition.entries.order_by("pk")[0].assessment
    old = again.snapshots.get(purpose=Purpose.VERIFIED)
    fields = {name: getattr(old, name) for name in ("as_of", "inputs", "context")}
    new = ScoreSnapshot.objects.create(assessment=again, purpose=Purpose.VERIFIED, **fields)
    assert latest_snapshots(edition.campaign.assessments.all())[again.pk] == new.pk
    assert outdated(edition) == 1
    edition.entries.order_by("pk")[1].delete()
    assert outdated(edition) == 2


def test_open_assessments_are_those_submitted_and_not_final(edition):
    assert open_assessments(edition.campaign) == 0
    first, second = edition.campaign.assessments.order_by("province__code")[:2]
    marks = {"finalised_at": None, "finalised_by": None}
    Assessment.objects.filter(pk=first.pk).update(state=AssessmentState.SUBMITTED, **marks)
    Assessment.objects.filter(pk=second.pk).update(
        state=AssessmentState.DRAFT, submitted_at=None, submitted_by=None, **marks
    )
    assert open_assessments(edition.campaign) == 1


# -- peers -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", ["", "cities", "southeast", "small"])
def test_group_of_peers_by_its_code(code):
    assert peer_group(code).code == code


@pytest.mark.parametrize("code", ["x", "\x00", "' OR 1=1", "CITIES"])
def test_code_that_is_none_means_all(code):
    assert peer_group(code) is ALL


@pytest.mark.parametrize(
    ("population", "size"),
    [(None, ""), (0, "small"), (1_999, "small"), (2_000, "medium"), (3_999, "medium"), (4_000, "large")],
)
def test_size_by_population(population, size):
    assert size_of(Province(population=population)) == size


@pytest.mark.parametrize(
    ("group", "members"),
    [
        ("", ["aa", "ab", "ac", "ad"]),
        ("cities", ["aa"]),
        ("provinces", ["ab", "ac", "ad"]),
        ("large", ["aa"]),
        ("medium", ["ab"]),
        ("small", ["ac"]),
        (Region.NORTHERN_MIDLANDS, ["aa"]),
        (Region.MEKONG_DELTA, []),
    ],
)
def test_entries_of_a_group(edition, group, members):
    assert codes(among(edition.entries.all(), PEER_GROUPS[group])) == members


def test_groups_of_an_entry_are_those_it_is_found_in(edition):
    for entry in edition.entries.select_related("province"):
        found = {group.code for group in groups_of(entry)}
        assert found == {code for code, group in PEER_GROUPS.items() if code and entry in among(Entry.objects, group)}


def test_entry_whose_place_in_the_groups_is_not_known_has_none():
    entry = Entry(province=Province(), type="")
    assert list(groups_of(entry)) == []
    entry.type = ProvinceType.Type.PROVINCE
    assert [group.code for group in groups_of(entry)] == ["provinces"]


# -- rows --------------------------------------------------------------------------------------------------------------


def test_rows_are_the_entries_as_plain_values(edition, django_assert_num_queries):
    with django_assert_num_queries(1):
        rows = rows_of(edition.entries.order_by("pk"))
    best, worst, unranked = rows[0], rows[2], rows[3]
    assert (best.code, best.headline, best.band_label) == ("aa", Decimal(90), "Dẫn dắt")
    assert (best.difference, best.top5_share, best.rank_geometric) == (Decimal(6), Decimal(100), 3)
    assert (worst.rank, worst.rank_low, worst.rank_high, worst.is_uncertain) == (3, 2, 3, True)
    assert (unranked.band, unranked.band_label, unranked.difference, unranked.top5_share) == (None, "", None, None)


def test_places_within_a_group_count_from_one_and_equals_share(edition):
    Entry.objects.filter(edition=edition, rank=3).update(rank=2)
    rows = rows_of(edition.entries.order_by("pk"))
    assert places_within(rows) == {rows[0].entry: 1, rows[1].entry: 2, rows[2].entry: 2}
    assert places_within(rows[1:]) == {rows[1].entry: 1, rows[2].entry: 1}
    assert places_within([]) == {}


def test_provinces_without_a_result_are_named(edition):
    assert without_result(edition) == []
    Assessment.objects.create(campaign=edition.campaign, province=ProvinceFactory(name="Tỉnh vắng"))
    Assessment.objects.create(campaign=edition.campaign, province=ProvinceFactory(name="Đắk Vắng"))
    assert without_result(edition) == ["Đắk Vắng", "Tỉnh vắng"]


def test_scores_of_a_node_by_entry(edition):
    best = edition.entries.order_by("pk")[0]
    found = node_scores(edition.entries.order_by("rank"), "theme", "A")
    assert len(found) == 4
    assert found[best.pk] == (Decimal(96), Decimal(90))
    assert node_scores(edition.entries.all(), "theme", "x") == {}


def test_editions_that_are_not_ready_are_seen_by_the_ministry_alone():
    edition = made_edition(1, published=False)
    type(edition).objects.update(status=WorkStatus.RUNNING)
    assert get_edition_or_404(user_as(Role.REVIEWER), edition.pk).status == WorkStatus.RUNNING


def test_unscored_are_the_newest_verified_snapshots_and_the_submissions(edition):
    campaign = edition.campaign
    first = edition.entries.first().assessment
    values = {"as_of": first.submitted_at.date(), "inputs": {"answers": []}, "context": {}}
    assert unscored(campaign) == 0
    ScoreSnapshot.objects.create(assessment=first, purpose=Purpose.PREVIEW, **values)
    assert unscored(campaign) == 0
    ScoreSnapshot.objects.create(assessment=first, purpose=Purpose.VERIFIED, **values)
    assert unscored(campaign) == 1
