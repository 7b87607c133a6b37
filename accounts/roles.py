"""The six roles (experience.md, "People and roles")."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Role(TextChoices):
    CONTRIBUTOR = "contributor", _("Cán bộ nhập liệu")
    COORDINATOR = "coordinator", _("Đầu mối của tỉnh")
    LEADER = "leader", _("Lãnh đạo")
    REVIEWER = "reviewer", _("Chuyên viên thẩm định")
    CAMPAIGN_MANAGER = "campaign_manager", _("Quản trị đợt đánh giá")
    AUDITOR = "auditor", _("Kiểm toán")


PROVINCE_ROLES = frozenset({Role.CONTRIBUTOR, Role.COORDINATOR, Role.LEADER})
MINISTRY_ROLES = frozenset({Role.REVIEWER, Role.CAMPAIGN_MANAGER, Role.AUDITOR})

MAY_INVITE: dict[Role, frozenset[Role]] = {
    Role.COORDINATOR: PROVINCE_ROLES,
    Role.CAMPAIGN_MANAGER: frozenset(Role),
}
