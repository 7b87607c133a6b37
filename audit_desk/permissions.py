"""Who may read the audit log: a function that answers with the reason."""

from django.utils.translation import gettext as _

from accounts.models import User
from assessments.permissions import may_read_log


def why_not_read(user: User) -> str:
    return "" if may_read_log(user) else _("Chỉ kiểm toán và quản trị đợt được xem nhật ký kiểm toán.")
