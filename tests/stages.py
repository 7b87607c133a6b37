"""One world for each state of an assessment and its campaign, for tests/test_access_states.py: the same people, the
same province, another assessment on the small catalogues (tests/assessments/small.py)."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import partial
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from assessments.actions import approvals, clarifications, discussion, evidence, finalising, reviews, workflow
from assessments.catalogue import campaign_catalogue
from assessments.demonstration.answers import Maker
from assessments.demonstration.rounds import hand_in, store_answers
from assessments.enums import CampaignState, Purpose, Seat
from assessments.forms.clarifications import prefix_of
from assessments.models import (
    Approval,
    Assessment,
    Campaign,
    Clarification,
    Comment,
    Decision,
    ReviewAssignment,
    ScoreSnapshot,
)
from assessments.tasks import score_now
from comparison.models import NationalReport
from planning.models import PlannedAction
from tests.assessments.small import open_assessment_on_small
from tests.factories import asked, decide_all, pdf_upload, user_as
from tests.factories.comparison import made_edition
from tests.workbooks.books import NAME, downloaded, filled
from tests.world import CAMPAIGN_PAGES, World, kept_file, kept_report, planned_action
from workbooks.actions import uploads

CODE, OTHER, FIELD = "A-1.1", "A-1.2", "q_A_1_1"
SECRET = "dau-vet-rieng"
"""Stands in every text and name of a stage's world: nothing of it may reach an outsider."""

SMALL = {"IOC-6": "A-1", "IOC-6.1": CODE}
OF_A_CAMPAIGN = (
    *(*CAMPAIGN_PAGES, "comparison:editions"),
    *(f"campaign_{verb}" for verb in ("open", "close", "finalise", "edit", "remind")),
)


@dataclass
class Stage:
    name: str
    world: World
    question: Clarification | None = None
    approval: Approval | None = None
    posts: dict[str, dict[str, Any]] = field(default_factory=dict)

    def kwargs(self, route: str) -> dict[str, object]:
        """As in the one world, with the codes of the small catalogues, this campaign and this question."""
        if route in OF_A_CAMPAIGN:
            return {"pk": self.world.campaign.pk}
        found = {key: SMALL.get(str(value), value) for key, value in self.world.kwargs(route).items()}
        if route == "discussion_reopen":
            found["code"] = OTHER
        if "question_pk" in found and self.question:
            found["question_pk"] = self.question.pk
        return found


def drafted(world: World) -> Assessment:
    """Whole, with a file, a comment and a preview."""
    by = world.actors["coordinator"]
    made = open_assessment_on_small(world.province)
    Campaign.objects.filter(pk=made.campaign_id).update(name=f"Đợt {SECRET}")
    assessment = Assessment.objects.with_campaign().get(pk=made.pk)
    catalogue = campaign_catalogue(assessment.campaign)
    store_answers(assessment, catalogue, Maker(catalogue, world.province, 1, timezone.localdate()).answers(), by)
    return assessment


def stage_of(world: World, name: str) -> Stage:
    """The world at hand with its assessment brought to that state; in preparation there is none."""
    if name == "preparing":
        return Stage(name, world)
    by = world.actors["coordinator"]
    assessment = drafted(world)
    file = evidence.add_file(by=by, assessment=assessment, code=CODE, upload=pdf_upload(f"{SECRET}.pdf"))
    comment = Comment.objects.create(assessment=assessment, code=CODE, text=SECRET, by=by)
    Comment.objects.create(assessment=assessment, code=OTHER, text=SECRET, by=by)
    discussion.settle(by=by, assessment=assessment, code=OTHER)
    raw = filled(downloaded(assessment, by), {(CODE, "note"): f"{SECRET} trong bảng tính"})
    workbook = uploads.receive(by=by, assessment=assessment, name=NAME, raw=raw)
    workflow.preview(by=by, assessment=assessment)
    score_now(assessment.snapshots.get())
    stage = Stage(name, world)
    STAGES[name](stage, assessment)
    assessment = Assessment.objects.with_campaign().get(pk=assessment.pk)
    purposes = (Purpose.VERIFIED, Purpose.SUBMISSION, Purpose.PREVIEW)
    found = {snapshot.purpose: snapshot for snapshot in assessment.snapshots.all()}
    snapshot = next(found[purpose] for purpose in purposes if purpose in found)
    editions = _editions(assessment.campaign)
    stage.world = replace(
        world,
        draft=assessment,
        submitted=assessment,
        campaign=assessment.campaign,
        file=file,
        comment=comment,
        workbook=workbook,
        snapshot=snapshot,
        report=kept_report(snapshot),
        **{"action": _planned(snapshot, by), **editions},
    )
    stage.posts = _posts(stage, assessment) | {"workbooks:upload": {"file": partial(SimpleUploadedFile, NAME, raw)}}
    return stage


