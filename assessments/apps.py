from django.apps import AppConfig
from django.core.checks import register
from django.utils.translation import gettext_lazy as _

from .checks import signing


class AssessmentsConfig(AppConfig):
    name = "assessments"
    verbose_name = _("Đánh giá")

    def ready(self) -> None:
        register(signing)
