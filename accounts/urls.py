from django.urls import path

from . import views

NOT_OFFERED = ("signup", "email", "confirm-email", "confirm-email/<str:key>", "password/set", "login/code/confirm")
"""Pages of django-allauth that would let people change who they are by themselves; mail and role come by invitation."""

urlpatterns = [
    *(path(f"accounts/{name}/", views.not_offered) for name in NOT_OFFERED),
    path("language/", views.language, name="set_language"),
    path("scheme/", views.set_scheme, name="set_scheme"),
    path("people/", views.people, name="people"),
    path("invitations/<key:pk>/withdraw/", views.invitation_withdraw, name="invitation_withdraw"),
    path("invitations/<str:token>/", views.invitation, name="invitation"),
]
