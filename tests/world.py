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
from assessments.actions.answers import Content
from assessments.catalogue import campaign_catalogue
from assessments.demonstration.answers import Maker
from assessments.demonstration.rounds import hand_in, store_answers
from assessments.enums import CampaignState, Reading, ScanState, Seat, WorkStatus
from assessments.models import (
    Assessment,
    Campaign,
    Comment,
    Evidence,
    Notice,
    ReportFile,
    ReportTemplate,
    ReviewAssignment,
    ScoreSnapshot,
    StoredFile,
)
from catalogue_desk.models import CatalogueUpload
from comparison.models import Edition, NationalReport
from comparison.views.frame import TABS
from planning.models import ActionPlan, PlannedAction
from tests.factories import (
    BodyFactory,
    CampaignFactory,
    ProvinceFactory,
    UserFactory,
    open_assessment,
    pdf_upload,
    user_as,
)
from tests.factories.comparison import made_edition
from tests.factories.report_templates import template_sent_by
from workbooks.models import WorkbookUpload
from workbooks.queries import catalogues_of, recorded

CAMPAIGN_PAGES = ("campaign", "filing", "filing_csv", "reviewers", "agreement")


REVIEW_PAGES = (
    *("review", "review_next", "review_accept", "review_finish", "review_return", "review_resume"),
    *("review_differences", "review_finalise", "review_reopen"),
)
OF_A_DRAFT = frozenset(
    {
        *("overview", "check", "preview", "extension", "assignment"),
        *("approval", "approval_ask", "approval_decide", "approval_withdraw", "team", "activity", "presence"),
    }
)

SIGN_IN: dict[str, dict[str, object]] = {
    **{key: {"pk": 0} for key in ("session_end", "mfa_edit_webauthn", "mfa_remove_webauthn")},
    **{key: {"provider_id": "sso"} for key in ("openid_connect_login", "openid_connect_callback")},
}


