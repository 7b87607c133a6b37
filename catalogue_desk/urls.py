from django.urls import path

from .views import differences, uploads, versions

app_name = "catalogue_desk"

urlpatterns = [
    path("", versions.index, name="index"),
    path("uploads/<key:pk>/", uploads.upload, name="upload"),
    path("uploads/<key:pk>/store/", uploads.upload_store, name="upload_store"),
    path("<str:kind>/upload/", uploads.upload_new, name="upload_new"),
    path("<str:kind>/template/", uploads.template, name="template"),
    path("<str:kind>/compare/", differences.compare, name="compare"),
    path("<str:kind>/compare/<str:form>/", differences.compare_file, name="compare_file"),
    path("<str:kind>/<path:code>/publish/", versions.version_publish, name="version_publish"),
    path("<str:kind>/<path:code>/discard/", versions.version_discard, name="version_discard"),
    path("<str:kind>/<path:code>/", versions.version, name="version"),
]
