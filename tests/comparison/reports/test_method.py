from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.roles import Role
from assessments.enums import ReasonCode, Seat, Superseded, Verdict
from assessments.models import Decision
from comparison.models import EntryReviewer
from comparison.reports.method import method
from tests.factories import user_as

pytestmark = pytest.mark.django_db

CODES = ("A-1.1", "A-1.2", "A-1.3", "A-1.4", "A-1.6", "B-2")


@pytest.fixture
def doubled(source):
    """The first province was reviewed by two; they differ on the last leaf."""
    entry, at = source.edition.entries.get(rank=1), source.edition.finished_at - timedelta(hours=1)
    for seat in (Seat.FIRST, Seat.SECOND):
        reviewer = user_as(Role.REVIEWER)
        EntryReviewer.objects.create(entry=entry, seat=seat, reviewer=reviewer)
        Decision.objects.bulk_create(
            Decision(assessment=entry.assessment, code=code, seat=seat, by=reviewer, at=at, answer_version=1, **verdict)
            for code, verdict in zip(CODES, verdicts(seat), strict=True)
        )
    only_second = {"verdict": Verdict.ACCEPTED, "seat": Seat.SECOND, "answer_version": 1, "at": at}
    Decision.objects.create(assessment=entry.assessment, code="B-1", **only_second)
    return source


def verdicts(seat):
    accepted = {"verdict": Verdict.ACCEPTED}
    rejected = {"verdict": Verdict.REJECTED, "reason": ReasonCode.OTHER}
    return [accepted, accepted, accepted, rejected, rejected, rejected if seat is Seat.FIRST else accepted]


def test_what_the_numbers_rest_on(source):
    found = method(source)
    assert (found.alpha, found.spread, found.concentration) == ("0,5", "0,1", 50)
    assert (found.guidance, found.indicators) == ("nho/v1", "nho-chi-so/v1")
    assert (found.guidance_notice, found.indicator_notice) == ("Của chúng tôi", "Của chúng tôi")
    assert found.bands == (
        "Khởi đầu (từ 0 đến dưới 20); Hình thành (từ 20 đến dưới 40); Phát triển (từ 40 đến dưới 60); "
        "Tích hợp (từ 60 đến dưới 80); Dẫn dắt (từ 80 đến 100)"
    )


def test_nobody_reviewed_by_two(source):
    assert (method(source).reviewers, method(source).doubles, method(source).agreement) == (0, 0, "")


def test_agreement_of_those_who_reviewed_the_same(doubled):
    """Observed 5/6, expected (3·4 + 3·2)/36 = 1/2: κ = 2/3."""
    found = method(doubled)
    assert (found.reviewers, found.doubles) == (2, 1)
    assert found.agreement == (
        "Hai người thẩm định kết luận như nhau ở 83% của 6 câu và chỉ số cả hai đã xem; hệ số κ của Cohen là 0,67 "
        "(1 là thống nhất hoàn toàn, 0 là như ngẫu nhiên)."
    )


def test_agreement_is_as_it_was_when_the_edition_was_made(doubled):
    before = method(doubled).agreement
    later = timezone.now() + timedelta(days=1)
    Decision.objects.filter(code="B-2").update(superseded_at=later, superseded_why=Superseded.DECIDED_ANEW)
    row = {"seat": Seat.SECOND, "verdict": Verdict.REJECTED, "reason": ReasonCode.OTHER, "answer_version": 1}
    assessment = doubled.edition.entries.get(rank=1).assessment
    Decision.objects.create(assessment=assessment, code="B-2", at=later, **row)
    assert method(doubled).agreement == before


def test_too_few_pairs_say_nothing(doubled):
    Decision.objects.filter(code__in=CODES[:2]).delete()
    assert method(doubled).agreement == ""


def test_one_verdict_only_has_no_kappa(doubled):
    Decision.objects.update(verdict=Verdict.ACCEPTED, reason="")
    assert method(doubled).agreement == (
        "Hai người thẩm định kết luận như nhau ở 100% của 6 câu và chỉ số cả hai đã xem; không tính được hệ số κ vì "
        "hai người chỉ dùng một loại kết luận."
    )
