"""The main job, once, through the real actions and the worker: fill, submit, score, report."""

import secrets
import shutil
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

from django.conf import settings
from django.core.files.storage import default_storage
from django.utils import timezone

from accounts.models import User
from assessments.actions import answers, approvals, evidence, workflow
from assessments.catalogue import campaign_catalogue
from assessments.enums import Purpose, Reading, ReportKind, WorkStatus
from assessments.errors import Refusal
from assessments.explanations import points
from assessments.models import Assessment, ReportFile, ScoreSnapshot
from assessments.models.scores import Work
from assessments.results import SnapshotResult

from .accounts import HOME_PROVINCE, coordinator_of, leader_of, make_accounts
from .answers import Made, Maker, issuer, valid_until
from .rounds import make_campaign

PATIENCE_SECONDS = 180


def run_once(say: Callable[[str], object]) -> Path:
    """Do the whole job for one province; returns the PDF's path. Raises Refusal if the worker does not finish."""
    today = timezone.localdate()
    make_accounts(secrets.token_urlsafe())
    campaign = make_campaign("mot-lan", "Đợt đánh giá chạy một lần (dữ liệu minh họa)", today - timedelta(days=1))
    assessment = Assessment.objects.with_campaign().get(campaign=campaign, province__code=HOME_PROVINCE)
    by = coordinator_of(assessment.province)
    count = fill(assessment, by, today)
    say(f"{assessment.province}: đã điền {count} câu trả lời (dữ liệu minh họa)")
    if leader := leader_of(assessment.province):
        asked = approvals.ask_approval(by=by, assessment=assessment)
        approvals.approve(by=leader, assessment=assessment, seen=asked.pk)
        say(f"{leader} đã duyệt")
    snapshot = workflow.submit(by=by, assessment=assessment, declared=True)
    say("Đã nộp; đang chờ tiến trình Celery chấm điểm và lập báo cáo…")
    wait_for(snapshot)
    _say_scorecard(ScoreSnapshot.objects.get(pk=snapshot.pk), assessment, say)
    report = ReportFile.objects.get(snapshot=snapshot, kind=ReportKind.GAP_REPORT)
    wait_for(report)
    return _say_report(ReportFile.objects.get(pk=report.pk), say)


def fill(assessment: Assessment, by: User, today: date) -> int:
    """Answer every question through the actions, with cited documents as evidence."""
    made = Maker(campaign_catalogue(assessment.campaign), assessment.province, 2, today).answers()
    answers.load(by=by, assessment=assessment, contents={code: _content(found) for code, found in made.items()})
    by_whom = issuer(assessment.province)
    for code, found in made.items():
        for number, day, title in found.documents:
            document = {"number": number, "day": day, "title": title, "valid_until": valid_until(number, day)}
            evidence.add_document(by=by, assessment=assessment, code=code, issuer=by_whom, **document)
    return len(made)


def wait_for(work: Work) -> None:
    """Until the worker is done with a row. Raises Refusal when it failed or takes too long."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while work.status != WorkStatus.READY:
        if work.status == WorkStatus.FAILED or time.monotonic() > deadline:
            raise Refusal(f"Tiến trình nền chưa làm xong: {work.get_status_display()} {work.failure}")
        time.sleep(0.1)
        work.refresh_from_db(fields=["status", "failure"])


def _content(made: Made) -> answers.Content:
    return answers.Content(made.value, "", made.not_applicable, made.reason, made.note, made.quality)


def _say_scorecard(snapshot: ScoreSnapshot, assessment: Assessment, say: Callable[[str], object]) -> None:
    result = SnapshotResult(snapshot, campaign_catalogue(assessment.campaign))
    say(f"\nBẢNG ĐIỂM · {assessment.province} · {Purpose(snapshot.purpose).label} · phương pháp SM-1")
    for reading in Reading:
        read = result.read_as(reading)
        say(f"  {reading.label:<32}{'chưa thẩm định' if read.is_pending else points(read.headline):>8}")
    say(f"  {'Mức sẵn sàng (R)':<32}{points(result.readiness):>8}")
    say(f"  {'Mức kết quả (K)':<32}{points(result.results):>8}")
    for node in (*result.themes, *result.groups):
        say(f"    {node.code:<4}{node.title[:44]:<46}{points(node.score):>8}")
    band = result.band.label if result.band else "–"
    say(f"  Bậc: {band} (trọng số, mức và bậc do nhóm xây dựng cổng đặt ra, không phải của Bộ)")


def _say_report(report: ReportFile, say: Callable[[str], object]) -> Path:
    path = Path(settings.VAR_DIR) / "bao-cao-khoang-cach.pdf"
    shutil.copyfile(default_storage.path(report.file.name), path)
    say(f"\nBáo cáo khoảng cách: {path} ({report.pages} trang, {report.size // 1024} kB)")
    return path
