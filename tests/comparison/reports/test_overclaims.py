from decimal import Decimal

import pytest

from accounts.models import Province
from assessments.enums import ReasonCode, Verdict
from comparison.reports.overclaims import overclaims
from comparison.reports.source import Source
from tests.factories.comparison import made_edition

pytestmark = pytest.mark.django_db


def test_all_claimed_more(source):
    found = overclaims(source)
    assert found.finding == (
        "Điểm tự đánh giá trung bình cao hơn điểm đã thẩm định 6,00 điểm; 3/3 tỉnh, thành phố tự đánh giá cao hơn; "
        "100% số câu và chỉ số bị hạ điểm, 0% được nâng."
    )
    assert (found.higher, found.lower, len(found.provinces)) == (3, 0, 3)
    assert [(line.code, line.difference) for line in found.parts] == [("A", 6), ("B", 6)]
    assert found.reasons == ()
    assert "+6,00" in found.chart


def test_claimed_less_on_the_mean(edition):
    edition.entries.filter(rank__lt=3).update(claimed=Decimal(5))
    found = overclaims(Source(edition))
    assert found.finding == (
        "Điểm tự đánh giá trung bình thấp hơn điểm đã thẩm định 41,33 điểm; 1/3 tỉnh, thành phố tự đánh giá cao hơn; "
        "100% số câu và chỉ số bị hạ điểm, 0% được nâng."
    )
    assert (found.higher, found.lower, len(found.provinces)) == (1, 2, 1)


def test_nobody_claimed_more(edition):
    for entry in edition.entries.all():
        edition.entries.filter(pk=entry.pk).update(claimed=entry.headline)
    found = overclaims(Source(edition))
    assert (found.higher, found.lower, found.provinces, found.chart) == (0, 0, (), "")


def test_ten_largest_with_names_that_can_be_printed():
    edition = made_edition(12)
    edition.entries.filter(rank=12).update(claimed=Decimal(99))
    Province.objects.filter(entries__rank=12).update(name="Tỉnh →\x07")
    found = overclaims(Source(edition))
    assert len(found.provinces) == 10
    assert (found.provinces[0].label, found.provinces[0].difference) == ("Tỉnh ->", 89)


def test_reasons_are_counted(edition):
    edition.entries.get(rank=1).nodes.filter(code="A-1.1").update(
        verdict=Verdict.REJECTED, reason=ReasonCode.NO_EVIDENCE
    )
    assert [tuple(line) for line in overclaims(Source(edition)).reasons] == [(ReasonCode.NO_EVIDENCE, 1, 6)]


def test_levels_of_a_ladder_have_no_difference_in_points(ladder):
    assert [line.code for line in overclaims(ladder).parts] == ["A"]


def test_without_scores():
    found = overclaims(Source(made_edition(1, unranked=1)))
    assert found.finding == "Chưa có tỉnh, thành phố nào có cả điểm tự đánh giá và điểm đã thẩm định."
    assert (found.totals.difference, found.provinces) == (None, ())
