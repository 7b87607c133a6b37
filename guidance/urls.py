from django.urls import path

from . import views

app_name = "guidance"
urlpatterns = [
    path("", views.index, name="index"),
    path("<str:code>/", views.recommendation, name="recommendation"),
]
