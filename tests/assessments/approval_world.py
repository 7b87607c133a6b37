"""A whole draft on the small catalogues, of a province that has a coordinator and a leader."""

from typing import Any, NamedTuple

from accounts.models import User
from accounts.roles import Role
from assessments.actions import approvals
from assessments.actions.answers import Content, save
from assessments.models import Approval, Assessment
from tests.factories import user_as

from .review_world import store
from .small import open_assessment_on_small


class Drafted(NamedTuple):
    assessment: Assessment
    coordinator: User
    leader: User

    def ask(self) -> Approval:
        return approvals.ask_approval(by=self.coordinator, assessment=self.assessment)

    def approve(self, asked: Approval) -> Approval:
        return approvals.approve(by=self.leader, assessment=self.assessment, seen=asked.pk)

    def give_back(self, asked: Approval, reason: str = "Thiếu số liệu.") -> Approval:
        return approvals.give_back(by=self.leader, assessment=self.assessment, seen=asked.pk, reason=reason)

    def withdraw(self) -> Approval:
        return approvals.withdraw_approval(by=self.coordinator, assessment=self.assessment)

    def change(self, by: User | None = None) -> Any:
        content = Content("yes", note="Vừa sửa.")
        return save(
            by=by or self.coordinator, assessment=self.assessment, code="A-1.2", content=content, expected_version=None
        )


def drafted(**changed: Any) -> Drafted:
    assessment = open_assessment_on_small()
    coordinator = user_as(Role.COORDINATOR, assessment.province)
    store(assessment, coordinator, **changed)
    return Drafted(assessment, coordinator, user_as(Role.LEADER, assessment.province))
