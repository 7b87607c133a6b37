"""A person who has left traces everywhere, for the tests of this app."""

from importlib import import_module

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import SESSION_KEY

from accounts.invitations import accept, invite
from accounts.models import User
from accounts.roles import Role
from assessments import notifications
from assessments.actions import answers, discussion, workflow
from assessments.actions.answers import Content
from assessments.models import Assessment
from tests.factories import BodyFactory, open_assessment, user_as

NAME, MAIL = "Đặng Thị Hoà Bình", "binh@tinh.example"


def session_of(user: User) -> str:
    store = import_module(settings.SESSION_ENGINE).SessionStore()
    store[SESSION_KEY] = str(user.pk)
    store.save()
    UserSession.objects.create(user=user, session_key=store.session_key, ip="203.0.113.7", user_agent="")
    return store.session_key


def somebody() -> tuple[User, User, Assessment]:
    """The person, a colleague, and the assessment that both have worked on."""
    assessment = open_assessment()
    body = BodyFactory(province=assessment.province)
    invitation, _token = invite(by=None, email=MAIL, role=Role.COORDINATOR, body=body)
    person = accept(invitation=invitation, full_name=NAME, password="mat-khau-thu-nghiem-1")
    invite(by=None, email=MAIL, role=Role.LEADER, body=body)
    colleague = user_as(Role.CONTRIBUTOR, assessment.province)
    content = Content(value=None, note="Ghi chú riêng")
    answers.save(by=person, assessment=assessment, code="IOC-6.1", content=content, expected_version=0)
    workflow.preview(by=person, assessment=assessment)
    place = {"assessment": assessment, "code": "IOC-6.1"}
    discussion.say(by=person, **place, text="Nhờ anh xem giúp", mentions=[colleague.pk])
    discussion.say(by=colleague, **place, text="Đã xem", mentions=[person.pk])
    notifications.opened(assessment.campaign)
    return person, colleague, assessment
