from datetime import date, timedelta

import pytest
from django.db.models import ProtectedError
from django.utils import timezone

from accounts.roles import Role
from assessments.enums import PRINTED, Purpose, ReportKind, WorkStatus
from assessments.models import ReportFile, ScoreSnapshot
from assessments.models.scores import SOON
from tests.factories import ProvinceFactory, open_assessment, user_as

from .refusals import assert_refused

pytestmark = pytest.mark.django_db

RESULT = {"scorecard": {"a": 1}, "trace": {"b": 2}, "checksum": "c" * 64}
RENDERED = {"file": "reports/a.pdf", "sha256": "d" * 64, "size": 9, "pages": 2}
UNFINISHED = [WorkStatus.QUEUED, WorkStatus.RUNNING, WorkStatus.FAILED]


def snapshot(**fields) -> ScoreSnapshot:
    known = {"purpose": Purpose.PREVIEW, "as_of": date(2026, 1, 1), "inputs": {}, "context": {}}
    return ScoreSnapshot(**{"assessment": fields.get("assessment") or open_assessment(), **known, **fields})


def report(**fields) -> ReportFile:
    made = fields.get("snapshot") or snapshot()
    made.save()
    return ReportFile(**{"snapshot": made, **fields})


@pytest.mark.parametrize("lacking", [*RESULT, "finished_at"])
def test_snapshot_is_ready_only_with_its_whole_result(lacking):
    whole = {**RESULT, "finished_at": timezone.now(), "status": WorkStatus.READY}
    row = snapshot(**{**whole, lacking: "" if lacking == "checksum" else None})
    assert_refused(row, "snapshot_ready_with_its_result", "Bản chấm điểm đã xong cần đủ kết quả.")


@pytest.mark.parametrize("status", UNFINISHED)
@pytest.mark.parametrize("given", RESULT)
def test_snapshot_has_no_result_before_it_is_ready(status, given):
    row = snapshot(status=status, **{given: RESULT[given]})
    assert_refused(row, "snapshot_ready_with_its_result", "Bản chấm điểm đã xong cần đủ kết quả.")


def test_snapshot_takes_a_whole_result_when_ready():
    snapshot(status=WorkStatus.READY, finished_at=timezone.now(), **RESULT).save()
    assert ScoreSnapshot.objects.get().checksum == "c" * 64


def test_snapshot_of_a_submission_is_one_an_assessment():
    first = snapshot(purpose=Purpose.SUBMISSION)
    first.save()
    again = snapshot(assessment=first.assessment, purpose=Purpose.SUBMISSION)
    assert_refused(again, "snapshot_one_submission", "Phiếu này đã có bản nộp.")


def test_snapshot_previews_are_as_many_as_asked_for():
    first = snapshot()
    first.save()
    snapshot(assessment=first.assessment).save()
    assert first.assessment.snapshots.count() == 2


def test_snapshots_of_a_verified_result_are_as_many_as_it_was_made_final():
    first = snapshot(purpose=Purpose.VERIFIED)
    first.save()
    snapshot(assessment=first.assessment, purpose=Purpose.VERIFIED, reason="Đính chính").save()
    assert [row.reason for row in first.assessment.snapshots.all()] == ["Đính chính", ""]


def test_snapshot_with_campaign_reads_what_a_page_shows_in_one_query(django_assert_num_queries):
    made = snapshot()
    made.save()
    with django_assert_num_queries(1):
        found = ScoreSnapshot.objects.with_campaign().get(pk=made.pk)
        shown = [str(found), found.assessment.campaign.guidance.checksum]
    assert shown[0] == f"{made.assessment}: Tính thử"


def test_report_is_once_a_snapshot_kind_language_and_what_stands_beside_it():
    first = report()
    first.save()
    again = ReportFile(snapshot=first.snapshot)
    assert_refused(again, "report_once_a_snapshot", "Báo cáo này đã có.")
    ReportFile(snapshot=first.snapshot, language="en").save()
    ReportFile(snapshot=first.snapshot, kind=ReportKind.BRIEF).save()
    ReportFile(snapshot=first.snapshot, supplement_key="d" * 64).save()
    ReportFile(snapshot=first.snapshot, kind=ReportKind.WORD).save()
    ReportFile(snapshot=first.snapshot, kind=ReportKind.WORD, template="e" * 64).save()
    assert first.snapshot.reports.count() == 6


