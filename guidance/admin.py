from django.contrib import admin

from catalogues.version_admin import VersionAdmin

from .models import GuidanceVersion

admin.site.register(GuidanceVersion, VersionAdmin)