def _planned(snapshot: ScoreSnapshot, by: User) -> PlannedAction:
    action = planned_action(snapshot, by)
    action.code = CODE
    action.save()
    return action


def _editions(campaign: Campaign) -> dict[str, Any]:
    if campaign.state not in {CampaignState.FINAL, CampaignState.PUBLISHED}:
        return {}
    edition = made_edition(published=campaign.state == CampaignState.PUBLISHED, campaign=campaign)
    report = NationalReport.objects.create(edition=edition, **kept_file())
    return {"edition": edition, "unpublished": edition, "national_report": report}


# -- how each state comes about ----------------------------------------------------------------------------------------


def _campaign_in(state: CampaignState) -> Callable[[Stage, Assessment], None]:
    def bring(stage: Stage, assessment: Assessment) -> None:
        Campaign.objects.filter(pk=assessment.campaign_id).update(state=state)

    return bring


def _overdue(stage: Stage, assessment: Assessment) -> None:
    yesterday = timezone.localdate() - timedelta(days=1)
    Campaign.objects.filter(pk=assessment.campaign_id).update(submit_by=yesterday)


def _laid_before(stage: Stage, assessment: Assessment) -> None:
    stage.approval = approvals.ask_approval(by=stage.world.actors["coordinator"], assessment=assessment)


def _approved(stage: Stage, assessment: Assessment) -> None:
    _laid_before(stage, assessment)
    approvals.approve(by=stage.world.actors["leader"], assessment=assessment, seen=stage.approval.pk)


def _given_back(stage: Stage, assessment: Assessment) -> None:
    _laid_before(stage, assessment)
    leader, seen = stage.world.actors["leader"], stage.approval.pk
    approvals.give_back(by=leader, assessment=assessment, seen=seen, reason=SECRET)


def _fallen(stage: Stage, assessment: Assessment) -> None:
    _approved(stage, assessment)
    by = stage.world.actors["contributor"]
    evidence.add_file(by=by, assessment=assessment, code=OTHER, upload=pdf_upload(f"{SECRET}-2.pdf"))


def _withdrawn(stage: Stage, assessment: Assessment) -> None:
    _laid_before(stage, assessment)
    approvals.withdraw_approval(by=stage.world.actors["coordinator"], assessment=assessment)


def _submitted(stage: Stage, assessment: Assessment) -> None:
    hand_in(assessment, stage.world.actors["coordinator"])


def _in_review(stage: Stage, assessment: Assessment) -> None:
    """Everything is decided, but not finished."""
    _submitted(stage, assessment)
    _campaign_in(CampaignState.CLOSED)(stage, assessment)
    reviewer = stage.world.actors["reviewer"]
    ReviewAssignment.objects.create(assessment=assessment, seat=Seat.FIRST, reviewer=reviewer)
    decide_all(Assessment.objects.with_campaign().get(pk=assessment.pk), reviewer, finished=False)


def _asked(stage: Stage, assessment: Assessment) -> None:
    """The reviewer has a question that was not sent yet."""
    _in_review(stage, assessment)
    decision = Decision.objects.standing().get(assessment=assessment, code=CODE)
    reviews.decide(
        by=stage.world.actors["reviewer"],
        assessment=assessment,
        code=CODE,
        judgement=asked(SECRET),
        seen=decision.pk,
        answer_version=decision.answer_version,
    )


def _returned(stage: Stage, assessment: Assessment) -> None:
    _asked(stage, assessment)
    until = timezone.localdate() + timedelta(days=5)
    clarifications.send_back(by=stage.world.actors["reviewer"], assessment=assessment, until=until)
    stage.question = assessment.clarifications.get()


