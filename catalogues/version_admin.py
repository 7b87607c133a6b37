"""Catalogue versions in the system administration: to look at only, as loading and publishing have their rules."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest


class VersionAdmin(admin.ModelAdmin):
    list_display = ("code", "status", "checksum", "loaded_at", "published_at")
    exclude = ("definition",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
