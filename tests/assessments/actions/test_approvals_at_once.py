"""Approving while others change or submit: real threads, real connections, real locks."""

import pytest

from assessments.actions import workflow
from assessments.errors import NotAllowed
from assessments.models import Approval
from tests.assessments.approval_world import drafted

from .together import at_once, one_after_the_other

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

NOTHING_WAITS = "Không có bản trình nào đang chờ duyệt."


def test_a_change_just_before_the_approval_leaves_nothing_to_approve():
    draft = drafted()
    asked = draft.ask()
    _saved, refused = one_after_the_other(draft.change, lambda: draft.approve(asked))
    assert (type(refused), str(refused)) == (NotAllowed, NOTHING_WAITS)
    assert Approval.objects.get().decision == ""


def test_a_change_just_after_the_approval_voids_it():
    draft = drafted()
    asked = draft.ask()
    _approved, saved = one_after_the_other(lambda: draft.approve(asked), draft.change)
    row = Approval.objects.get()
    assert (saved.note, row.decision, row.superseded_by) == ("Vừa sửa.", "approved", draft.coordinator)


def test_a_change_at_once_with_submission_is_never_in_what_was_handed_in():
    draft = drafted()
    draft.approve(draft.ask())
    submitted, saved = at_once(
        lambda: workflow.submit(by=draft.coordinator, assessment=draft.assessment, declared=True), draft.change
    )
    is_submitted = not isinstance(submitted, Exception)
    assert is_submitted == isinstance(saved, NotAllowed)


def test_asked_twice_at_once_is_asked_once():
    draft = drafted()
    found = at_once(draft.ask, draft.ask)
    assert [str(result) for result in found if isinstance(result, NotAllowed)] == ["Phiếu đang chờ lãnh đạo duyệt."]
    assert Approval.objects.count() == 1
