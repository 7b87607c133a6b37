"""What the other apps record: each deed with codes, keys and counts, in its own transaction, and nobody's words."""

import re
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts import invitations
from accounts.models import Membership
from accounts.roles import Role
from assessments.actions import answers, campaigns, clarifications, evidence, report_templates, reviews
from assessments.actions.answers import Content
from assessments.enums import CampaignState, Seat
from audit.models import Event
from catalogue_desk.actions import versions
from catalogues.versions import store
from guidance.models import GuidanceVersion
from indicators.models import IndicatorSetVersion
from tests.assessments.review_world import submitted_on_small
from tests.catalogue_desk.sets import indicator_set
from tests.factories import (
    ACCEPTED,
    BodyFactory,
    CampaignFactory,
    ProvinceFactory,
    UserFactory,
    asked,
    open_assessment,
    reviewer_of,
    user_as,
)
from tests.factories.report_templates import template_upload

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def draft():
    return open_assessment()


@pytest.fixture
def coordinator(draft):
    return user_as(Role.COORDINATOR, draft.province)


@pytest.fixture
def manager():
    return user_as(Role.CAMPAIGN_MANAGER)


def told(chain):
    """(verb, what, detail, actor) of a chain, in its order."""
    rows = Event.objects.filter(chain=str(chain)).order_by("seq")
    return [(event.verb, event.what, event.detail, event.actor) for event in rows]


def test_saved_answers_are_told_with_their_versions_and_not_their_values(draft, coordinator):
    place = {"by": coordinator, "assessment": draft, "code": "IOC-6.1"}
    answers.save(**place, content=Content("2", note="Chuyện riêng"), expected_version=0)
    answers.save(**place, content=Content("2", note="Chuyện riêng"), expected_version=1)
    answers.save(**place, content=Content("3"), expected_version=1)
    answers.load(by=coordinator, assessment=draft, contents={"IOC-6.1": Content("2"), "IOC-6.2": Content("2")})
    answers.load(by=coordinator, assessment=draft, contents={"IOC-6.1": Content("2")})
    assert told(f"assessment:{draft.pk}") == [
        ("answer", "", {"versions": {"IOC-6.1": 1}}, coordinator.pk),
        ("answer", "", {"versions": {"IOC-6.1": 2}}, coordinator.pk),
        ("answer", "", {"versions": {"IOC-6.1": 3, "IOC-6.2": 1}}, coordinator.pk),
        ("workflow", "load_answers", {}, coordinator.pk),
        ("workflow", "load_answers", {}, coordinator.pk),
    ]
    assert "Chuyện riêng" not in str(list(Event.objects.values()))


def test_what_is_undone_was_never_done(draft, coordinator):
    with transaction.atomic():
        answers.save(by=coordinator, assessment=draft, code="IOC-6.1", content=Content("2"), expected_version=0)
        transaction.set_rollback(True)
    assert told(f"assessment:{draft.pk}") == []


def test_evidence_is_told_by_its_key(draft, coordinator):
    place = {"by": coordinator, "assessment": draft, "code": "IOC-6.1"}
    added = evidence.add_link(**place, url="https://tinh.example/bi-mat")
    evidence.remove(**place, evidence=added)
    facts = {"code": "IOC-6.1", "evidence": str(added.pk)}
    assert told(f"assessment:{draft.pk}") == [
        ("workflow", "add_evidence", facts, coordinator.pk),
        ("workflow", "remove_evidence", facts, coordinator.pk),
    ]


def test_review_and_clarification_are_told_without_their_texts():
    assessment = submitted_on_small()
    assert told(f"assessment:{assessment.pk}")[-1][:3] == ("workflow", "submit", {"from": "draft", "to": "submitted"})
    reviewer = reviewer_of(assessment)
    seen = len(told(f"assessment:{assessment.pk}"))
    place = {"by": reviewer, "assessment": assessment}
    first = reviews.decide(**place, code="A-1.1", judgement=ACCEPTED, seen=0)
    reviews.decide(**place, code="A-1.1", judgement=ACCEPTED, seen=first.pk)
    reviews.withdraw(**place, code="A-1.1", seen=first.pk)
    question = reviews.decide(**place, code="B-2", judgement=asked("Vì sao thế?"), seen=0)
    reviews.accept_many(**place, codes=["A-1.1", "A-1.2"])
    clarifications.send_back(**place, until=timezone.localdate() + timedelta(days=7))
    coordinator, open_question = user_as(Role.COORDINATOR, assessment.province), assessment.clarifications.get()
    clarifications.reply(by=coordinator, assessment=assessment, pk=open_question.pk, text="Vì lý do riêng.")
    clarifications.clarify(by=coordinator, assessment=assessment)
    clarifications.close(**place, pk=open_question.pk)
    seat, asked_about = {"seat": Seat.FIRST}, {"code": "B-2", "question": open_question.pk}
    assert told(f"assessment:{assessment.pk}")[seen:] == [
        ("review", "accepted", {"code": "A-1.1", "decision": first.pk, **seat}, reviewer.pk),
        ("review", "withdrawn", {"code": "A-1.1", "decision": first.pk, **seat}, reviewer.pk),
        ("review", "asked", {"code": "B-2", "decision": question.pk, **seat}, reviewer.pk),
        ("workflow", "accept_many", {"codes": ["A-1.1", "A-1.2"], **seat}, reviewer.pk),
        ("workflow", "return", {"from": "submitted", "to": "returned"}, reviewer.pk),
        ("review", "reply", asked_about, coordinator.pk),
        ("workflow", "clarify", {"from": "returned", "to": "submitted"}, coordinator.pk),
        ("review", "close_question", asked_about, reviewer.pk),
    ]
    assert [text for text in ("Vì sao thế?", "Vì lý do riêng.") if text in str(list(Event.objects.values()))] == []


