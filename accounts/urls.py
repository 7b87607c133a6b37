from django.urls import path

from . import views

urlpatterns = [
    path("people/", views.people, name="people"),
    path("invitations/<str:token>/", views.invitation, name="invitation"),
]
