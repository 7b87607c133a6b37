"""The system administrator's view of people; everyday work is done in the portal."""

from django.contrib import admin

from .models import Body, Membership, Province, User


class MembershipInline(admin.TabularInline):
    model = Membership
    extra = 0
    autocomplete_fields = ("body",)


@admin.register(User)
class UserAdmin(admin.ModelAdmin):
    list_display = ("full_name", "email", "is_active", "last_login")
    search_fields = ("full_name", "email")
    fields = ("email", "full_name", "language", "is_active", "is_staff", "is_superuser")
    inlines = (MembershipInline,)


@admin.register(Body)
class BodyAdmin(admin.ModelAdmin):
    list_display = ("name_vi", "province", "code")
    list_select_related = ("province",)
    search_fields = ("name_vi", "code", "province__name")


@admin.register(Province)
class ProvinceAdmin(admin.ModelAdmin):
    list_display = ("code", "name", "valid_from", "valid_to", "merged_into")
    list_select_related = ("merged_into",)
    list_filter = ("valid_from",)
    search_fields = ("name", "code")
