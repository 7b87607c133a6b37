"""What the frame of every page shows."""

from typing import Any

from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.invitations import may_invite
from accounts.prepared import Prepared
from assessments.models import Notice
from assessments.permissions import may_read_log, may_run_campaigns


def navigation(request: HttpRequest) -> dict[str, Any]:
    """The main menu for this user and how many notices they have not read; nothing for strangers, or where a request
    was refused before it had a user."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {}
    links = [(reverse("home"), _("Việc của tôi"))]
    if may_run_campaigns(user):
        links.append((reverse("campaigns"), _("Đợt đánh giá")))
    links.append((reverse("comparison:index"), _("So sánh")))
    if user.ministry_roles:
        links.append((reverse("catalogue_desk:index"), _("Danh mục")))
    else:
        links += [(reverse("guidance:index"), _("Khuyến nghị")), (reverse("indicators:index"), _("Bộ chỉ số"))]
    if may_invite(user):
        links.append((reverse("people"), _("Người dùng")))
    log = (reverse("audit_desk:events"), _("Nhật ký kiểm toán")) if may_read_log(user) else None
    if log and not may_run_campaigns(user):  # whose menu is full: they have it in the panel of their name
        links.append((log[0], _("Nhật ký")))
    menu = [{"url": url, "label": label, "is_current": _is_current(request.path, url)} for url, label in links]
    return {
        "menu": menu,
        "log_link": log,
        "seats": user.seats,
        "unread": _unread.first(user.pk) or 0,
    }


def _unread_of(user: int) -> QuerySet[Notice, int]:
    """How many; no row if none."""
    found = Notice.objects.filter(user=user).unread().order_by().values("user")
    return found.annotate(count=Count("pk")).values_list("count", flat=True)


_unread = Prepared(_unread_of, int)


def _is_current(path: str, url: str) -> bool:
    return path == url if url == "/" else path.startswith(url)
