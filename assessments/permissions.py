"""Who may do what: one table role → permissions, and one function a question that answers with the reason."""

from collections.abc import Container
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from accounts.roles import Role

from .enums import ApprovalStage, AssessmentState, CampaignState, Permission, ScanState, Seat, Verb
from .models import Assessment, Campaign, Evidence, StoredFile
from .transitions import EDITABLE, REVIEWABLE, may_move

ROLE_PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.CONTRIBUTOR: frozenset(
        {Permission.EDIT_ANSWERS, Permission.PREVIEW_SCORE, Permission.MAKE_REPORT, Permission.DISCUSS}
    ),
    Role.COORDINATOR: frozenset(
        {
            Permission.EDIT_ANSWERS,
            Permission.SUBMIT,
            Permission.PREVIEW_SCORE,
            Permission.MAKE_REPORT,
            Permission.PLAN,
            Permission.DISCUSS,
        }
    ),
    Role.LEADER: frozenset(
        {
            Permission.APPROVE,
            Permission.PREVIEW_SCORE,
            Permission.MAKE_REPORT,
            Permission.PLAN,
            Permission.DISCUSS,
        }
    ),
    Role.REVIEWER: frozenset({Permission.MAKE_REPORT, Permission.REVIEW, Permission.SEE_REVIEWS}),
    Role.CAMPAIGN_MANAGER: frozenset(
        {Permission.MAKE_REPORT, Permission.RUN_CAMPAIGNS, Permission.SEE_REVIEWS, Permission.READ_LOG}
    ),
    Role.AUDITOR: frozenset({Permission.SEE_REVIEWS, Permission.READ_LOG}),
}


def has_permission(user: User, permission: Permission, assessment: Assessment) -> bool:
    roles = user.roles_in(assessment.province_id)
    return any(permission in ROLE_PERMISSIONS[role] for role in roles)


def may_run_campaigns(user: User) -> bool:
    return any(Permission.RUN_CAMPAIGNS in ROLE_PERMISSIONS[role] for role in user.ministry_roles)


def may_look_after(user: User) -> bool:
    """The running portal: its queues, its letters, what its scanner found."""
    return user.is_staff or may_run_campaigns(user)


def may_read_log(user: User) -> bool:
    """Who did and saw what, of all provinces."""
    return any(Permission.READ_LOG in ROLE_PERMISSIONS[role] for role in user.ministry_roles)


def may_see_reviews(user: User) -> bool:
    """The ministry's working papers: decisions before they are final, agreement, over-claiming."""
    return any(Permission.SEE_REVIEWS in ROLE_PERMISSIONS[role] for role in user.ministry_roles)


def may_see_all_reviews(user: User) -> bool:
    """Both reviewers' decisions while these are blind to each other: for roles that read reviews and take no part."""
    granted = [ROLE_PERMISSIONS[role] for role in user.ministry_roles]
    return any(Permission.SEE_REVIEWS in found and Permission.REVIEW not in found for found in granted)


def why_not_edit(user: User, assessment: Assessment, today: date) -> str:
    """Why this user may not change answers now; "" if they may (in a returned assessment: those sent back)."""
    if not has_permission(user, Permission.EDIT_ANSWERS, assessment):
        return _("Vai trò của bạn chỉ được xem phiếu này.")
    if assessment.state not in EDITABLE:
        return _("Phiếu đã nộp nên không sửa được nữa.")
    return why_not_open(assessment, today)


def why_not_edit_leaf(user: User, assessment: Assessment, today: date, code: str, opened: Container[str]) -> str:
    """The same for one leaf; `opened`: the leaves that were sent back for clarification."""
    reason = why_not_edit(user, assessment, today)
    if not reason and assessment.state == AssessmentState.RETURNED and code not in opened:
        return _("Câu %s không thuộc nội dung được yêu cầu giải trình nên không sửa được.") % code
    return reason


def why_not_reuse(assessment: Assessment, evidence: Evidence) -> str:
    """Why evidence that was given before cannot support an answer of this assessment."""
    if evidence.stored_file and evidence.stored_file.is_infected:
        return why_not_fetch(evidence.stored_file)
    if evidence.province_id == assessment.province_id:
        return ""
    return _("Chỉ dùng lại được minh chứng của chính tỉnh, thành phố mình.")