@dataclass
class World:
    province: Province
    draft: Assessment
    submitted: Assessment
    snapshot: ScoreSnapshot
    report: ReportFile
    file: Evidence
    quarantined: StoredFile
    comment: Comment
    campaign: Campaign
    invitation: Invitation
    notice: Notice
    upload: CatalogueUpload
    workbook: WorkbookUpload
    edition: Edition
    unpublished: Edition
    national_report: NationalReport
    template: ReportTemplate
    action: PlannedAction
    token: str
    actors: dict[str, User | AnonymousUser]

    def kwargs(self, name: str) -> dict[str, object]:
        """The arguments of a route in this world."""
        draft, snapshot = {"pk": self.draft.pk}, {"pk": self.snapshot.pk}
        campaign = {"pk": self.campaign.pk}
        found = {
            **dict.fromkeys(("campaign_open", "campaign_close", "campaign_finalise"), campaign),
            **dict.fromkeys(("campaign_edit", "campaign_remind"), campaign),
            **{key: {"pk": self.draft.campaign_id} for key in CAMPAIGN_PAGES},
            "notice_open": {"pk": self.notice.pk},
            "section": {**draft, "code": "IOC-6"},
            **{key: {**draft, "code": "IOC-6.1"} for key in ("answer_save", "answer_keep")},
            **{key: {**draft, "code": "IOC-6.1"} for key in ("evidence_add", "evidence_reuse")},
            "evidence_remove": {**draft, "code": "IOC-6.1", "evidence_pk": self.file.pk},
            **{key: {**draft, "evidence_pk": self.file.pk} for key in ("evidence_file", "evidence_view")},
            **{key: {"pk": self.submitted.pk} for key in REVIEW_PAGES},
            **{key: {"pk": self.submitted.pk, "code": "IOC-6.1"} for key in ("review_leaf", "review_withdraw")},
            **{key: {"pk": self.submitted.pk} for key in ("receipt", "clarifications", "clarify")},
            **{
                key: {"pk": self.submitted.pk, "question_pk": 0}
                for key in ("clarification_reply", "clarification_close")
            },
            "carry_over": draft,
            "handbook:guide": {"role": "leader"},
            "snapshot": snapshot,
            "snapshot_status": snapshot,
            "node": {**snapshot, "kind": "question", "code": "IOC-6.1"},
            "results": {**snapshot, "extension": "csv"},
            **dict.fromkeys(("report_request", "retry"), snapshot),
            "report_file": {**snapshot, "report_pk": self.report.pk},
            **self._of_templates(),
            **_at_the_catalogue_desk(self.upload),
            **dict.fromkeys(("workbooks:download", "workbooks:upload"), draft),
            **{key: {**draft, "upload_pk": self.workbook.pk} for key in ("workbooks:preview", "workbooks:apply")},
            **self._compared() | self._planned() | self._discussed() | self._operated() | SIGN_IN,
            "invitation": {"token": self.token},
            "invitation_withdraw": {"pk": self.invitation.pk},
            "guidance:recommendation": {"code": "IOC-6"},
            "indicators:indicator": {"code": "DL-03"},
        }
        return found.get(name, draft if name in OF_A_DRAFT else {})

    def _operated(self) -> dict[str, dict[str, object]]:
        snapshot, release = {"kind": "snapshot", "pk": self.snapshot.pk}, {"pk": self.quarantined.pk}
        return {
            "operations:release": release,
            "operations:send_again": snapshot,
            "operations:mail_again": {"pk": self.notice.pk},
        }

    def _of_templates(self) -> dict[str, dict[str, object]]:
        template, default = {"pk": self.template.pk}, {"language": "vi"}
        found = dict.fromkeys(("report_template_file", "report_template_activate"), template)
        return found | dict.fromkeys(("report_template_default", "report_template_retire"), default)

    def _discussed(self) -> dict[str, dict[str, object]]:
        draft = {"pk": self.draft.pk}
        thread = {**draft, "code": self.comment.code}
        found = dict.fromkeys(("discussion_thread", "discussion_settle", "discussion_reopen"), thread)
        said = {**thread, "comment_pk": self.comment.pk}
        return {**found, "discussions": draft, "discussion_withdraw": said, "discussion_amend": said}

    def _planned(self) -> dict[str, dict[str, object]]:
        snapshot, plan = {"pk": self.snapshot.pk}, {"pk": self.submitted.pk}
        found = {
            **dict.fromkeys(("gaps", "plan_add", "what_if"), snapshot),
            "gaps_export": {**snapshot, "extension": "csv"},
            **dict.fromkeys(("plan", "plan_carry", "action_new"), plan),
            "plan_export": {**plan, "extension": "csv"},
            **{name: {**plan, "action_pk": self.action.pk} for name in ("action_edit", "action_remove")},
        }
        return {f"planning:{name}": arguments for name, arguments in found.items()}

    def _compared(self) -> dict[str, dict[str, object]]:
        edition = {"pk": self.edition.pk}
        found = {
            **dict.fromkeys(("edition_status", "report_request", *(tab.name for tab in TABS)), edition),
            "editions": {"pk": self.edition.campaign_id},
            "edition_publish": {"pk": self.unpublished.pk},
            "report_file": {**edition, "report_pk": self.national_report.pk},
            "export": {**edition, "view": "table", "extension": "csv"},
        }
        return {f"comparison:{name}": arguments for name, arguments in found.items()}


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
    ReviewAssignment.objects.create(assessment=submitted, seat=Seat.FIRST, reviewer=actors["reviewer"])
    invitation, token = invite(by=None, email="moi@tinh.example", role=Role.LEADER, body=BodyFactory(province=province))
    campaign = CampaignFactory(state=CampaignState.DRAFT)
    notice = Notice.objects.create(user=coordinator, key="x", subject="Đợt đã mở", body="Hạn nộp: hết ngày.", path="/")
    upload = _refused_upload(actors["campaign_manager"])
    edition = made_edition(campaign=CampaignFactory(state=CampaignState.PUBLISHED))
    unpublished = made_edition(published=False, campaign=CampaignFactory(state=CampaignState.FINAL))
    national = NationalReport.objects.create(edition=edition, **kept_file())
    return World(
        province=province,
        draft=draft,
        submitted=submitted,
        snapshot=snapshot,
        report=report,
        file=file,
        quarantined=quarantined_file(coordinator, province).stored_file,
        comment=Comment.objects.create(assessment=draft, code="IOC-6.1", text="Đã trình chưa?", by=coordinator),
        campaign=campaign,
        invitation=invitation,
        notice=notice,
        upload=upload,
        workbook=waiting_workbook(draft, coordinator),
        edition=edition,
        unpublished=unpublished,
        national_report=national,
        template=template_sent_by(actors["campaign_manager"]),
        action=planned_action(snapshot, coordinator),
        token=token,
        actors=actors,
    )


