from uuid import UUID

import pytest
from django.http import QueryDict

from assessments.forms.evidence_reuse import ReuseForm
from assessments.kept_evidence import Kept
from assessments.models import Assessment, Evidence

FIRST, SECOND = (Evidence(pk=UUID(int=number), title=f"Văn bản {number}") for number in (1, 2))
NOT_THERE = "Có mục đã chọn không còn trong danh sách; hãy xem lại rồi chọn lại."


def form(*chosen: str) -> ReuseForm:
    data = QueryDict(mutable=True)
    data.setlist("chosen", chosen)
    return ReuseForm([Kept(FIRST, Assessment()), Kept(SECOND, Assessment())], data)


def test_chosen_items_come_once_each():
    found = form(str(SECOND.pk), str(SECOND.pk))
    assert found.is_valid()
    assert found.evidence == [SECOND]


def test_nothing_chosen_is_said():
    said = "Chưa chọn minh chứng nào: hãy đánh dấu ít nhất một mục."
    assert form().errors == {"chosen": [said]}


@pytest.mark.parametrize("chosen", ["x", "", "1", "\x00", str(UUID(int=3)), "9" * 5000])
def test_what_is_not_in_the_list_is_refused(chosen):
    assert form(str(FIRST.pk), chosen).errors == {"chosen": [NOT_THERE]}
