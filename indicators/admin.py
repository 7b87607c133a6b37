from django.contrib import admin

from catalogues.version_admin import VersionAdmin

from .models import IndicatorSetVersion

admin.site.register(IndicatorSetVersion, VersionAdmin)
