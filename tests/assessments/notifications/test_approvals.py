import pytest
from django.urls import reverse

from accounts.models import User
from assessments.actions import approvals
from assessments.models import Notice
from tests.assessments.review_world import store

from .people import staffed, told

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    assessment, people = staffed()
    store(assessment, people["coordinator"])
    return assessment, people, approvals.ask_approval(by=people["coordinator"], assessment=assessment)


def test_leaders_are_told_what_waits(world):
    assessment, people, _asked = world
    assert told(people, key__endswith=":asked") == {"leader"}
    notice = Notice.objects.get(key__endswith=":asked")
    assert notice.subject == f"Phiếu của {assessment.province} chờ lãnh đạo duyệt"
    assert notice.path == reverse("approval", args=[assessment.pk])


@pytest.mark.slow
def test_coordinators_are_told_what_the_leader_said(world):
    assessment, people, asked = world
    approvals.approve(by=people["leader"], assessment=assessment, seen=asked.pk)
    assert told(people, key__endswith=":decided") == {"coordinator"}
    notice = Notice.objects.get(key__endswith=":decided")
    assert notice.subject == f"Lãnh đạo đã duyệt phiếu của {assessment.province}"
    assert notice.path == reverse("check", args=[assessment.pk])


def test_coordinators_are_told_why_it_was_given_back(world):
    assessment, people, asked = world
    approvals.give_back(by=people["leader"], assessment=assessment, seen=asked.pk, reason="Thiếu số liệu.")
    notice = Notice.objects.get(key__endswith=":decided")
    assert notice.user == people["coordinator"]
    assert notice.body.endswith("Lý do: Thiếu số liệu.")


def test_both_are_told_who_changed_what(world):
    assessment, people, _asked = world
    approvals.void(assessment, ["A-1.1", "B-2"], people["contributor"])
    assert told(people, key__endswith=":fallen") == {"coordinator", "leader"}
    body = Notice.objects.filter(key__endswith=":fallen").first().body
    assert f"{people['contributor']} đã sửa A-1.1, B-2 sau khi phiếu được trình." in body


def test_leaders_are_told_what_waits_no_longer(world):
    assessment, people, _asked = world
    approvals.withdraw_approval(by=people["coordinator"], assessment=assessment)
    assert told(people, key__endswith=":withdrawn") == {"leader"}
    notice = Notice.objects.get(key__endswith=":withdrawn")
    assert notice.subject == f"Phiếu của {assessment.province} không còn chờ duyệt"
    assert f"{people['coordinator']} đã rút bản trình" in notice.body


def test_texts_are_in_the_readers_language(world):
    assessment, people, asked = world
    User.objects.update(language="en")
    approvals.approve(by=people["leader"], assessment=assessment, seen=asked.pk)
    assert Notice.objects.filter(key__endswith=":decided").count() == 1
