from allauth.account.decorators import secure_admin_login
from django.conf import settings
from django.contrib import admin
from django.urls import include, path, register_converter
from django.utils.translation import gettext_lazy as _

from operations.views import probes

from .gallery import gallery
from .keys import Key

register_converter(Key, "key")

admin.site.login = secure_admin_login(admin.site.login)  # one sign-in, with its limits
admin.site.site_header = admin.site.site_title = _("Cổng đánh giá đô thị thông minh")
admin.site.index_title = _("Quản trị hệ thống")

urlpatterns = [
    path("healthz", probes.healthz, name="healthz"),
    path("readyz", probes.readyz, name="readyz"),
    path("metrics", probes.metrics, name="metrics"),
    path("operations/", include("operations.urls")),
    path("", include("assessments.urls")),
    path("", include("planning.urls")),
    path("", include("workbooks.urls")),
    path("search/", include("search.urls")),
    path("comparison/", include("comparison.urls")),
    path("my-data/", include("personal_data.urls")),
    path("audit/", include("audit_desk.urls")),
    path("catalogues/", include("catalogue_desk.urls")),
    path("", include("accounts.urls")),
    path("handbook/", include("handbook.urls")),
    path("guidance/", include("guidance.urls")),
    path("indicators/", include("indicators.urls")),
    path("accounts/", include("sign_in.urls")),
    path("accounts/", include("allauth.account.urls")),
    path("admin/", admin.site.urls),
]

handler500 = "smartcity_portal.failures.failed"

if settings.GALLERY:
    urlpatterns.append(path("gallery/", gallery, name="gallery"))