def why_not_fetch(stored: StoredFile) -> str:
    """Why a file is handed to nobody."""
    if stored.scan_state == ScanState.WAITING:
        return _("Tệp đang chờ quét mã độc nên chưa mở được; hãy thử lại sau ít phút.")
    return _("Tệp có mã độc nên đã bị xóa và không mở được nữa.") if stored.is_infected else ""


def why_not_open(assessment: Assessment, today: date) -> str:
    """Why the campaign takes no answers for this assessment today; "" if it does."""
    if assessment.state == AssessmentState.RETURNED:
        if assessment.clarify_until and today > assessment.clarify_until:
            return _("Đã quá hạn giải trình (%s).") % date_format(assessment.clarify_until)
        return ""
    campaign = assessment.campaign
    is_open = campaign.state == CampaignState.OPEN and today >= campaign.opens_on
    is_exception = campaign.state == CampaignState.CLOSED and assessment.extended_to is not None
    if not (is_open or is_exception):
        return _("Đợt đánh giá chưa mở hoặc đã kết thúc.")
    if assessment.is_past_deadline(today):
        return _("Đã quá hạn tự đánh giá (%s).") % date_format(assessment.submit_by)
    return ""


def why_not_submit(user: User, assessment: Assessment, today: date, missing: int, approval: ApprovalStage) -> str:
    """Why this user may not submit now; `missing` counts what the completeness rule still asks for, `approval` says
    where the leader's approval is."""
    if not has_permission(user, Permission.SUBMIT, assessment):
        return _("Chỉ đầu mối của tỉnh được nộp phiếu.")
    if not may_move(assessment, Verb.SUBMIT):
        return _("Phiếu đã nộp rồi.")
    return _why_incomplete(missing) or why_not_open(assessment, today) or _why_not_approved(approval)


def _why_not_approved(approval: ApprovalStage) -> str:
    reasons = {
        ApprovalStage.NOT_ASKED: _("Hãy trình lãnh đạo duyệt trước khi nộp."),
        ApprovalStage.WAITING: _("Phiếu đang chờ lãnh đạo duyệt; duyệt xong mới nộp được."),
        ApprovalStage.RETURNED: _("Lãnh đạo đã trả lại phiếu; hãy hoàn thiện rồi trình lại trước khi nộp."),
        ApprovalStage.FALLEN: _("Phiếu đã được sửa sau khi trình duyệt; hãy trình lại trước khi nộp."),
        ApprovalStage.WITHDRAWN: _("Bản trình duyệt đã được rút; hãy trình lại trước khi nộp."),
    }
    return reasons.get(approval, "")


def why_not_ask_approval(user: User, assessment: Assessment, today: date, missing: int, approval: ApprovalStage) -> str:
    """Why this user may not lay the assessment before the leader; it must be as whole as for submission."""
    if not has_permission(user, Permission.SUBMIT, assessment):
        return _("Chỉ đầu mối của tỉnh được trình lãnh đạo duyệt.")
    if not may_move(assessment, Verb.SUBMIT):
        return _("Phiếu đã nộp nên không trình duyệt nữa.")
    reasons = {
        ApprovalStage.NOT_NEEDED: _("Tỉnh chưa có tài khoản lãnh đạo nên phiếu nộp được mà không cần trình duyệt."),
        ApprovalStage.WAITING: _("Phiếu đang chờ lãnh đạo duyệt."),
        ApprovalStage.APPROVED: _("Lãnh đạo đã duyệt phiếu."),
    }
    return reasons.get(approval, "") or _why_incomplete(missing) or why_not_open(assessment, today)


def why_not_approve(user: User, assessment: Assessment, today: date, approval: ApprovalStage) -> str:
    """Why this user may neither approve nor give back."""
    if not has_permission(user, Permission.APPROVE, assessment):
        return _("Chỉ lãnh đạo của tỉnh được duyệt hoặc trả lại phiếu.")
    if not may_move(assessment, Verb.SUBMIT):
        return _("Phiếu đã nộp nên không duyệt hay trả lại nữa.")
    if approval != ApprovalStage.WAITING:
        return _("Không có bản trình nào đang chờ duyệt.")
    return why_not_open(assessment, today)


