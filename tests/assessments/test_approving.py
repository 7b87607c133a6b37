from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import User
from assessments.actions import evidence
from assessments.approving import approved, approving, approvings, digest, provinces_with_leaders
from assessments.enums import ApprovalStage
from assessments.models import Answer, Evidence
from assessments.queries import filled

from .approval_world import drafted
from .small import open_assessment_on_small

pytestmark = pytest.mark.django_db


def now(assessment):
    return approving(assessment, filled(assessment, timezone.localdate()))


def digest_of(assessment):
    return digest(assessment, filled(assessment, timezone.localdate()))


def test_stage_goes_from_asking_to_the_leaders_word_and_falls_with_a_change():
    draft = drafted()
    stages = [now(draft.assessment).stage]
    draft.give_back(draft.ask())
    stages.append(now(draft.assessment).stage)
    asked = draft.ask()
    stages.append(now(draft.assessment).stage)
    draft.approve(asked)
    stages.append(now(draft.assessment).stage)
    draft.change()
    stages.append(now(draft.assessment).stage)
    names = ("NOT_ASKED", "RETURNED", "WAITING", "APPROVED", "FALLEN")
    assert stages == [ApprovalStage[name] for name in names]


def test_what_was_withdrawn_is_neither_waiting_nor_fallen():
    draft = drafted()
    draft.ask()
    draft.withdraw()
    found = now(draft.assessment)
    assert (found.stage, found.is_withdrawn, found.is_fallen) == (ApprovalStage.WITHDRAWN, True, False)


def test_a_province_without_a_leader_needs_none():
    found = now(open_assessment_on_small())
    assert (found.stage, found.is_required, found.last) == (ApprovalStage.NOT_NEEDED, False, None)


def test_a_leader_who_may_not_sign_in_is_none():
    draft = drafted()
    assert provinces_with_leaders([draft.assessment.province_id]) == {draft.assessment.province_id}
    draft.ask()
    User.objects.filter(pk=draft.leader.pk).update(is_active=False)
    assert provinces_with_leaders([draft.assessment.province_id]) == set()
    assert now(draft.assessment).stage == ApprovalStage.NOT_NEEDED


def test_what_was_approved_stays_so_when_the_leader_leaves():
    draft = drafted()
    draft.approve(draft.ask())
    User.objects.filter(pk=draft.leader.pk).update(is_active=False)
    assert now(draft.assessment).is_approved


def test_a_change_past_the_actions_is_seen_by_its_content():
    draft = drafted()
    draft.approve(draft.ask())
    Answer.objects.filter(assessment=draft.assessment, code="A-1.1").update(note="Sửa thẳng trong cơ sở dữ liệu.")
    found = now(draft.assessment)
    assert (found.is_fallen, found.is_waiting, found.is_returned, found.last.superseded_at) == (
        True,
        False,
        False,
        None,
    )


def test_digest_is_of_answers_notes_and_evidence_and_of_nothing_else():
    draft = drafted()
    before = digest_of(draft.assessment)
    Answer.objects.update(updated_at=timezone.now() + timedelta(days=1))
    assert digest_of(draft.assessment) == before
    Answer.objects.filter(code="A-1.1").update(note="khác")
    noted = digest_of(draft.assessment)
    evidence.add_link(by=draft.coordinator, assessment=draft.assessment, code="A-1.1", url="https://a.example/")
    attached = digest_of(draft.assessment)
    assert len({before, noted, attached}) == 3
    Evidence.objects.update(is_confidential=True)
    assert digest_of(draft.assessment) == attached


def test_approved_gives_who_approved():
    draft = drafted()
    assert approved(draft.assessment) is None
    asked = draft.ask()
    assert approved(draft.assessment) is None
    draft.approve(asked)
    assert approved(draft.assessment).decided_by == draft.leader


def test_many_take_two_queries(django_assert_num_queries):
    some = [drafted().assessment for _number in range(2)]
    with django_assert_num_queries(2):
        assert {found.stage for found in approvings(some).values()} == {ApprovalStage.NOT_ASKED}
    with django_assert_num_queries(0):
        assert approvings([]) == {}
