"""Inviting people by a link that works once and expires."""

import hashlib
import secrets
from datetime import timedelta
from functools import partial

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from audit import recording as audit

from .mailing import is_sent
from .models import Body, Invitation, Membership, User, role_fits
from .roles import MAY_INVITE, Role

NO_SUCH_LINK = gettext_lazy(
    "Đường dẫn mời không đúng, hoặc đã được thay hay thu hồi. Hãy dùng thư mời mới nhất hoặc xin một đường dẫn mới."
)


class InvitationRefused(Exception):
    """The message says what is wrong and what to do."""


def may_invite(user: User) -> bool:
    return bool(user.roles & MAY_INVITE.keys())


def why_not_invite(user: User, role: str, body: Body) -> str:
    """Why this user may not invite somebody to this role in this body; "" if they may."""
    if not role_fits(role, body):
        return _("Vai trò “%(role)s” không thuộc cơ quan “%(body)s”.") % {"role": Role(role).label, "body": body}
    for seat in user.seats:
        reaches = seat.body.province_id in {None, body.province_id}
        if reaches and role in MAY_INVITE.get(Role(seat.role), ()):
            return ""
    return _("Bạn không được mời người vào vai trò này tại cơ quan này.")


def why_already_in(email: str, role: str, body: Body) -> str:
    """Why nobody need be invited: the address has this role there; "" if it has not."""
    if Membership.objects.filter(user__email__iexact=email, role=role, body=body).exists():
        names = {"email": email, "role": Role(role).label, "body": body}
        return _("%(email)s đã có vai trò “%(role)s” tại “%(body)s”, không cần mời nữa.") % names
    return ""


def why_not_withdraw(user: User, invitation: Invitation) -> str:
    """Whoever may invite to this role in this body may also withdraw; "" if they may."""
    if why_not_invite(user, invitation.role, invitation.body):
        return _("Bạn không được thu hồi lời mời vào vai trò này tại cơ quan này.")
    return ""


@transaction.atomic
def invite(*, by: User | None, email: str, role: str, body: Body) -> tuple[Invitation, str]:
    """Invite somebody; `by` None is the command line. An invitation of theirs to the same role that is still pending is
    replaced. Returns the invitation and the token for its link, which is not kept. Raises PermissionDenied with the
    reason."""
    reason = (
        why_not_invite(by, role, body) if by else ("" if role_fits(role, body) else _("Vai trò không hợp với cơ quan."))
    )
    reason = reason or why_already_in(email, role, body)
    if reason:
        raise PermissionDenied(reason)
    Body.objects.select_for_update(no_key=True).get(pk=body.pk)  # two invitations at once would not see each other
    Invitation.objects.pending().filter(email=email.lower(), role=role, body=body).delete()
    token = secrets.token_urlsafe(32)
    now = timezone.now()
    invitation = Invitation.objects.create(
        email=email.lower(),
        role=role,
        body=body,
        token_hash=hash_token(token),
        invited_by=by,
        invited_at=now,
        expires_at=now + timedelta(days=settings.INVITATION_DAYS),
    )
    _recorded(invitation, "invite", by)
    return invitation, token


def _recorded(invitation: Invitation, what: str, by: User | None) -> None:
    place = audit.chain_of("invitation", invitation.pk)
    audit.record(audit.Verb.ACCOUNT, place, by=by, what=what, role=invitation.role, body=invitation.body_id)


@transaction.atomic
def withdraw(*, by: User, invitation: Invitation) -> None:
    """Make the link of a pending invitation useless. Raises PermissionDenied with the reason, or InvitationRefused if
    it is not pending any more."""
    reason = why_not_withdraw(by, invitation)
    if reason:
        raise PermissionDenied(reason)
    withdrawn, _rows = Invitation.objects.pending().filter(pk=invitation.pk).delete()
    if not withdrawn:
        raise InvitationRefused(_("Lời mời này đã được dùng hoặc đã hết hạn, không thu hồi được nữa."))
    _recorded(invitation, "withdraw_invitation", by)


def send_invitation(invitation: Invitation, link: str) -> bool:
    """Mail the link, in the language of whoever is invited; False if the mail server does not take it."""
    known = User.objects.filter(email__iexact=invitation.email).values_list("language", flat=True).first()
    with translation.override(known or settings.LANGUAGE_CODE):
        text = render_to_string("emails/invitation.txt", {"invitation": invitation, "link": link})
        subject = _("Lời mời tham gia cổng đánh giá đô thị thông minh")
    return is_sent(partial(send_mail, subject, text, None, [invitation.email]), "invitation")


def hash_token(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def open_invitation(token: str) -> Invitation:
    """The invitation of a link. Raises InvitationRefused if it is unknown, replaced, withdrawn, used or expired."""
    invitation = Invitation.objects.select_related("body__province").filter(token_hash=hash_token(token)).first()
    if invitation is None:
        raise InvitationRefused(NO_SUCH_LINK)
    if invitation.accepted_at:
        raise InvitationRefused(_("Lời mời này đã được dùng. Hãy đăng nhập bằng tài khoản đã tạo."))
    if invitation.expires_at <= timezone.now():
        raise InvitationRefused(_("Lời mời đã hết hạn. Hãy đề nghị người mời gửi lại một đường dẫn mới."))
    return invitation


@transaction.atomic
def accept(*, invitation: Invitation, full_name: str, password: str, language: str = settings.LANGUAGE_CODE) -> User:
    """Create the person with their role, once; `language`: the one they joined in. Raises InvitationRefused if the
    invitation was used or withdrawn meanwhile, or the address already has an account."""
    current = _locked(invitation)
    if current.accepted_at:
        raise InvitationRefused(_("Lời mời này đã được dùng. Hãy đăng nhập bằng tài khoản đã tạo."))
    if User.objects.filter(email__iexact=current.email).exists():
        raise InvitationRefused(_("Địa chỉ %s đã có tài khoản. Hãy đăng nhập để nhận vai trò mới.") % current.email)
    user = User.objects.create_user(current.email, password, full_name=full_name, language=language)
    return _join(current, user)


@transaction.atomic
def accept_as(*, invitation: Invitation, user: User) -> User:
    """Give an existing person the role they were invited to. Raises InvitationRefused if it is somebody else's, or was
    used or withdrawn meanwhile."""
    current = _locked(invitation)
    if current.accepted_at or current.email.lower() != user.email.lower():
        raise InvitationRefused(_("Lời mời này dành cho địa chỉ khác hoặc đã được dùng."))
    return _join(current, user)


def _locked(invitation: Invitation) -> Invitation:
    current = Invitation.objects.select_for_update().filter(pk=invitation.pk).first()
    if current is None:
        raise InvitationRefused(NO_SUCH_LINK)
    return current


def _join(invitation: Invitation, user: User) -> User:
    Membership.objects.get_or_create(user=user, body=invitation.body, role=invitation.role)
    invitation.accepted_by, invitation.accepted_at = user, timezone.now()
    invitation.save(update_fields=["accepted_by", "accepted_at"])
    facts = {"role": invitation.role, "body": invitation.body_id, "invitation": invitation.pk}
    audit.record(audit.Verb.ACCOUNT, audit.chain_of("user", user.pk), by=user, what="join", **facts)
    return user
