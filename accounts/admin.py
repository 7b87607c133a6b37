"""The system administrator's view of people; everyday work is done in the portal."""

from typing import Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest

from audit import recording as audit

from .models import Body, Membership, Province, User


class Recorded(admin.ModelAdmin):
    """What is done here stands in the audit log, too: what was added, changed and deleted, and who has which role now.
    Django calls these in the transaction of the change."""

    def log_addition(self, request: HttpRequest, obj: models.Model, message: Any) -> Any:
        self._record(request, obj, "add")
        return super().log_addition(request, obj, message)

    def log_change(self, request: HttpRequest, obj: models.Model, message: Any) -> Any:
        self._record(request, obj, "change")
        return super().log_change(request, obj, message)

    def log_deletions(self, request: HttpRequest, queryset: Any) -> Any:
        for obj in queryset:
            self._record(request, obj, "delete")
        return super().log_deletions(request, queryset)

    def _record(self, request: HttpRequest, obj: models.Model, what: str) -> None:
        place = audit.chain_of(str(obj._meta.model_name), obj.pk)
        audit.record(audit.Verb.ACCOUNT, place, by=request.user, what=f"admin_{what}", **self.facts(obj))

    def facts(self, obj: Any) -> dict[str, Any]:
        """Codes, keys and counts of what was changed."""
        return {}


class MembershipInline(admin.TabularInline):
    model = Membership
    extra = 0
    autocomplete_fields = ("body",)


@admin.register(User)
class UserAdmin(Recorded):
    list_display = ("full_name", "email", "is_active", "last_login")
    search_fields = ("full_name", "email")
    fields = ("email", "full_name", "language", "is_active", "is_staff", "is_superuser")
    inlines = (MembershipInline,)

    def facts(self, obj: User) -> dict[str, Any]:
        seats = [[seat.role, seat.body_id] for seat in obj.memberships.order_by("pk")]
        marks = {name: getattr(obj, name) for name in ("is_active", "is_staff", "is_superuser")}
        return {"seats": seats, **marks}


@admin.register(Body)
class BodyAdmin(Recorded):
    list_display = ("name_vi", "province", "code")
    list_select_related = ("province",)
    search_fields = ("name_vi", "code", "province__name")


@admin.register(Province)
class ProvinceAdmin(Recorded):
    list_display = ("code", "name", "valid_from", "valid_to", "merged_into")
    list_select_related = ("merged_into",)
    list_filter = ("valid_from",)
    search_fields = ("name", "code")
