from django.utils.translation import gettext as _

from accounts.models import User


def why_not_end_sessions(user: User, person: User) -> str:
    """Why this user may not end all sessions of a person; "" if they may."""
    if not user.has_perm("accounts.change_user"):
        return _("Chỉ quản trị hệ thống mới kết thúc được phiên đăng nhập của người khác.")
    if user.pk == person.pk:
        return _("Phiên đăng nhập của chính mình được kết thúc trên trang Bảo mật.")
    return ""


def why_not_unbind(user: User) -> str:
    """Why this user may not undo whom the provider of single sign-on knows as whom; "" if they may."""
    if not user.has_perm("sign_in.delete_identity"):
        return _("Chỉ quản trị hệ thống mới gỡ được danh tính đăng nhập một lần.")
    return ""


def why_not_take_away(user: User, person: User) -> str:
    """Why this user may not take a lost second factor away from a person; "" if they may."""
    if not user.has_perm("mfa.delete_authenticator"):
        return _("Chỉ quản trị hệ thống mới gỡ được bước xác minh thứ hai của người khác.")
    if user.pk == person.pk:
        return _("Bước xác minh thứ hai của chính mình được gỡ trên trang Bảo mật.")
    return ""
