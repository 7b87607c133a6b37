"""A round in which everybody writes payloads into every free text that there is, each through its page."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from assessments.actions import workflow
from assessments.models import Approval, Assessment, Campaign
from assessments.notifications.mailing import deliver
from assessments.tasks import score_now
from catalogues.schema import UNWRITABLE
from catalogues.versions import publish
from planning.models import PlannedAction
from tests.assessments import small
from tests.factories import BodyFactory, MembershipFactory, ProvinceFactory, UserFactory
from tests.factories.report_templates import template_upload

from .payloads import Payloads

PASSWORD = "mat-khau-dai-va-rieng-2026"
TODAY = timezone.localdate()
TEXTS = frozenset({"title", "notice", "label", "prompt", "action", "help", "issuer", "measure"})


@dataclass
class Round:
    """The payloads, an assessment that went all the way, and who is signed in with which browser."""

    payloads: Payloads
    assessment: Assessment
    clients: dict[str, Client] = field(default_factory=dict)
    users: dict[str, User] = field(default_factory=dict)
    letters: list[mail.EmailMessage] = field(default_factory=list)

    def post(self, actor: str, route: str, arguments: list[Any], fields: dict[str, Any]) -> None:
        """A form of a page that takes it."""
        response = self.clients[actor].post(reverse(route, args=arguments), fields)
        problems = getattr(response.context and response.context.get("form"), "errors", "")
        assert response.status_code in {200, 302}, (route, response.status_code, problems)


def made_round() -> Round:
    payloads = Payloads()
    guidance, indicators = (hostile(given, payloads, 0) for given in (small.GUIDANCE, small.INDICATORS))
    made = small.campaign(guidance, indicators)
    for version in (made.guidance, made.indicators):
        version.save()
        publish(version)
    assessment = small.open_assessment_on_small(ProvinceFactory(code="48"))
    found = Round(payloads, assessment)
    join(found, Role.COORDINATOR, assessment.province)
    join(found, Role.LEADER, assessment.province)
    for role in (Role.REVIEWER, Role.CAMPAIGN_MANAGER):
        join(found, role, None)
    found.users["admin"] = UserFactory(is_staff=True, is_superuser=True)
    found.clients["admin"] = Client()
    found.clients["admin"].force_login(found.users["admin"])
    province_writes(found)
    ministry_writes(found)
    plans(found)
    deliver()
    found.letters = list(mail.outbox)
    return found


def hostile(given: Any, payloads: Payloads, depth: int, name: str = "") -> Any:
    """The catalogue with payloads behind every text."""
    if isinstance(given, dict):
        return {key: hostile(value, payloads, depth + 1, key) for key, value in given.items()}
    if isinstance(given, list):
        return [hostile(value, payloads, depth + 1, name) for value in given]
    if name not in TEXTS or not isinstance(given, str):
        return given
    text = payloads.text(f"catalogue{len(payloads.fields)}{name}", 180, start=given)
    return UNWRITABLE.sub("", text)


def join(found: Round, role: Role, province: Any) -> None:
    """Invited and joined under a hostile name."""
    manager = MembershipFactory(role=Role.CAMPAIGN_MANAGER, body__province=None).user
    body, inviting = BodyFactory(province=province), Client()
    inviting.force_login(manager)
    sent = {"email": f"{role}@evil-tinh.example", "role": role, "body": body.pk}
    link = inviting.post(reverse("people"), sent).context["link"]
    name = found.payloads.text(f"name{role}", 95, start="").replace("\n", " ")
    client = Client()
    response = client.post(link, {"full_name": name, "password": PASSWORD, "password_again": PASSWORD})
    assert response.status_code == 302, response.context["form"].errors
    found.users[role] = User.objects.get(email=sent["email"])
    found.clients[role] = client
    client.force_login(found.users[role])


def province_writes(found: Round) -> None:
    draft, write = found.assessment, found.payloads.text
    values = {
        "A-1.1": {"value": "2"},
        "A-1.2": {"value": "yes"},
        "A-1.3": {"value": ["a"]},
        "A-1.4": {"not_applicable": "on", "reason": write("reason", 300)},
        "A-1.6": {"numerator": "1", "denominator": "4"},
        "A-1.7": {
            "document_number": write("number", 150),
            "document_date": "05/01/2026",
            "document_issuer": write("issuer", 150),
            "document_title": write("doctitle", 400),
        },
        "A-1.8": {"value": write("text", 2_000)},
        "B-2": {"value": "7"},
    }
    for code, fields in values.items():
        prefix = f"q_{code.replace('-', '_').replace('.', '_')}"
        given = {"version": "0", "note": write(f"note{code}", 1_500), **fields}
        sent = {f"{prefix}-{name}": value for name, value in given.items()}
        found.post("coordinator", "answer_save", [draft.pk, code], sent)
    prefix, place = "q_A_1_1-evidence", [draft.pk, "A-1.1"]
    cited = {"document_number": write("cited", 190), "document_issuer": write("citedby", 190)}
    cited |= {"document_title": write("citedtitle", 290), "document_date": "05/01/2026"}
    found.post("coordinator", "evidence_add", place, {f"{prefix}-{name}": value for name, value in cited.items()})
    link = 'https://evil.test/zqlinkzq?a="><xevil>&b=' + "javascript:xevil()"
    found.payloads.fields["link"] = link
    found.post("coordinator", "evidence_add", place, {f"{prefix}-url": link})
    found.post("coordinator", "discussion_thread", place, {"text": write("comment", 1_500)})
    found.post("campaign_manager", "extension", [draft.pk], {**later(60), "reason": write("extension", 290)})
    approve(found)


def approve(found: Round) -> None:
    draft = found.assessment
    for decision, reason in (("returned", found.payloads.text("giveback", 490)), ("approved", "")):
        found.post("coordinator", "approval_ask", [draft.pk], {})
        seen = Approval.objects.latest("pk").pk
        found.post("leader", "approval_decide", [draft.pk], {"seen": seen, "decision": decision, "reason": reason})
    workflow.submit(by=found.users["coordinator"], assessment=draft, declared=True)
    found.assessment = Assessment.objects.with_campaign().get(pk=draft.pk)


def ministry_writes(found: Round) -> None:
    here, write = found.assessment, found.payloads.text
    found.post("campaign_manager", "assignment", [here.pk], {"first": found.users["reviewer"].pk})
    versions = dict(here.answers.values_list("code", "version"))
    decisions = {
        "A-1.1": {"verdict": "asked", "reason": "unclear", "text": write("question", 900)},
        "A-1.6": {"verdict": "rejected", "reason": "wrong_figure", "text": write("rejected", 900)},
    }
    for code in ("A-1.1", "A-1.2", "A-1.3", "A-1.4", "A-1.6", "A-1.7", "B-2"):
        sent = {"seen": "0", "version": versions[code], "verdict": "accepted", **decisions.get(code, {})}
        found.post("reviewer", "review_leaf", [here.pk, code], sent)
    found.post("reviewer", "review_return", [here.pk], later(5))
    question = here.clarifications.get()
    fields = {f"c_{question.pk}-reply": write("reply", 900), f"c_{question.pk}-seen": ""}
    found.post("coordinator", "clarification_reply", [here.pk, question.pk], fields)
    campaign_writes(found)


def campaign_writes(found: Round) -> None:
    write, versions = found.payloads.text, found.assessment.campaign
    marks = ("opens_on", "submit_by", "review_by", "clarify_by", "publish_on")
    days = {name: f"{TODAY + timedelta(days=30 * number):%d/%m/%Y}" for number, name in enumerate(marks)}
    fields = {"name": write("campaign", 90), "code": "dot-doc", "alpha": "0,5", **days}
    fields |= {"guidance": versions.guidance_id, "indicators": versions.indicators_id}
    found.post("campaign_manager", "campaign_create", [], fields)
    assert Campaign.objects.filter(code="dot-doc").count() == 1
    sent = {"language": "vi", "file": template_upload(name="zqtemplatezq<xevil>.docx"), "note": write("tnote", 190)}
    found.post("campaign_manager", "report_template_new", [], sent)


def plans(found: Round) -> None:
    snapshot = found.assessment.snapshots.latest("created_at")
    score_now(snapshot)
    write, here = found.payloads.text, found.assessment
    found.post("coordinator", "planning:plan_add", [snapshot.pk], {"code": "B-2"})
    action = PlannedAction.objects.get(code="B-2")
    sent = {"text": write("action", 290), "owner_text": write("owner", 115), "note": write("plannote", 490)}
    sent |= {"status": "under_way", "seen": str(action.version)}
    found.post("coordinator", "planning:action_edit", [here.pk, action.pk], sent)


def later(days: int) -> dict[str, str]:
    return {"until": f"{TODAY + timedelta(days=days):%d/%m/%Y}"}
