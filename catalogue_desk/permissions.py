"""Who may look at the desk and who may work at it; each answers with the reason, "" means allowed."""

from django.utils.translation import gettext as _

from accounts.models import User
from assessments.permissions import may_run_campaigns


def why_not_look(user: User) -> str:
    if user.ministry_roles:
        return ""
    return _("Chỉ người của Bộ được vào trang này; danh mục đã công bố xem ở “Khuyến nghị” và “Bộ chỉ số”.")


def why_not_work(user: User) -> str:
    """Uploading, storing, publishing, discarding."""
    return "" if may_run_campaigns(user) else _("Chỉ quản trị đợt đánh giá được thay đổi danh mục.")
