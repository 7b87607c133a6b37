from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AuditDeskConfig(AppConfig):
    name = "audit_desk"
    verbose_name = _("Xem nhật ký kiểm toán")
