"""Who may do what: one table role → permissions, and one function a question that answers with the reason."""

from datetime import date
from enum import Enum, auto

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from accounts.roles import Role

from .enums import AssessmentState, CampaignState, Verb
from .models import Assessment
from .transitions import EDITABLE, may_move


class Permission(Enum):
    EDIT_ANSWERS = auto()
    SUBMIT = auto()
    PREVIEW_SCORE = auto()
    MAKE_REPORT = auto()
    RUN_CAMPAIGNS = auto()


ROLE_PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.CONTRIBUTOR: frozenset({Permission.EDIT_ANSWERS, Permission.PREVIEW_SCORE, Permission.MAKE_REPORT}),
    Role.COORDINATOR: frozenset(
        {Permission.EDIT_ANSWERS, Permission.SUBMIT, Permission.PREVIEW_SCORE, Permission.MAKE_REPORT}
    ),
    Role.LEADER: frozenset({Permission.PREVIEW_SCORE, Permission.MAKE_REPORT}),
    Role.REVIEWER: frozenset({Permission.MAKE_REPORT}),
    Role.CAMPAIGN_MANAGER: frozenset({Permission.MAKE_REPORT, Permission.RUN_CAMPAIGNS}),
    Role.AUDITOR: frozenset(),
}


def has_permission(user: User, permission: Permission, assessment: Assessment) -> bool:
    roles = user.roles_in(assessment.province_id)
    return any(permission in ROLE_PERMISSIONS[role] for role in roles)


def may_run_campaigns(user: User) -> bool:
    return any(Permission.RUN_CAMPAIGNS in ROLE_PERMISSIONS[role] for role in user.ministry_roles)


def why_not_edit(user: User, assessment: Assessment, today: date) -> str:
    """Why this user may not change answers now; "" if they may."""
    if not has_permission(user, Permission.EDIT_ANSWERS, assessment):
        return _("Vai trò của bạn chỉ được xem phiếu này.")
    if assessment.state not in EDITABLE:
        return _("Phiếu đã nộp nên không sửa được nữa.")
    return why_not_open(assessment, today)


def why_not_open(assessment: Assessment, today: date) -> str:
    """Why the campaign does not take answers today; "" if it does."""
    campaign = assessment.campaign
    if campaign.state != CampaignState.OPEN or today < campaign.opens_on:
        return _("Đợt đánh giá chưa mở hoặc đã kết thúc.")
    if assessment.is_past_deadline(today):
        return _("Đã quá hạn tự đánh giá (%s).") % date_format(campaign.submit_by)
    return ""


def why_not_submit(user: User, assessment: Assessment, today: date, missing: int) -> str:
    """Why this user may not submit now; `missing` counts what the completeness rule still asks for."""
    if not has_permission(user, Permission.SUBMIT, assessment):
        return _("Chỉ đầu mối của tỉnh được nộp phiếu.")
    if not may_move(assessment, Verb.SUBMIT):
        return _("Phiếu đã nộp rồi.")
    if missing:
        text = ngettext(
            "Còn %d chỗ phải hoàn thành trước khi nộp.", "Còn %d chỗ phải hoàn thành trước khi nộp.", missing
        )
        return text % missing
    return why_not_open(assessment, today)


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