def _replied(stage: Stage, assessment: Assessment) -> None:
    _returned(stage, assessment)
    clarifications.reply(by=stage.world.actors["coordinator"], assessment=assessment, pk=stage.question.pk, text=SECRET)


def _reviewed(stage: Stage, assessment: Assessment) -> None:
    _in_review(stage, assessment)
    reviews.finish(by=stage.world.actors["reviewer"], assessment=assessment)


def _final(stage: Stage, assessment: Assessment) -> None:
    _reviewed(stage, assessment)
    score_now(finalising.finalise(by=stage.world.actors["campaign_manager"], assessment=assessment))
    _campaign_in(CampaignState.FINAL)(stage, assessment)


def _published(stage: Stage, assessment: Assessment) -> None:
    _final(stage, assessment)
    _campaign_in(CampaignState.PUBLISHED)(stage, assessment)


STAGES: dict[str, Callable[[Stage, Assessment], None]] = {
    "preparing": _campaign_in(CampaignState.DRAFT),
    "draft": lambda stage, assessment: None,
    "overdue": _overdue,
    "laid_before": _laid_before,
    "approved": _approved,
    "given_back": _given_back,
    "fallen": _fallen,
    "withdrawn": _withdrawn,
    "closed": _campaign_in(CampaignState.CLOSED),
    "submitted": _submitted,
    "in_review": _in_review,
    "asked": _asked,
    "reviewed": _reviewed,
    "returned": _returned,
    "replied": _replied,
    "final": _final,
    "published": _published,
}


def _posts(stage: Stage, assessment: Assessment) -> dict[str, dict[str, Any]]:
    """What is sent to each route that takes POST: it would do what the route is for, if the person and the state do."""
    today = timezone.localdate()
    version = {f"{FIELD}-version": str(assessment.answers.get(code=CODE).version)}
    mine = Decision.objects.standing().filter(assessment=assessment, code=CODE).first()
    seen = {"seen": str(mine.pk if mine else 0)}
    answer = {**version, f"{FIELD}-value": "1", f"{FIELD}-note": "Ghi chú mới."}
    share = {"part-A-body": str(stage.world.actors["coordinator"].memberships.get().body_id)}
    action = {"text": "Trình ký lại", "status": "done", "seen": str(stage.world.action.version)}
    return {
        **dict.fromkeys(("answer_save", "section"), answer),
        "evidence_add": {f"{FIELD}-evidence-url": "https://tinh.example/van-ban"},
        "presence": {"section": "A-1", "code": CODE},
        "approval_decide": {"seen": str(stage.approval.pk if stage.approval else 1), "decision": "approved"},
        "check": {"declared": "on"},
        "extension": {"until": f"{today + timedelta(days=50):%d/%m/%Y}", "reason": "Bão"},
        "assignment": {"first": str(stage.world.actors["reviewer"].pk), "second": str(user_as(Role.REVIEWER).pk)},
        "review_leaf": {**seen, "version": "1", "verdict": "rejected", "reason": "plan_only", "text": "Chưa làm."},
        "review_withdraw": seen,
        "review_accept": {"code": [CODE, OTHER]},
        "review_return": {"until": f"{today + timedelta(days=5):%d/%m/%Y}"},
        "review_reopen": {"reason": "Có nhầm lẫn."},
        "clarification_reply": _reply(stage.question),
        "team": {**share, "part-A-due_on": f"{today + timedelta(days=5):%d/%m/%Y}"},
        "discussion_thread": {"text": "Đã xem."},
        "discussion_amend": {f"text-{stage.world.comment.pk}": "Đã xem lại."},
        "planning:plan_add": {"code": OTHER},
        "planning:action_new": {**action, "code": OTHER},
        "planning:action_edit": action,
        "planning:action_remove": action,
        "comparison:editions": {"reason": "Đính chính"},
    }


def _reply(question: Clarification | None) -> dict[str, str]:
    if question is None:
        return {}
    question.refresh_from_db()
    seen = clarifications.mark(question)
    return {f"{prefix_of(question)}-reply": "Đã bổ sung.", f"{prefix_of(question)}-seen": seen}
