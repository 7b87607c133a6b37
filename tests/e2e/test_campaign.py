"""A whole campaign of the 34 provinces through the real worker: opened, answered, submitted, reviewed by one and two,
asked, explained, made final, compared, published, reported. On the small catalogues: what counts here is the way."""

import time
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone
from pypdf import PdfReader

from accounts.provinces import load_provinces
from accounts.roles import Role
from assessments.actions import answers, assigning, campaigns, clarifications, finalising, reviews, workflow
from assessments.enums import AssessmentState, CampaignState, Purpose, Seat, WorkStatus
from assessments.models import Assessment, Campaign, Notice, ScoreSnapshot
from assessments.queries import codes_to_review, filled
from assessments.reviewing import standing
from comparison.actions import editions
from comparison.models import Edition, NationalReport
from guidance.models import GuidanceVersion
from indicators.models import IndicatorSetVersion
from indicators.scoring.measures import DocumentValue, RatioValue
from tests.assessments.small import store_versions
from tests.factories import ACCEPTED, CampaignFactory, asked, decide_all, user_as

PATIENCE_SECONDS = 240
LOWERED = reviews.Judgement(reviews.Verdict.ADJUSTED, "plan_only", "Mới có kế hoạch.", "0")


def wait_until(done: Callable[[], bool], what: str) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not done():
        assert time.monotonic() < deadline, f"still waiting: {what}"
        time.sleep(0.2)


def scored(purpose: Purpose, number: int) -> Callable[[], bool]:
    ready = ScoreSnapshot.objects.filter(purpose=purpose, status=WorkStatus.READY)
    return lambda: ready.count() == number


def contents(level: int) -> dict[str, answers.Content]:
    """A whole assessment; what wants evidence and has none is explained."""
    note = "Đang hoàn thiện hồ sơ."
    return {
        "A-1.1": answers.Content(str(1 + level % 4), note=note),
        "A-1.2": answers.Content("yes", note=note),
        "A-1.3": answers.Content(("a",)),
        "A-1.4": answers.Content(str(level % 3)),
        "A-1.6": answers.Content(RatioValue(Decimal(level), Decimal(40))),
        "A-1.7": answers.Content(DocumentValue("1/QĐ-UBND", timezone.localdate() - timedelta(days=9), "UBND tỉnh")),
        "B-2": answers.Content(Decimal(level)),
    }


@pytest.fixture
def manager(transactional_db):
    return user_as(Role.CAMPAIGN_MANAGER)


@pytest.fixture
def campaign(manager) -> Campaign:
    load_provinces()
    store_versions()
    versions = {
        "guidance": GuidanceVersion.objects.get(code="nho/v1"),
        "indicators": IndicatorSetVersion.objects.get(code="nho-chi-so/v1"),
    }
    made = CampaignFactory(state=CampaignState.DRAFT, is_demonstration=True, **versions)
    assert campaigns.open_campaign(by=manager, campaign=made) == 34
    return Campaign.objects.with_versions().get(pk=made.pk)


def everybody_submits(campaign: Campaign) -> None:
    for level, assessment in enumerate(Assessment.objects.with_campaign().filter(campaign=campaign)):
        coordinator = user_as(Role.COORDINATOR, assessment.province)
        answers.load(by=coordinator, assessment=assessment, contents=contents(level))
        workflow.submit(by=coordinator, assessment=assessment, declared=True)


def review_everything(campaign: Campaign, manager) -> None:
    """Two reviewers, a second seat on each fifth, where they differ on A-1.1; one province is asked to explain."""
    people = [user_as(Role.REVIEWER), user_as(Role.REVIEWER)]
    given = assigning.share_out(by=manager, campaign=campaign, reviewers=people, second_percent=20, seed=11)
    assert given == 34 + 7
    for place, assessment in enumerate(Assessment.objects.with_campaign().filter(campaign=campaign)):
        seats = {row.seat: row.reviewer for row in assessment.assignments.select_related("reviewer")}
        if place == 0:
            explain(assessment, seats[Seat.FIRST])
        else:
            decide_all(assessment, seats[Seat.FIRST])
        if Seat.SECOND in seats:
            decide_all(assessment, seats[Seat.SECOND], Seat.SECOND, {"A-1.1": LOWERED})
            settle(assessment, seats[Seat.FIRST])