def why_not_carry_over(user: User, assessment: Assessment, today: date) -> str:
    """Why this user may not bring the answers of an earlier round over now; "" if they may."""
    if not has_permission(user, Permission.SUBMIT, assessment):
        return _("Chỉ đầu mối của tỉnh được mang câu trả lời của đợt trước sang.")
    if assessment.state != AssessmentState.DRAFT:
        return _("Phiếu đã nộp nên không mang câu trả lời của đợt trước sang được nữa.")
    return why_not_open(assessment, today)


def why_not_clarify(user: User, assessment: Assessment, today: date, missing: int, unreplied: int) -> str:
    """Why this user may not hand the clarifications in; `unreplied` counts questions without a reply."""
    if not has_permission(user, Permission.SUBMIT, assessment):
        return _("Chỉ đầu mối của tỉnh được nộp giải trình.")
    if not may_move(assessment, Verb.CLARIFY):
        return _("Phiếu không ở bước giải trình.")
    if unreplied:
        text = ngettext("Còn %d yêu cầu chưa có giải trình.", "Còn %d yêu cầu chưa có giải trình.", unreplied)
        return text % unreplied
    return _why_incomplete(missing) or why_not_open(assessment, today)


def _why_incomplete(missing: int) -> str:
    if not missing:
        return ""
    text = ngettext("Còn %d chỗ phải hoàn thành trước khi nộp.", "Còn %d chỗ phải hoàn thành trước khi nộp.", missing)
    return text % missing


def why_not_preview(user: User, assessment: Assessment) -> str:
    """Why this user may not have a trial score calculated; "" if they may."""
    if not has_permission(user, Permission.PREVIEW_SCORE, assessment):
        return _("Vai trò của bạn không được tính điểm thử cho phiếu này.")
    if assessment.state != AssessmentState.DRAFT:
        return _("Phiếu đã nộp; hãy xem bảng điểm của bản nộp.")
    return ""


def why_not_report(user: User, assessment: Assessment) -> str:
    """Why this user may not have a report made; "" if they may."""
    if not has_permission(user, Permission.MAKE_REPORT, assessment):
        return _("Vai trò của bạn không được lập báo cáo cho phiếu này.")
    return ""


# -- the ministry's side: `seat` is what the user was assigned to in this assessment -----------------------------------


def why_not_review(user: User, assessment: Assessment, seat: Seat | None) -> str:
    """Why this user may not decide on answers now; "" if they may (in a returned assessment: not on what is open)."""
    if not has_permission(user, Permission.REVIEW, assessment):
        return _("Vai trò của bạn không thẩm định phiếu này.")
    if seat is None:
        return _("Bạn chưa được phân công thẩm định phiếu này.")
    if assessment.state == AssessmentState.DRAFT:
        return _("Tỉnh chưa nộp phiếu nên chưa thẩm định được.")
    if assessment.state not in REVIEWABLE:
        return _("Kết quả đã chốt nên không thẩm định nữa.")
    return ""


def why_not_decide(
    user: User, assessment: Assessment, seat: Seat | None, code: str, opened: Container[str], *, is_finished: bool
) -> str:
    """The same for one leaf. `opened`: the leaves that are with the province; `is_finished`: this reviewer, of two, has
    said to be done."""
    if reason := why_not_review(user, assessment, seat):
        return reason
    if code in opened:
        return _("Câu %s đang được tỉnh giải trình; hãy đợi tỉnh nộp giải trình.") % code
    if is_finished:
        return _("Bạn đã báo thẩm định xong; chỗ khác nhau do người thẩm định thứ nhất thống nhất.")
    return ""


def why_not_lead(user: User, assessment: Assessment, seat: Seat | None) -> str:
    """Why this user may not act for the review as a whole (send back, settle): the first reviewer and managers may."""
    if may_run_campaigns(user):
        return ""
    if not has_permission(user, Permission.REVIEW, assessment) or seat != Seat.FIRST:
        return _("Chỉ người thẩm định thứ nhất và quản trị đợt được làm việc này.")
    return ""


