"""Who may undo what the scanner decided."""

from django.utils.translation import gettext as _

from accounts.models import User

from .models import QuarantineRelease, StoredFile
from .permissions import may_look_after


def why_not_release_any(user: User) -> str:
    """As for looking after the running portal: campaign managers of the ministry, and system administrators."""
    if may_look_after(user):
        return ""
    return _("Chỉ quản trị đợt đánh giá hoặc quản trị hệ thống được bỏ cách ly tệp.")


def why_not_release(user: User, stored: StoredFile) -> str:
    if reason := why_not_release_any(user):
        return reason
    if not stored.is_infected:
        return _("Tệp này không bị cách ly.")
    if QuarantineRelease.objects.filter(stored_file=stored).exists():
        return _("Tệp này đã được bỏ cách ly; ai có tệp thì gửi lại được.")
    return ""
