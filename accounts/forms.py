"""Inviting people and joining."""

from typing import Any

from allauth.account import forms as allauth_forms
from crispy_forms.helper import FormHelper
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .invitations import why_already_in, why_not_invite
from .models import Body, User
from .roles import MAY_INVITE, Role
from .wording import use_our_words


def helper() -> FormHelper:
    """For every form of ours: fields only; the template writes the form tag, the token and the button."""
    found = FormHelper()
    found.form_tag = False
    found.disable_csrf = True
    return found


class InvitationForm(forms.Form):
    """Only roles and bodies that this user may invite to are offered."""

    email = forms.EmailField(label=gettext_lazy("Thư điện tử công vụ"), max_length=254)
    role = forms.ChoiceField(label=gettext_lazy("Vai trò"))
    body = forms.ModelChoiceField(
        Body.objects.none(), label=gettext_lazy("Cơ quan"), empty_label=gettext_lazy("Chọn cơ quan")
    )

    def __init__(self, user: User, data: Any = None) -> None:
        super().__init__(data)
        self.user = user
        roles = set().union(*(MAY_INVITE.get(role, frozenset()) for role in user.roles))
        self.fields["role"].choices = [(role.value, role.label) for role in Role if role in roles]
        reach = Q() if user.ministry_roles else Q(province__in=user.province_ids)
        self.fields["body"].queryset = Body.objects.filter(reach).select_related("province")
        use_our_words(self.fields.values())
        self.helper = helper()

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if "role" in cleaned and "body" in cleaned:
            reason = why_not_invite(self.user, cleaned["role"], cleaned["body"])
            if reason:
                self.add_error("body", reason)
            elif "email" in cleaned and (reason := why_already_in(**cleaned)):
                self.add_error("email", reason)
        return cleaned


class JoinForm(forms.Form):
    """The name and password of somebody who accepts an invitation."""

    full_name = forms.CharField(
        label=gettext_lazy("Họ và tên"), max_length=100, widget=forms.TextInput({"autocomplete": "name"})
    )
    password = forms.CharField(
        label=gettext_lazy("Mật khẩu"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
        help_text=gettext_lazy("Ít nhất 12 ký tự; không dùng mật khẩu phổ biến, tên hay địa chỉ thư của mình."),
    )
    password_again = forms.CharField(
        label=gettext_lazy("Nhập lại mật khẩu"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
    )

    def __init__(self, email: str, data: Any = None) -> None:
        super().__init__(data)
        self.email = email
        use_our_words(self.fields.values())
        self.helper = helper()

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        password = cleaned.get("password")
        if password and password != cleaned.get("password_again"):
            self.add_error("password_again", _("Hai lần nhập mật khẩu không giống nhau."))
        if password:
            try:
                validate_password(password, User(email=self.email, full_name=cleaned.get("full_name", "")))
            except forms.ValidationError as error:
                self.add_error("password", error)
        return cleaned


class PasswordChangeForm(allauth_forms.ChangePasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        use_our_words(self.fields.values())


class PasswordResetForm(allauth_forms.ResetPasswordKeyForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        use_our_words(self.fields.values())
