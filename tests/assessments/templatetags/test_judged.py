from decimal import Decimal

import pytest

from assessments.enums import Verdict
from assessments.models import Decision
from assessments.templatetags.judged import adjusted_to, amount, verdict_icon, verdict_tone
from catalogues.schema import Kind
from tests.factories.items import question


def test_verdicts_differ_by_shape_and_by_tone():
    assert [verdict_icon(verdict) for verdict in Verdict] == ["ok", "adjusted", "error", "asked"]
    assert [verdict_tone(verdict) for verdict in Verdict] == ["ok", "warn", "bad", "accent"]


@pytest.mark.parametrize(
    ("kind", "value", "expected"),
    [
        (Kind.LEVEL, "3", "Mức 3"),
        (Kind.CHECKLIST, [], "0/3 mục"),
        (Kind.RATIO, {"numerator": "1", "denominator": "4"}, "25% (1/4)"),
        (Kind.DOCUMENT, {"number": "", "date": "", "issuer": ""}, "chưa ban hành"),
        (Kind.LEVEL, None, ""),
    ],
)
def test_adjusted_value_is_said_in_words(kind, value, expected):
    assert adjusted_to(Decision(verdict=Verdict.ADJUSTED, value=value), question(kind)) == expected


def test_value_in_words_already_needs_no_item():
    assert adjusted_to(Decision(verdict=Verdict.ADJUSTED, value="mức 3"), None) == "mức 3"
    assert adjusted_to(Decision(verdict=Verdict.REJECTED), None) == ""


def test_amount_has_its_unit():
    assert amount(Decimal("62.5"), question(Kind.RATIO)) == "62,5%"
    assert amount(Decimal(1234), question(Kind.NUMBER, unit="km")) == "1.234 km"
