"""Who may make and change an action plan: functions that answer with the reason."""

from django.utils.translation import gettext as _

from accounts.models import User
from assessments.enums import Permission
from assessments.models import Assessment
from assessments.permissions import has_permission


def why_not_plan(user: User, assessment: Assessment, *, is_scored: bool) -> str:
    """Why this user may not change the plan; "" if they may, in any state of the assessment. `is_scored`: there is a
    score to plan by."""
    if not has_permission(user, Permission.PLAN, assessment):
        return _("Chỉ đầu mối và lãnh đạo của tỉnh được lập và sửa kế hoạch hành động.")
    if not is_scored:
        return _("Chưa có bản chấm điểm nào; hãy tính điểm thử hoặc nộp phiếu trước khi lập kế hoạch.")
    return ""
