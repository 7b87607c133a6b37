from datetime import timedelta
from decimal import Decimal

import pytest

from accounts.roles import Role
from assessments import supplements
from assessments.enums import Purpose, Reading, WorkStatus
from assessments.models import Assessment, ScoreSnapshot
from assessments.results import SnapshotResult
from assessments.supplements import NOTHING, Published, Supplement, columns, final_snapshots, gather, key_of
from tests.assessments.later_round import later_round
from tests.assessments.reports import snapshots
from tests.assessments.small import open_assessment_on_small, unscored
from tests.comparison.finals import final_campaign
from tests.factories import user_as

PUBLISHED = Published(campaign="Đợt 0", number=1, published_on="2026-02-01", groups=())


def give_published(snapshot: ScoreSnapshot, earlier: Assessment | None) -> Published:
    return PUBLISHED


def test_a_supplement_comes_back_from_its_row_as_it_was():
    found = snapshots.beside(**{"headline": Decimal("50.00"), "theme:KT": Decimal("0.10")})
    assert Supplement.model_validate(columns(found)["supplement"]) == found


def test_nothing_has_no_key():
    assert columns(NOTHING) == {"supplement": {}, "supplement_key": ""}


def test_the_key_tells_one_from_another_and_not_the_order():
    one = snapshots.beside(a=Decimal(1), b=Decimal(2))
    other = snapshots.beside(b=Decimal(2), a=Decimal(1))
    assert key_of(one) == key_of(other) != key_of(snapshots.beside(a=Decimal(1), b=Decimal(3)))
    assert len(key_of(one)) == 64


def test_unknown_fields_are_refused():
    with pytest.raises(ValueError, match="extra"):
        Supplement.model_validate({"secret": 1})


def test_the_newest_verified_snapshot_counts_else_the_submission():
    first, second, submission = snapshots.verified(), snapshots.reviewed(snapshots.made()), snapshots.whole()
    second.created_at = first.created_at + timedelta(days=1)
    submission.created_at = first.created_at + timedelta(days=9)
    assert final_snapshots([second, submission, first]) is second
    assert final_snapshots([submission]) is submission
    assert final_snapshots([]) is None


def test_a_score_key_tells_a_theme_from_a_group_of_its_code():
    result = SnapshotResult(snapshots.whole(), snapshots.catalogue())
    keys = {supplements.score_key(node) for node in result.nodes}
    assert {"theme:DL", "group:DL"} <= keys
    assert len(keys) == len(result.nodes)


# -- gathered from the database ----------------------------------------------------------------------------------------


@pytest.fixture
def manager(db):
    return user_as(Role.CAMPAIGN_MANAGER)


@pytest.fixture
def before(manager) -> Assessment:
    """Of an earlier round, final: R = 28.57, K = 75, H = 51.79."""
    return final_campaign(manager).assessments.get(snapshots__purpose=Purpose.VERIFIED, snapshots__verified="51.79")


def snapshot_of(assessment: Assessment) -> ScoreSnapshot:
    made = unscored(assessment.campaign)
    made.assessment, made.context = assessment, {"province": {"type": ""}}
    return made


@pytest.mark.slow
def test_gather_finds_the_earlier_round_as_it_ended(before):
    found = gather(snapshot_of(open_assessment_on_small(before.province)), "vi").earlier
    verified = before.snapshots.get(purpose=Purpose.VERIFIED)
    assert (found.campaign, found.reading, found.checksum) == (
        before.campaign.name,
        Reading.VERIFIED,
        verified.checksum,
    )
    assert (found.as_of, found.same_catalogues) == (verified.as_of, True)
    assert {name: found.scores[name] for name in ("headline", "readiness", "results", "question:A-1.1")} == {
        "headline": Decimal("51.79"),
        "readiness": Decimal("28.57"),
        "results": Decimal("75.00"),
        "question:A-1.1": Decimal("100.00"),
    }


@pytest.mark.slow
def test_gather_tells_the_submission_where_nothing_was_verified(before):
    later = open_assessment_on_small(before.province)
    ScoreSnapshot.objects.filter(assessment=before, purpose=Purpose.VERIFIED).update(
        status=WorkStatus.FAILED, scorecard=None, trace=None, checksum=""
    )
    assert gather(snapshot_of(later), "vi").earlier.reading == Reading.CLAIMED
    ScoreSnapshot.objects.filter(assessment=before).update(
        status=WorkStatus.FAILED, scorecard=None, trace=None, checksum=""
    )
    assert gather(snapshot_of(later), "vi").earlier is None


@pytest.mark.slow
def test_gather_says_where_the_catalogues_changed(before):
    assert gather(snapshot_of(later_round(before)), "vi").earlier.same_catalogues is False


def test_gather_leaves_out_what_there_is_not(manager):
    assert gather(snapshot_of(open_assessment_on_small()), "vi") == NOTHING


def test_gather_asks_those_that_the_settings_name(db, settings):
    settings.REPORT_SUPPLEMENTS = {"published": f"{__name__}.give_published"}
    assert gather(snapshot_of(open_assessment_on_small()), "vi") == Supplement(published=PUBLISHED)