def explain(assessment: Assessment, reviewer) -> None:
    codes = decide_all(assessment, reviewer, other={}, finished=False)
    reviews.decide(by=reviewer, assessment=assessment, code="B-2", judgement=asked(), seen=None)
    day = timezone.localdate() + timedelta(days=7)
    assert clarifications.send_back(by=reviewer, assessment=assessment, until=day) == 1
    coordinator, question = assessment.submitted_by, assessment.clarifications.get()
    clarifications.reply(by=coordinator, assessment=assessment, pk=question.pk, text="Đã đối chiếu với báo cáo.")
    content = answers.Content(Decimal(10))
    answers.save(by=coordinator, assessment=assessment, code="B-2", content=content, expected_version=None)
    clarifications.clarify(by=coordinator, assessment=assessment)
    reviews.decide(by=reviewer, assessment=assessment, code="B-2", judgement=ACCEPTED, seen=0)
    reviews.finish(by=reviewer, assessment=assessment)
    assert standing(assessment).undecided(codes) == []


def settle(assessment: Assessment, reviewer) -> None:
    where, found = standing(assessment), filled(assessment, timezone.localdate())
    for code in where.differences(codes_to_review(found)):
        reviews.settle(by=reviewer, assessment=assessment, code=code, judgement=LOWERED, seen=0)


def test_campaign_from_opening_to_the_national_report(worker, campaign, manager):
    everybody_submits(campaign)
    Campaign.objects.update(submit_by=timezone.localdate() - timedelta(days=1))
    campaigns.close(by=manager, campaign=campaign)
    wait_until(scored(Purpose.SUBMISSION, 34), "submissions are scored")
    review_everything(campaign, manager)
    assert len(finalising.finalise_campaign(by=manager, campaign=campaign)) == 34
    wait_until(scored(Purpose.VERIFIED, 34), "verified scores")
    edition = editions.make(by=manager, campaign=campaign)
    wait_until(lambda: Edition.objects.get().status == WorkStatus.READY, "the edition")
    editions.publish(by=manager, edition=edition)
    wait_until(lambda: NationalReport.objects.filter(status=WorkStatus.READY).exists(), "the national report")
    check_edition(Edition.objects.get())
    check_report(NationalReport.objects.get())
    assert set(campaign.assessments.values_list("state", flat=True)) == {AssessmentState.FINAL}
    told = Notice.objects.filter(campaign=campaign, subject__icontains="công bố").values_list("user", flat=True)
    assert set(campaign.assessments.values_list("submitted_by", flat=True)) <= set(told)


def check_edition(edition: Edition) -> None:
    entries = list(edition.entries.order_by("rank", "province__code"))
    assert len(entries) == edition.field == 34
    headlines = [entry.headline for entry in entries]
    assert headlines == sorted(headlines, reverse=True)
    assert all(entry.rank_low <= entry.rank_high for entry in entries)
    lowered = [entry for entry in entries if entry.nodes.get(code="A-1.1").verdict == "adjusted"]
    assert len(lowered) == 7, "settled against the first reviewer"
    assert all(entry.nodes.get(code="A-1.1").verified == 0 for entry in lowered)
    explained = edition.entries.get(assessment__clarifications__isnull=False)
    leaf = explained.nodes.get(code="B-2")
    assert (leaf.claimed, leaf.verified) == (0, 100), "claimed 0 when it was handed in, 10 once it was explained"


def check_report(report: NationalReport) -> None:
    with report.file.open("rb") as stored:
        text = " ".join(page.extract_text() for page in PdfReader(stored).pages)
    first = report.edition.entries.select_related("province").order_by("rank", "province__code").first()
    assert first.province.name in text
    assert str(first.headline).replace(".", ",") in text
    assert "dữ liệu minh họa" in text.lower()