@pytest.mark.parametrize("kind", sorted(set(ReportKind) - {ReportKind.WORD}))
def test_template_is_of_the_word_edition_only(kind):
    row = report(kind=kind, template="e" * 64)
    assert_refused(row, "report_template_of_word_only", "Chỉ bản Word có mẫu.")


@pytest.mark.parametrize("lacking", ["file", "sha256", "size"])
def test_report_is_ready_only_with_its_file(lacking):
    row = report(status=WorkStatus.READY, **{**RENDERED, lacking: 0 if lacking == "size" else ""})
    assert_refused(row, "report_ready_with_its_file", "Báo cáo đã xong cần có tệp.")


@pytest.mark.parametrize("kind", sorted(PRINTED))
def test_what_is_printed_has_pages(kind):
    row = report(status=WorkStatus.READY, kind=kind, **{**RENDERED, "pages": 0})
    assert_refused(row, "report_printed_with_pages", "Báo cáo in ra cần có trang.")


@pytest.mark.parametrize("kind", sorted(set(ReportKind) - PRINTED))
def test_what_is_not_printed_needs_no_pages(kind):
    report(status=WorkStatus.READY, kind=kind, **{**RENDERED, "pages": 0}).save()
    assert ReportFile.objects.get().kind == kind


def test_report_takes_a_whole_file_when_ready():
    report(status=WorkStatus.READY, **RENDERED).save()
    assert ReportFile.objects.get().pages == 2


@pytest.mark.parametrize("status", UNFINISHED)
def test_report_needs_no_file_before_it_is_ready(status):
    report(status=status).save()
    assert ReportFile.objects.get().file.name == ""


def test_report_keeps_its_snapshot():
    row = report()
    row.save()
    with pytest.raises(ProtectedError):
        row.snapshot.delete()


def test_snapshot_and_report_are_named_after_the_assessment():
    row = report(snapshot=snapshot(assessment=open_assessment(ProvinceFactory(name="Huế"), name="Đợt 2026")))
    assert str(row.snapshot) == "Huế, Đợt 2026: Tính thử"
    assert str(row) == "Huế, Đợt 2026: Tính thử: Báo cáo khoảng cách"


@pytest.mark.parametrize(
    ("status", "attempts", "silent", "expected"),
    [
        (WorkStatus.QUEUED, 0, SOON - 1, False),
        (WorkStatus.QUEUED, 0, SOON + 1, True),
        (WorkStatus.RUNNING, 1, SOON - 1, False),
        (WorkStatus.RUNNING, 1, SOON + 1, True),
        (WorkStatus.RUNNING, 2, 0, True),
        (WorkStatus.READY, 2, SOON + 1, False),
        (WorkStatus.FAILED, 5, SOON + 1, False),
    ],
)
def test_work_is_delayed_after_longer_than_it_takes_by_itself(status, attempts, silent, expected):
    touched = timezone.now() - timedelta(seconds=silent)
    assert ScoreSnapshot(status=status, attempts=attempts, touched_at=touched).is_delayed == expected


def test_part_of_a_document_is_the_same_however_the_row_was_read():
    trace = {"gaps": {"claimed": [1]}, "readings": {"claimed": [{"evidenced": "100"}], "evidenced": [2]}}
    whole = snapshot(context={"reviews": {"A-1": {}}}, **{**RESULT, "trace": trace}, status=WorkStatus.READY)
    whole.finished_at = timezone.now()
    whole.save()
    partly = ScoreSnapshot.objects.partly().get(pk=whole.pk)
    for row in (whole, partly):
        assert (row.part("trace", "gaps", "claimed"), row.part("trace", "readings", "evidenced")) == ([1], [2])
        assert row.part("context") == {"reviews": {"A-1": {}}}
        with pytest.raises(KeyError, match="verified"):
            row.part("trace", "readings", "verified")
    assert partly.get_deferred_fields() == {"context", "trace"}
    assert (partly.trace, partly.context) == (whole.trace, whole.context)


def test_unfinished_snapshot_has_no_parts():
    row = snapshot()
    row.save()
    for found in (row, ScoreSnapshot.objects.partly().get(pk=row.pk)):
        with pytest.raises(KeyError, match="gaps"):
            found.part("trace", "gaps", "claimed")


def test_snapshots_are_visible_where_their_assessments_are():
    row = snapshot()
    row.save()
    own, other = (user_as(Role.LEADER, province) for province in (row.assessment.province, ProvinceFactory()))
    seen = [list(ScoreSnapshot.objects.visible_to(user)) for user in (own, other, user_as(Role.AUDITOR))]
    assert seen == [[row], [], [row]]
