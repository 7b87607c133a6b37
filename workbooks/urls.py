from django.urls import path

from .views import uploads

app_name = "workbooks"

urlpatterns = [
    path("assessments/<uuid:pk>/workbook.xlsx", uploads.download, name="download"),
    path("assessments/<uuid:pk>/workbook/", uploads.upload, name="upload"),
    path("assessments/<uuid:pk>/workbook/<uuid:upload_pk>/", uploads.preview, name="preview"),
    path("assessments/<uuid:pk>/workbook/<uuid:upload_pk>/apply/", uploads.apply, name="apply"),
]