def test_campaign_and_every_assessment_it_opens_are_told(manager):
    ProvinceFactory.create_batch(3)
    campaign = campaigns.create(by=manager, campaign=CampaignFactory.build(state=CampaignState.DRAFT, **_pinned()))
    campaigns.open_campaign(by=manager, campaign=campaign)
    assert told(f"campaign:{campaign.pk}") == [
        ("campaign", "create", {}, manager.pk),
        ("campaign", "open", {}, manager.pk),
    ]
    papers = campaign.assessments.values_list("pk", flat=True)
    assert len(papers) >= 3
    for pk in papers:
        assert told(f"assessment:{pk}") == [("workflow", "open", {}, manager.pk)]


def _pinned():
    pinned = CampaignFactory()
    return {"guidance": pinned.guidance, "indicators": pinned.indicators}


def test_template_and_catalogue_are_told_with_their_checksums(manager):
    template = report_templates.upload(by=manager, language="vi", file=template_upload())
    facts = {"language": "vi", "sha256": template.sha256}
    assert told(f"report_template:{template.pk}") == [("template", "upload", facts, manager.pk)]
    version = store(IndicatorSetVersion, "thu/v1", indicator_set())[0]
    versions.publish(by=manager, kind="indicators", code="thu/v1")
    facts = {"kind": "indicators", "sha256": version.checksum}
    assert told("catalogue:thu/v1") == [("catalogue", "publish", facts, manager.pk)]


def test_invitations_and_roles_are_told_without_the_address(manager):
    body = BodyFactory()
    facts = {"role": "leader", "body": body.pk}
    given = {"by": manager, "role": Role.LEADER, "body": body}
    withdrawn, _token = invitations.invite(**given, email="mot@tinh.example")
    invitations.withdraw(by=manager, invitation=withdrawn)
    accepted, _token = invitations.invite(**given, email="hai@tinh.example")
    person = invitations.accept(invitation=accepted, full_name="Trần Thị Hai", password="mat-khau-thu-nghiem-1")
    assert [line[1:] for line in told(f"invitation:{withdrawn.pk}")] == [
        ("invite", facts, manager.pk),
        ("withdraw_invitation", facts, manager.pk),
    ]
    assert told(f"user:{person.pk}") == [("account", "join", {**facts, "invitation": accepted.pk}, person.pk)]
    assert "tinh.example" not in str(list(Event.objects.values()))


def test_roles_that_the_system_administration_gives_and_takes_are_told():
    administrator, member = UserFactory(is_staff=True, is_superuser=True), user_as(Role.LEADER)
    seat = member.memberships.get()
    client = Client()
    client.force_login(administrator)
    url = reverse("admin:accounts_user_change", args=[member.pk])
    form = {
        "email": member.email,
        "full_name": member.full_name,
        "language": "vi",
        "is_active": "on",
        "memberships-TOTAL_FORMS": 1,
        "memberships-INITIAL_FORMS": 1,
        "memberships-0-id": seat.pk,
        "memberships-0-user": member.pk,
        "memberships-0-body": seat.body_id,
        "memberships-0-role": "coordinator",
    }
    assert client.post(url, form).status_code == 302
    marks = {"is_active": True, "is_staff": False, "is_superuser": False}
    facts = {"seats": [["coordinator", seat.body_id]], **marks}
    own = f"user:{member.pk}"
    assert told(own) == [("account", "admin_change", facts, administrator.pk)]
    Membership.objects.all().delete()
    assert client.post(reverse("admin:accounts_user_delete", args=[member.pk]), {"post": "yes"}).status_code == 302
    assert told(own)[1] == ("account", "admin_delete", {"seats": [], **marks}, administrator.pk)
    new = {"code": "MOI", "name_vi": "Sở Mới", "name_en": ""}
    assert client.post(reverse("admin:accounts_body_add"), new).status_code == 302
    assert [event.what for event in Event.objects.filter(chain__startswith="body:")] == ["admin_add"]


def test_no_event_of_an_assessment_or_campaign_is_written_past_the_log():
    """But by the demonstration, which makes up a past."""
    past = re.compile(r"(Workflow|Campaign)Event\.objects\.create\(")
    found = [
        str(path.relative_to(ROOT))
        for app in ("assessments", "comparison", "planning", "catalogue_desk", "workbooks")
        for path in (ROOT / app).rglob("*.py")
        if past.search(path.read_text()) and "demonstration" not in str(path)
    ]
    assert found == []


@pytest.mark.slow
@pytest.mark.usefixtures("empty_shelves")
def test_catalogues_that_the_command_line_publishes_are_told_once():
    for _twice in range(2):
        call_command("load_catalogues", "--publish", stdout=StringIO())
    for version in (GuidanceVersion.objects.get(), IndicatorSetVersion.objects.get()):
        facts = {"sha256": version.checksum}
        assert told(f"catalogue:{version.code}") == [("catalogue", "publish", facts, None)]
