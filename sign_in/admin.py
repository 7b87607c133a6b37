"""System administrators end people's sessions, see who has which second factor, and take a lost one away; secrets are
shown to nobody."""

from datetime import datetime
from typing import Any

from allauth.account import admin as account_admin
from allauth.account.models import EmailAddress, EmailConfirmation
from allauth.mfa import admin as mfa_admin
from allauth.mfa.models import Authenticator
from allauth.socialaccount import admin as social_admin
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken
from allauth.usersessions import admin as sessions_admin
from allauth.usersessions.models import UserSession
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy, ngettext

from accounts.admin import UserAdmin
from accounts.models import User

from . import sessions
from .actions import end_sessions, take_away, unbind
from .models import FactorRemoval, Identity, SecondFactor

REGISTERED_BY_ALLAUTH = (account_admin, mfa_admin, social_admin, sessions_admin)
for unwanted in (Authenticator, EmailAddress, EmailConfirmation, SocialAccount, SocialApp, SocialToken, UserSession):
    if admin.site.is_registered(unwanted):
        admin.site.unregister(unwanted)


admin.site.unregister(User)


@admin.register(User)
class PersonAdmin(UserAdmin):
    actions = ("end_sessions",)

    @admin.action(description=gettext_lazy("Kết thúc mọi phiên đăng nhập"), permissions=["change"])
    def end_sessions(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        for person in queryset:
            try:
                ended = end_sessions(by=request.user, person=person)
            except PermissionDenied as error:
                messages.error(request, str(error))
            else:
                text = ngettext(
                    "%(person)s: đã kết thúc %(number)d phiên.", "%(person)s: đã kết thúc %(number)d phiên.", ended
                )
                messages.success(request, text % {"person": person, "number": ended})

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        """An account that is switched off loses its sessions: Django would only pass over them until it is on again."""
        super().save_model(request, obj, form, change)
        if not obj.is_active:
            sessions.end_all(obj)


class ReadOnly(admin.ModelAdmin):
    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


KINDS = {
    Authenticator.Type.TOTP: gettext_lazy("Ứng dụng mã xác minh"),
    Authenticator.Type.WEBAUTHN: gettext_lazy("Khóa đăng nhập"),
    Authenticator.Type.RECOVERY_CODES: gettext_lazy("Mã dự phòng"),
}


@admin.register(SecondFactor)
class SecondFactorAdmin(ReadOnly):
    """Deleting one takes all factors of the person away, who then sets up new ones."""

    list_display = fields = ("person", "kind", "made", "used")
    list_select_related = ("user",)
    search_fields = ("user__full_name", "user__email")

    @admin.display(description=gettext_lazy("người dùng"), ordering="user")
    def person(self, factor: SecondFactor) -> User:
        return factor.user

    @admin.display(description=gettext_lazy("cách xác minh"), ordering="type")
    def kind(self, factor: SecondFactor) -> str:
        return KINDS[Authenticator.Type(factor.type)]

    @admin.display(description=gettext_lazy("thiết lập lúc"), ordering="created_at")
    def made(self, factor: SecondFactor) -> datetime:
        return factor.created_at

    @admin.display(description=gettext_lazy("dùng gần nhất"), ordering="last_used_at")
    def used(self, factor: SecondFactor) -> datetime | None:
        return factor.last_used_at

    def delete_model(self, request: HttpRequest, obj: SecondFactor) -> None:
        self._take_away(request, obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[SecondFactor]) -> None:
        for one in queryset.select_related("user"):
            self._take_away(request, one)

    def _take_away(self, request: HttpRequest, one: SecondFactor) -> None:
        try:
            take_away(by=request.user, person=one.user)
        except PermissionDenied as error:
            messages.error(request, str(error))


@admin.register(FactorRemoval)
class FactorRemovalAdmin(ReadOnly):
    list_display = ("at", "person", "by", "what")
    list_select_related = ("person", "by")
    search_fields = ("person__full_name", "person__email")

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Identity)
class IdentityAdmin(ReadOnly):
    """Deleting one lets the address decide anew, after the provider has given somebody another name."""

    list_display = ("person", "issuer", "bound_at")
    list_select_related = ("person",)
    search_fields = ("person__full_name", "person__email")
    fields = ("person", "issuer", "subject", "bound_at")

    def delete_model(self, request: HttpRequest, obj: Identity) -> None:
        unbind(by=request.user, identity=obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Identity]) -> None:
        for one in queryset:
            unbind(by=request.user, identity=one)
