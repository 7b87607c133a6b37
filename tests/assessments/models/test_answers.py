from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from assessments.models import Answer, AnswerRevision
from assessments.models.answers import VALUE_COLUMNS
from catalogues.schema import Kind
from tests.factories import ProvinceFactory, open_assessment

from .refusals import assert_refused

pytestmark = pytest.mark.django_db

VALUES = {
    "choice": {"choice": "2"},
    "ticked": {"ticked": "a b"},
    "number": {"number": Decimal(5)},
    "numerator": {"numerator": Decimal(1), "denominator": Decimal(2)},
    "denominator": {"numerator": Decimal(1), "denominator": Decimal(2)},
    "document_number": {"document_number": "12/QĐ-UBND"},
    "document_issuer": {"document_issuer": "Ủy ban nhân dân tỉnh"},
    "document_title": {"document_title": "Về việc"},
    "document_date": {"document_date": date(2026, 1, 1)},
    "text": {"text": "Nội dung"},
}
FOREIGN = [(column, kind) for column, kinds in VALUE_COLUMNS.items() for kind in map(str, Kind) if kind not in kinds]
OWN = [(column, kind) for column, kinds in VALUE_COLUMNS.items() for kind in kinds]


def answer(**fields) -> Answer:
    return Answer(**{"assessment": open_assessment(), "code": "X-1", "section": "X", "kind": Kind.TEXT, **fields})


def test_every_value_column_is_tried():
    assert set(VALUES) == set(VALUE_COLUMNS)


@pytest.mark.parametrize(("column", "kind"), FOREIGN)
def test_answer_refuses_a_value_of_another_kind(column, kind):
    row = answer(kind=kind, is_given=True, **VALUES[column])
    assert_refused(row, f"answer_({'|'.join(VALUES[column])})_for_its_kind", "Giá trị không thuộc kiểu của câu hỏi.")


@pytest.mark.parametrize(("column", "kind"), OWN)
def test_answer_takes_a_value_of_its_kind(column, kind):
    row = answer(kind=kind, is_given=True, **VALUES[column])
    row.save()
    row.refresh_from_db()
    assert {name: getattr(row, name) for name in VALUES[column]} == VALUES[column]


@pytest.mark.parametrize(
    ("numerator", "denominator"),
    [
        (Decimal(1), None),
        (None, Decimal(1)),
        (Decimal(1), Decimal(0)),
        (Decimal(1), Decimal(-5)),
        (Decimal(-1), Decimal(5)),
    ],
)
def test_answer_refuses_half_a_ratio_and_halves_out_of_bounds(numerator, denominator):
    row = answer(kind=Kind.RATIO, is_given=True, numerator=numerator, denominator=denominator)
    assert_refused(row, "answer_ratio_has_both_parts", "Tỷ lệ cần cả tử số từ 0 trở lên và mẫu số lớn hơn 0.")


def test_answer_takes_a_ratio_of_nothing_out_of_something():
    row = answer(kind=Kind.RATIO, is_given=True, numerator=Decimal(0), denominator=Decimal("0.00000001"))
    row.save()
    row.refresh_from_db()
    assert (row.numerator, row.denominator) == (0, Decimal("0.00000001"))


@pytest.mark.parametrize(
    "fields",
    [
        {"not_applicable": True, "is_given": True, "reason": ""},
        {"not_applicable": True, "is_given": False, "reason": "Không có đô thị."},
        {"not_applicable": False, "is_given": True, "reason": "Không có đô thị."},
    ],
)
def test_answer_refuses_not_applicable_without_a_reason_and_a_reason_without_it(fields):
    assert_refused(answer(**fields), "answer_not_applicable_with_a_reason", "“Không áp dụng” cần có lý do.")


def test_answer_takes_not_applicable_with_its_reason():
    answer(not_applicable=True, is_given=True, reason="Không có đô thị.").save()
    assert Answer.objects.get().reason == "Không có đô thị."


def test_answer_is_once_a_leaf():
    row = answer()
    row.save()
    again = answer(assessment=row.assessment)
    assert_refused(again, "answer_once_a_leaf", "Câu này đã có câu trả lời trong phiếu.")
    answer(assessment=row.assessment, code="X-2").save()
    assert row.assessment.answers.count() == 2


def test_answer_refuses_a_negative_version():
    with pytest.raises(IntegrityError, match="assessments_answer_version_check"), transaction.atomic():
        answer(version=-1).save()


def test_given_leaves_out_what_says_nothing():
    assessment = open_assessment()
    answer(assessment=assessment, code="A", is_given=True, text="Nội dung").save()
    answer(assessment=assessment, code="B", is_given=True, not_applicable=True, reason="Không có.").save()
    answer(assessment=assessment, code="C", is_given=False, note="Ghi chú thôi").save()
    assert list(assessment.answers.given().values_list("code", flat=True)) == ["A", "B"]


def test_answer_and_revision_are_named_after_the_leaf():
    row = answer(assessment=open_assessment(ProvinceFactory(name="Huế"), name="Đợt 2026"))
    row.save()
    revision = AnswerRevision.objects.create(answer=row, version=3, content={})
    assert (str(row), str(revision)) == ("Huế, Đợt 2026: X-1", "Huế, Đợt 2026: X-1 (3)")


def test_revision_is_once_a_version():
    row = answer()
    row.save()
    AnswerRevision.objects.create(answer=row, version=1, content={"value": "cũ"})
    again = AnswerRevision(answer=row, version=1, content={"value": "mới"})
    assert_refused(again, "revision_once_a_version", "Lần lưu này đã được ghi.")
    assert row.revisions.get().content == {"value": "cũ"}


def test_revisions_keep_their_answer():
    row = answer()
    row.save()
    AnswerRevision.objects.create(answer=row, version=1, content={})
    with pytest.raises(ProtectedError):
        row.delete()
