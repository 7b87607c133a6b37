"""Who may do what among the people of one province: sharing the work out, talking about it, taking it back from the
leader."""

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import User

from .enums import ApprovalStage, AssessmentState, Permission, Verb
from .models import Assessment, Comment
from .permissions import has_permission, why_not_open
from .transitions import EDITABLE, may_move


def why_not_share_out(user: User, assessment: Assessment, today: date) -> str:
    """Why this user may not give the parts of the assessment to people of the province now; "" if they may."""
    if not has_permission(user, Permission.SUBMIT, assessment):
        return _("Chỉ đầu mối của tỉnh được phân công các phần của phiếu.")
    if assessment.state != AssessmentState.DRAFT:
        return _("Phiếu đã nộp nên không phân công nữa.")
    return why_not_open(assessment, today)


def why_not_due_on(assessment: Assessment, day: date, today: date) -> str:
    """Why a part cannot be due on that day: it must lie from today until the last day to submit."""
    if today <= day <= assessment.submit_by:
        return ""
    names = {"first": date_format(today), "last": date_format(assessment.submit_by), "day": date_format(day)}
    return _("Hạn cần từ hôm nay (%(first)s) đến hạn nộp phiếu (%(last)s); bạn nhập %(day)s.") % names


def may_read_discussion(user: User, assessment: Assessment) -> bool:
    """Nobody of the ministry may, not even with a seat in the province beside."""
    return has_permission(user, Permission.DISCUSS, assessment) and not user.ministry_roles


def why_not_discuss(user: User, assessment: Assessment) -> str:
    """Why this user may not take part (say, settle, reopen) now; "" if they may."""
    if not may_read_discussion(user, assessment):
        return _("Chỉ người của tỉnh trao đổi về phiếu của tỉnh.")
    if assessment.state not in EDITABLE:
        return _("Phiếu đã nộp nên trao đổi chỉ còn để đọc.")
    return ""


def why_not_amend_comment(user: User, assessment: Assessment, comment: Comment, *, is_answered: bool) -> str:
    """Why this user may not change what a comment says; `is_answered`: somebody else has spoken after it."""
    if reason := why_not_discuss(user, assessment):
        return reason
    if comment.by_id != user.pk:
        return _("Chỉ người viết được sửa ý kiến của mình.")
    if comment.withdrawn_at:
        return _("Ý kiến này đã được rút.")
    return _("Đã có người trả lời nên không sửa được nữa; hãy gửi ý kiến mới.") if is_answered else ""


def why_not_withdraw_comment(user: User, assessment: Assessment, comment: Comment) -> str:
    if reason := why_not_discuss(user, assessment):
        return reason
    if comment.by_id != user.pk:
        return _("Chỉ người viết được rút ý kiến của mình.")
    return _("Ý kiến này đã được rút.") if comment.withdrawn_at else ""


def why_not_withdraw_approval(user: User, assessment: Assessment, approval: ApprovalStage) -> str:
    """Why this user may not take back what was laid before the leader; only before the leader has decided."""
    if not has_permission(user, Permission.SUBMIT, assessment):
        return _("Chỉ đầu mối của tỉnh được rút bản trình duyệt.")
    if not may_move(assessment, Verb.SUBMIT):
        return _("Phiếu đã nộp nên không rút bản trình duyệt nữa.")
    if approval == ApprovalStage.APPROVED:
        return _("Lãnh đạo đã duyệt phiếu nên không rút bản trình nữa.")
    return "" if approval == ApprovalStage.WAITING else _("Không có bản trình nào đang chờ duyệt.")
