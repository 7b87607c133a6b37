from django.urls import path

from . import views

app_name = "personal_data"

urlpatterns = [
    path("", views.own, name="own"),
    path("download/", views.download, name="download"),
]
