"""Stored versions of the indicator set."""

from django.utils.translation import gettext_lazy as _

from catalogues.versions import CatalogueVersion


class IndicatorSetVersion(CatalogueVersion):
    class Meta(CatalogueVersion.Meta):
        verbose_name = _("phiên bản bộ chỉ số")
        verbose_name_plural = _("phiên bản bộ chỉ số")