def outsiders(world: World) -> dict[str, User]:
    """Signed in, but without any role; and one of the province whose account was closed while the session is open."""
    retired = user_as(Role.COORDINATOR, world.province)
    retired.is_active = False
    retired.save()
    return {"guest": UserFactory(), "retired": retired}


def waiting_workbook(assessment: Assessment, by: User) -> WorkbookUpload:
    """It would answer one question."""
    change = {"code": "IOC-6.2", "base": recorded(Content()), "content": recorded(Content("2"))}
    found = {"file_name": "phieu.xlsx", "sha256": "0" * 64, "catalogues": catalogues_of(assessment.campaign)}
    return WorkbookUpload.objects.create(assessment=assessment, by=by, status="ready", changes=[change], **found)


def quarantined_file(by: User, province: Province, **fields: object) -> Evidence:
    """A file in which the scanner found something; its bytes are gone."""
    content = {"sha256": "e" * 64, "file": "evidence/ee/e", "size": 9, "content_type": "application/pdf"}
    found = {"scan_state": ScanState.INFECTED, "scan_finding": "Eicar", "scanned_at": timezone.now()}
    stored = StoredFile.objects.create(**{**content, **found, **fields})
    named = {"province": province, "kind": "file", "title": "a.pdf", "stored_file": stored}
    return Evidence.objects.create(**named, added_by=by)


def planned_action(snapshot: ScoreSnapshot, by: User) -> PlannedAction:
    plan = ActionPlan.objects.create(assessment=snapshot.assessment, made_by=by)
    facts = {"code": "IOC-6.1", "text": "Trình ký", "snapshot": snapshot, "reading": Reading.CLAIMED}
    return PlannedAction.objects.create(plan=plan, **facts, added_by=by, updated_by=by)


def _refused_upload(by: User) -> CatalogueUpload:
    fault = {"file": "a.yaml", "line": 1, "field": "", "message": "thiếu trường bắt buộc này"}
    return CatalogueUpload.objects.create(
        kind="indicators", version_code="x/v1", status="refused", faults=[fault], by=by
    )


def _at_the_catalogue_desk(upload: CatalogueUpload) -> dict[str, dict[str, object]]:
    kind = {"kind": "indicators"}
    of_a_version = ("version", "version_publish", "version_discard")
    found: dict[str, dict[str, object]] = {name: {**kind, "code": "cv3098/v1"} for name in of_a_version}
    found |= dict.fromkeys(("compare", "template", "upload_new"), kind)
    found |= {"compare_file": {**kind, "form": "csv"}, **{key: {"pk": upload.pk} for key in ("upload", "upload_store")}}
    return {f"catalogue_desk:{name}": arguments for name, arguments in found.items()}


def kept_report(snapshot: ScoreSnapshot) -> ReportFile:
    return ReportFile.objects.create(snapshot=snapshot, **kept_file())


def kept_file() -> dict[str, object]:
    """Of a finished report whose file is any PDF: what is in it is the concern of the tests of the reports."""
    content = pdf_upload().read()
    return {
        "status": WorkStatus.READY,
        "file": default_storage.save("reports/kept.pdf", ContentFile(content)),
        "sha256": hashlib.sha256(content).hexdigest(),
        "size": len(content),
        "pages": 1,
        "finished_at": timezone.now(),
    }


def handed_in(province: Province, by: User) -> Assessment:
    """A whole assessment, submitted and scored."""
    assessment = open_assessment(province)
    catalogue = campaign_catalogue(assessment.campaign)
    store_answers(assessment, catalogue, Maker(catalogue, province, 1, timezone.localdate()).answers(), by)
    hand_in(assessment, by)
    return Assessment.objects.with_campaign().get(pk=assessment.pk)
