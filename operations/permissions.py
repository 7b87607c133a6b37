"""Who looks after the running portal: those who run campaigns, and system administrators; auditors read."""

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.roles import Role
from assessments.enums import WorkStatus
from assessments.models import Notice
from assessments.models.scores import Work
from assessments.notifications.mailing import STALE_AFTER
from assessments.permissions import may_look_after

from .work import next_look


def why_not_look_after(user: User) -> str:
    """Why this user may send nothing again; "" if they may."""
    if may_look_after(user):
        return ""
    return _("Chỉ quản trị đợt đánh giá hoặc quản trị hệ thống được gửi lại việc.")


def why_not_see_queues(user: User) -> str:
    if not why_not_look_after(user) or Role.AUDITOR in user.ministry_roles:
        return ""
    return _("Chỉ quản trị đợt đánh giá, kiểm toán hoặc quản trị hệ thống được xem hàng đợi.")


def why_not_send_again(user: User, work: Work) -> str:
    """What failed may be tried again, and what shows no sign of life for as long as the sweep would wait."""
    if reason := why_not_look_after(user):
        return reason
    if work.status == WorkStatus.READY:
        return _("Việc này đã xong.")
    look = next_look(work)
    if work.status != WorkStatus.FAILED and timezone.now() < look:
        at = date_format(timezone.localtime(look), "H:i d/m/Y")
        return _("Việc này đang chờ hoặc đang làm; nếu không có tiến triển, hệ thống tự gửi lại từ %s.") % at
    return ""


def why_not_mail_again(user: User, notice: Notice) -> str:
    if reason := why_not_look_after(user):
        return reason
    if not notice.by_mail or notice.mailed_at:
        return _("Thư này đã gửi hoặc không cần gửi.")
    if notice.comment_id:
        return _("Ý kiến trao đổi được gửi trong thư gộp hằng ngày, không gửi riêng.")
    if notice.created_at <= timezone.now() - STALE_AFTER:
        return _("Thông báo đã quá cũ nên không gửi thư nữa; người nhận vẫn thấy trong hộp thông báo.")
    return ""
