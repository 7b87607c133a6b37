"""One small world for tests that go over all pages: a province with a draft and a submitted assessment."""

import hashlib
from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from accounts.invitations import invite
from accounts.models import Invitation, Province, User
from accounts.roles import Role
from assessments.actions import evidence
from assessments.catalogue import campaign_catalogue
from assessments.demonstration.answers import Maker
from assessments.demonstration.rounds import hand_in, store_answers
from assessments.enums import CampaignState, WorkStatus
from assessments.models import Assessment, Campaign, Evidence, ReportFile, ScoreSnapshot
from tests.factories import BodyFactory, CampaignFactory, ProvinceFactory, open_assessment, pdf_upload, user_as


@dataclass
class World:
    province: Province
    draft: Assessment
    submitted: Assessment
    snapshot: ScoreSnapshot
    report: ReportFile
    file: Evidence
    campaign: Campaign
    invitation: Invitation
    token: str
    actors: dict[str, User | AnonymousUser]

    def kwargs(self, name: str) -> dict[str, object]:
        """The arguments of a route in this world."""
        draft, snapshot = {"pk": self.draft.pk}, {"pk": self.snapshot.pk}
        found = {
            "campaign_open": {"pk": self.campaign.pk},
            "section": {**draft, "code": "IOC-6"},
            "answer_save": {**draft, "code": "IOC-6.1"},
            "evidence_add": {**draft, "code": "IOC-6.1"},
            "evidence_remove": {**draft, "code": "IOC-6.1", "evidence_pk": self.file.pk},
            "evidence_file": {**draft, "evidence_pk": self.file.pk},
            "receipt": {"pk": self.submitted.pk},
            "snapshot": snapshot,
            "snapshot_status": snapshot,
            "node": {**snapshot, "kind": "question", "code": "IOC-6.1"},
            "report_request": snapshot,
            "retry": snapshot,
            "report_file": {**snapshot, "report_pk": self.report.pk},
            "invitation": {"token": self.token},
            "invitation_withdraw": {"pk": self.invitation.pk},
            "guidance:recommendation": {"code": "IOC-6"},
            "indicators:indicator": {"code": "DL-03"},
        }
        return found.get(name, draft if name in {"overview", "check", "preview"} else {})


def make_world() -> World:
    province = ProvinceFactory(code="48", name="Đà Nẵng")
    actors: dict[str, User | AnonymousUser] = {str(role): user_as(role, province) for role in Role}
    actors |= {"stranger": user_as(Role.COORDINATOR), "nobody": AnonymousUser()}
    coordinator = actors["coordinator"]
    draft = open_assessment(province)
    file = evidence.add_file(by=coordinator, assessment=draft, code="IOC-6.1", upload=pdf_upload())
    submitted = handed_in(province, coordinator)
    snapshot = submitted.snapshots.get()
    report = kept_report(snapshot)
    invitation, token = invite(by=None, email="moi@tinh.example", role=Role.LEADER, body=BodyFactory(province=province))
    campaign = CampaignFactory(state=CampaignState.DRAFT)
    return World(province, draft, submitted, snapshot, report, file, campaign, invitation, token, actors)


def kept_report(snapshot: ScoreSnapshot) -> ReportFile:
    """A finished report whose file is any PDF: what is in it is the concern of tests/assessments/reports."""
    content = pdf_upload().read()
    return ReportFile.objects.create(
        snapshot=snapshot,
        status=WorkStatus.READY,
        file=default_storage.save("reports/kept.pdf", ContentFile(content)),
        sha256=hashlib.sha256(content).hexdigest(),
        size=len(content),
        pages=1,
        finished_at=timezone.now(),
    )


def handed_in(province: Province, by: User) -> Assessment:
    """A whole assessment, submitted and scored."""
    assessment = open_assessment(province)
    catalogue = campaign_catalogue(assessment.campaign)
    store_answers(assessment, catalogue, Maker(catalogue, province, 1, timezone.localdate()).answers(), by)
    hand_in(assessment, by)
    return Assessment.objects.with_campaign().get(pk=assessment.pk)