def why_not_return(user: User, assessment: Assessment, seat: Seat | None, asked: int) -> str:
    """Why this user may not send the assessment back; `asked` counts leaves with a question to the province."""
    if reason := why_not_lead(user, assessment, seat):
        return reason
    if not may_move(assessment, Verb.RETURN):
        return _("Chỉ phiếu đã nộp và chưa chốt mới gửi lại để giải trình được.")
    if not asked:
        return _("Chưa có câu nào được yêu cầu giải trình.")
    return ""


def why_not_resume(user: User, assessment: Assessment, seat: Seat | None, today: date) -> str:
    """Why this user may not end the clarification without the province's reply."""
    if reason := why_not_lead(user, assessment, seat):
        return reason
    if not may_move(assessment, Verb.RESUME):
        return _("Phiếu không ở bước giải trình.")
    if assessment.clarify_until and today <= assessment.clarify_until:
        return _("Chưa hết hạn giải trình (%s).") % date_format(assessment.clarify_until)
    return ""


def why_not_settle(user: User, assessment: Assessment, seat: Seat | None, *, is_unblinded: bool) -> str:
    """Why this user may not settle what two reviewers see differently."""
    if reason := why_not_lead(user, assessment, seat):
        return reason
    if assessment.state not in REVIEWABLE:
        return _("Phiếu không ở bước thẩm định.")
    if not is_unblinded:
        return _("Hai người thẩm định chưa cùng xong nên chưa đối chiếu được.")
    return ""


def why_not_finalise(user: User, assessment: Assessment, undecided: int, unanswered: int) -> str:
    """Why the result cannot be made final: `undecided` leaves without a common decision, `unanswered` questions."""
    if not may_run_campaigns(user):
        return _("Chỉ quản trị đợt được chốt kết quả.")
    if not may_move(assessment, Verb.FINALISE):
        names = {"province": assessment.province, "state": assessment.get_state_display()}
        return _("Phiếu của %(province)s đang ở trạng thái “%(state)s” nên chưa chốt được.") % names
    names = {"province": assessment.province, "count": unanswered or undecided}
    if unanswered:
        return _("Phiếu của %(province)s còn %(count)d yêu cầu giải trình chưa đóng.") % names
    if undecided:
        return _("Phiếu của %(province)s còn %(count)d câu chưa có kết luận thẩm định.") % names
    return ""


def why_not_reopen(user: User, assessment: Assessment) -> str:
    if not may_run_campaigns(user):
        return _("Chỉ quản trị đợt được mở lại thẩm định.")
    return "" if may_move(assessment, Verb.REOPEN) else _("Chỉ phiếu đã chốt mới mở lại được.")


def why_not_extend(user: User, assessment: Assessment) -> str:
    """Why no later day to submit may be granted to this province."""
    if not may_run_campaigns(user):
        return _("Chỉ quản trị đợt được gia hạn.")
    if assessment.state != AssessmentState.DRAFT:
        return _("Phiếu đã nộp nên không cần gia hạn.")
    if assessment.campaign.state not in {CampaignState.OPEN, CampaignState.CLOSED}:
        return _("Đợt đánh giá chưa mở hoặc đã kết thúc.")
    return ""


def why_not_extend_to(assessment: Assessment, until: date, today: date) -> str:
    """Why that day is no extension: it must lie after the campaign's day and not in the past."""
    last = assessment.campaign.submit_by
    if until >= today and until > last:
        return ""
    if today > last:
        return _("Ngày gia hạn cần từ hôm nay (%s) trở đi.") % date_format(today)
    return _("Ngày gia hạn cần sau hạn chung (%s).") % date_format(last)


def why_not_assign(user: User, campaign: Campaign) -> str:
    if not may_run_campaigns(user):
        return _("Chỉ quản trị đợt được phân công thẩm định.")
    if campaign.state == CampaignState.DRAFT:
        return _("Hãy mở đợt trước khi phân công thẩm định.")
    return ""
