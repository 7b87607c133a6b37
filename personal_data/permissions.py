"""Who may see or erase what is stored about a person: functions that answer with the reason."""

from django.utils.translation import gettext as _

from accounts.models import Membership, User
from accounts.roles import Role
from assessments.permissions import may_run_campaigns

from .erased import is_erased


def why_not_export(by: User, person: User) -> str:
    """Everybody their own; of others only who runs the portal."""
    if by == person or may_run_campaigns(by):
        return ""
    return _("Chỉ quản trị đợt được xuất dữ liệu cá nhân của người khác.")


def why_not_erase(by: User, person: User) -> str:
    if not may_run_campaigns(by):
        return _("Chỉ quản trị đợt được xóa dữ liệu cá nhân.")
    if is_erased(person):
        return _("Dữ liệu cá nhân của người này đã được xóa.")
    if by == person:
        return _("Không tự xóa được dữ liệu của chính mình; hãy nhờ một quản trị đợt khác.")
    managers = Membership.objects.filter(role=Role.CAMPAIGN_MANAGER, user__is_active=True)
    if managers.filter(user=person).exists() and not managers.exclude(user=person).exists():
        return _("Đây là quản trị đợt duy nhất; hãy mời người khác trước.")
    return ""
