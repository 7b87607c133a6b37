from django.urls import path

from . import views

app_name = "audit_desk"

urlpatterns = [
    path("", views.log, name="events"),
    path("events.csv", views.log_csv, name="events_csv"),
]
