"""People: who is in, inviting, and joining by invitation."""

from typing import Any

from allauth.account.internal.flows.login import record_authentication
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST
from django.views.i18n import set_language

from . import invitations
from .forms import InvitationForm, JoinForm
from .models import Invitation, Membership, User
from .provinces import vietnamese_order
from .scheme import Scheme, keep

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
DEMONSTRATION_DOMAIN = ".example"
"""Addresses that cannot exist (RFC 2606): only accounts of the demonstration have them."""


@login_not_required
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Change the language: of the person who is signed in for good, of the browser for the pages before that."""
    chosen = request.POST.get("language", "")
    if request.user.is_authenticated and chosen in dict(settings.LANGUAGES):
        User.objects.filter(pk=request.user.pk).update(language=chosen)
    return set_language(request)


@login_not_required
def not_offered(request: HttpRequest, **_arguments: str) -> HttpResponse:
    """A page of django-allauth that this portal does not have."""
    raise Http404


@require_http_methods(["GET", "POST"])
def people(request: HttpRequest) -> HttpResponse:
    """Who has which role within the user's reach, and inviting others."""
    if not invitations.may_invite(request.user):
        raise PermissionDenied(_("Bạn không có quyền mời người dùng."))
    form = InvitationForm(request.user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        invitation, token = invitations.invite(by=request.user, **form.cleaned_data)
        link = request.build_absolute_uri(reverse("invitation", args=[token]))
        if not invitations.send_invitation(invitation, link):
            messages.error(request, _("Thư mời chưa gửi được; hãy chuyển đường dẫn dưới đây cho người được mời."))
        context = _people(request.user) | {"form": InvitationForm(request.user), "invited": invitation, "link": link}
        return render(request, "accounts/people.html", context)
    context = _people(request.user) | {"form": form}
    return render(request, "accounts/people.html", context, status=422 if form.errors else 200)


def _people(user: User) -> dict[str, Any]:
    members = Membership.objects.select_related("user", "body__province")
    if not user.ministry_roles:
        members = members.filter(body__province__in=user.province_ids)
    pending = Invitation.objects.pending().visible_to(user).select_related("body__province", "invited_by")
    return {
        "members": sorted(members, key=_order),
        "pending": pending,
        "withdrawable": [found for found in pending if not invitations.why_not_withdraw(user, found)],
        "is_demonstration": any(member.user.email.endswith(DEMONSTRATION_DOMAIN) for member in members),
    }


def _order(member: Membership) -> tuple[Any, ...]:
    """The ministry first, then provinces and people by name."""
    province = member.body.province
    return vietnamese_order(province.name if province else ""), vietnamese_order(member.user.full_name)


@require_POST
def invitation_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    visible = Invitation.objects.visible_to(request.user).select_related("body__province")
    found = get_object_or_404(visible, pk=pk)
    try:
        invitations.withdraw(by=request.user, invitation=found)
    except invitations.InvitationRefused as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Đã thu hồi lời mời gửi đến %s; đường dẫn cũ không còn dùng được.") % found.email)
    return redirect("people")


@login_not_required
@never_cache
@sensitive_post_parameters("password", "password_again")
@require_http_methods(["GET", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Joining by the link of an invitation: newcomers choose a password, those who have an account take the role."""
    try:
        found = invitations.open_invitation(token)
        if request.user.is_authenticated:
            return _join_as_user(request, found)
        return _join_as_newcomer(request, found)
    except invitations.InvitationRefused as error:
        return render(request, "accounts/invitation_refused.html", {"reason": str(error)}, status=410)


def _join_as_user(request: HttpRequest, found: Invitation) -> HttpResponse:
    if request.method == "POST":
        invitations.accept_as(invitation=found, user=request.user)
        messages.success(request, _("Bạn đã nhận vai trò %s.") % found.get_role_display())
        return redirect("home")
    return render(request, "accounts/invitation.html", {"invitation": found, "form": None})


def _join_as_newcomer(request: HttpRequest, found: Invitation) -> HttpResponse:
    form = JoinForm(found.email, request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = {name: form.cleaned_data[name] for name in ("full_name", "password")}
        user = invitations.accept(invitation=found, language=get_language() or settings.LANGUAGE_CODE, **given)
        login(request, user, backend=BACKEND)
        record_authentication(request, user, "password")  # it was chosen just now: not asked for again at once
        return redirect("home")
    context = {"invitation": found, "form": form}
    return render(request, "accounts/invitation.html", context, status=422 if form.errors else 200)


@login_not_required
@require_POST
def set_scheme(request: HttpRequest) -> HttpResponse:
    """Light, dark, or as the browser says."""
    wanted = request.POST.get("scheme", "")
    if wanted not in Scheme.values:
        raise SuspiciousOperation
    return keep(request, Scheme(wanted))
