from datetime import date
from decimal import Decimal

import pytest
from django.db.models import ProtectedError
from django.utils import timezone

from accounts.roles import Role
from assessments.enums import Purpose, Seat, WorkStatus
from assessments.models import Assessment, ScoreSnapshot
from comparison.models import Edition, Entry, EntryReviewer, NationalReport, NodeScore
from indicators.scoring.frame import NodeKind
from tests.assessments.models.refusals import assert_refused
from tests.assessments.small import open_assessment_on_small
from tests.factories import ProvinceFactory, UserFactory, user_as

pytestmark = pytest.mark.django_db

NOT_PUBLISHABLE = "Bản công bố cần đã xong, có người và thời điểm công bố."
RENDERED = {"file": "reports/a.pdf", "sha256": "d" * 64, "size": 9, "pages": 2}


@pytest.fixture
def assessment():
    return open_assessment_on_small()


@pytest.fixture
def edition(assessment):
    found = Edition(campaign=assessment.campaign, number=1, seed=7, draws=1000)
    found.save()
    return found


def published(number: int, edition: Edition) -> Edition:
    """Another edition of the same campaign, ready and published."""
    when = {"status": WorkStatus.READY, "published_at": timezone.now(), "published_by": UserFactory()}
    return Edition.objects.create(campaign=edition.campaign, number=number, seed=7, draws=1000, **when)


def snapshot(assessment: Assessment) -> ScoreSnapshot:
    known = {"purpose": Purpose.PREVIEW, "as_of": date(2026, 1, 1), "inputs": {}, "context": {}}
    return ScoreSnapshot.objects.create(assessment=assessment, **known)


def entry(edition: Edition, assessment: Assessment, **fields) -> Entry:
    made = snapshot(assessment)
    known = {"province": assessment.province, "verified_snapshot": made, "submission": made}
    return Entry(**{"edition": edition, "assessment": assessment, **known, **fields})


def test_edition_number_is_once_a_campaign(edition):
    again = Edition(campaign=edition.campaign, number=1, seed=8, draws=1)
    assert_refused(again, "edition_number_once_a_campaign", "Đợt này đã có bản so sánh mang số này.")


def test_edition_numbers_count_in_each_campaign_newest_first(edition):
    for campaign, number in ((edition.campaign, 2), (open_assessment_on_small().campaign, 1)):
        Edition.objects.create(campaign=campaign, number=number, seed=7, draws=1000)
    assert [row.number for row in edition.campaign.editions.all()] == [2, 1]


@pytest.mark.parametrize("lacking", ["published_at", "published_by"])
def test_edition_is_published_with_time_and_person(lacking, edition):
    edition.status, edition.published_at, edition.published_by = WorkStatus.READY, timezone.now(), UserFactory()
    setattr(edition, lacking, None)
    assert_refused(edition, "edition_published_when_by_whom_and_ready", NOT_PUBLISHABLE)


@pytest.mark.parametrize("status", [WorkStatus.QUEUED, WorkStatus.RUNNING, WorkStatus.FAILED])
def test_edition_is_published_only_when_ready(status, edition):
    edition.status, edition.published_at, edition.published_by = status, timezone.now(), UserFactory()
    assert_refused(edition, "edition_published_when_by_whom_and_ready", NOT_PUBLISHABLE)


def test_editions_are_seen_by_provinces_once_published(edition):
    correction = published(2, edition)
    both = {edition, correction}
    expected = {
        user_as(Role.COORDINATOR): {correction},
        user_as(Role.LEADER): {correction},
        UserFactory(): {correction},
        user_as(Role.REVIEWER): both,
        user_as(Role.CAMPAIGN_MANAGER): both,
        user_as(Role.AUDITOR): both,
    }
    assert {user: set(Edition.objects.visible_to(user)) for user in expected} == expected


def test_edition_with_campaign_reads_what_a_page_shows_in_one_query(edition, django_assert_num_queries):
    with django_assert_num_queries(1):
        found = Edition.objects.with_campaign().get()
        shown = [str(found), found.campaign.guidance.code, found.campaign.indicators.code]
    assert shown == [f"{edition.campaign} (1)", "nho/v1", "nho-chi-so/v1"]


