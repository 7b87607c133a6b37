"""What of allauth.mfa, allauth.usersessions and allauth.socialaccount people may reach here; there is nothing else."""

from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from django.contrib.auth.decorators import login_not_required
from django.urls import path
from django.views.decorators.cache import never_cache

from . import views

SECURITY_ALIASES = ("mfa_index", "mfa_list_webauthn")
"""Names by which django-allauth leads back to the page."""

urlpatterns = [
    path("login/", views.sign_in, name="account_login"),
    path("security/", views.security, name="security"),
    *(path("security/", views.security, name=name) for name in SECURITY_ALIASES),
    path("security/sessions/<key:pk>/end/", views.session_end, name="session_end"),
    path("security/sessions/end-others/", views.sessions_end_others, name="sessions_end_others"),
    path("2fa/", mfa.authenticate, name="mfa_authenticate"),
    path("2fa/again/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("2fa/app/", views.activate_codes, name="mfa_activate_totp"),
    path("2fa/app/remove/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("2fa/recovery-codes/", never_cache(recovery.view_recovery_codes), name="mfa_view_recovery_codes"),
    path("2fa/recovery-codes/new/", recovery.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("2fa/passkeys/add/", views.add_passkey, name="mfa_add_webauthn"),
    path("2fa/passkeys/<key:pk>/name/", views.rename_passkey, name="mfa_edit_webauthn"),
    path("2fa/passkeys/<key:pk>/remove/", views.remove_passkey, name="mfa_remove_webauthn"),
    path("2fa/passkeys/again/", webauthn.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("login/passkey/", login_not_required(webauthn.login_webauthn), name="mfa_login_webauthn"),
    path("oidc/<slug:provider_id>/login/", views.single_sign_on, name="openid_connect_login"),
    path("oidc/<slug:provider_id>/login/callback/", views.single_sign_on_callback, name="openid_connect_callback"),
]
