"""Stored versions of the guidance catalogue."""

from django.utils.translation import gettext_lazy as _

from catalogues.versions import CatalogueVersion


class GuidanceVersion(CatalogueVersion):
    class Meta(CatalogueVersion.Meta):
        verbose_name = _("phiên bản danh mục hướng dẫn")
        verbose_name_plural = _("phiên bản danh mục hướng dẫn")