def test_entry_is_once_an_edition(edition, assessment):
    entry(edition, assessment).save()
    assert_refused(entry(edition, assessment), "entry_once_an_edition", "Phiếu này đã có trong bản so sánh.")
    entry(published(2, edition), assessment).save()
    assert assessment.entries.count() == 2


def test_entry_without_a_headline_has_no_rank(edition, assessment):
    row = entry(edition, assessment, headline=None, rank=1)
    assert_refused(row, "entry_ranked_by_its_headline", "Không có điểm thì không có hạng.")


@pytest.mark.parametrize(("headline", "rank"), [(Decimal("50.00"), 1), (Decimal("50.00"), None), (None, None)])
def test_entry_may_have_a_headline_and_no_rank(headline, rank, edition, assessment):
    entry(edition, assessment, headline=headline, rank=rank).save()
    assert list(edition.entries.values_list("headline", "rank")) == [(headline, rank)]


def test_entries_stand_by_rank_and_those_without_one_last(edition):
    for rank in (2, None, 1, 1):
        headline = Decimal(100 - rank) if rank else None
        entry(edition, open_assessment_on_small(), headline=headline, rank=rank).save()
    assert [row.rank for row in edition.entries.all()] == [1, 1, 2, None]


def test_node_is_once_an_entry_and_kind(edition, assessment):
    row = entry(edition, assessment)
    row.save()
    NodeScore.objects.create(entry=row, kind=str(NodeKind.THEME), code="A")
    again = NodeScore(entry=row, kind=str(NodeKind.THEME), code="A")
    assert_refused(again, "node_once_an_entry", "Nút này đã có điểm trong kết quả.")
    NodeScore.objects.create(entry=row, kind=str(NodeKind.QUESTION), code="A")
    assert row.nodes.count() == 2


def test_reviewer_of_an_entry_is_once_a_seat(edition, assessment):
    row, reviewer = entry(edition, assessment), user_as(Role.REVIEWER)
    row.save()
    EntryReviewer.objects.create(entry=row, seat=Seat.FIRST, reviewer=reviewer)
    again = EntryReviewer(entry=row, seat=Seat.FIRST, reviewer=user_as(Role.REVIEWER))
    assert_refused(again, "entry_reviewer_once_a_seat", "Kết quả này đã có người thẩm định ở vai này.")
    EntryReviewer.objects.create(entry=row, seat=Seat.SECOND, reviewer=reviewer)
    assert row.reviewers.count() == 2


def test_national_report_is_once_an_edition_and_language(edition):
    NationalReport.objects.create(edition=edition)
    assert_refused(NationalReport(edition=edition), "national_report_once_an_edition", "Báo cáo này đã có.")
    NationalReport.objects.create(edition=edition, language="en")
    assert edition.reports.count() == 2


@pytest.mark.parametrize("lacking", RENDERED)
def test_national_report_is_ready_only_with_its_file(lacking, edition):
    whole = {**RENDERED, lacking: 0 if lacking in {"size", "pages"} else ""}
    row = NationalReport(edition=edition, status=WorkStatus.READY, **whole)
    assert_refused(row, "national_report_ready_with_its_file", "Báo cáo đã xong cần có tệp.")


def test_edition_takes_its_entries_with_it_but_not_the_results_they_show(edition, assessment):
    row = entry(edition, assessment)
    row.save()
    NodeScore.objects.create(entry=row, kind=str(NodeKind.THEME), code="A")
    for kept in (assessment, row.verified_snapshot):
        with pytest.raises(ProtectedError):
            kept.delete()
    edition.delete()
    assert (Entry.objects.count(), NodeScore.objects.count(), ScoreSnapshot.objects.count()) == (0, 0, 1)


def test_rows_are_named_after_the_edition(edition):
    home = open_assessment_on_small()
    home.province = ProvinceFactory(name="Huế")
    row, reviewer = entry(edition, home), user_as(Role.REVIEWER)
    rows = [
        row,
        NodeScore(entry=row, code="A"),
        EntryReviewer(entry=row, reviewer=reviewer),
        NationalReport(edition=edition),
    ]
    name = f"{edition.campaign} (1)"
    assert [str(found) for found in rows] == [
        f"{name}: Huế",
        f"{name}: Huế: A",
        f"{name}: Huế: {reviewer}",
        f"{name}: vi",
    ]
