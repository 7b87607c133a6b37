from django.apps import AppConfig
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _


class AuditConfig(AppConfig):
    name = "audit"
    verbose_name = _("Nhật ký kiểm toán")

    def ready(self) -> None:
        import_string("audit.sign_ins.connect")()  # which needs models, and so cannot be imported before they are
