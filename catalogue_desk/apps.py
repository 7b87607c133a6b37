from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CatalogueDeskConfig(AppConfig):
    name = "catalogue_desk"
    verbose_name = _("Bàn làm việc danh mục")
