"""django-allauth's forms with our words, and clear refusals of what no browser sends."""

import hashlib
import struct
from typing import Any

from allauth.account import forms as account_forms
from allauth.core.internal.cryptokit import normalize_user_code
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms as base_forms
from allauth.mfa.models import Authenticator
from allauth.mfa.totp import forms as totp_forms
from allauth.mfa.webauthn import forms as webauthn_forms
from cryptography.exceptions import InvalidSignature
from django import forms
from django.core.cache import caches
from django.utils.translation import gettext as _

from accounts.wording import use_our_words

LONGEST_NAME = 60
USED_CODE_SECONDS = 120
INCORRECT = "incorrect_code"
UNREADABLE = (ValueError, TypeError, KeyError, IndexError, AttributeError, struct.error, InvalidSignature)
"""What fido2 raises, deep inside, at answers that no authenticator gives, and at false signatures."""


class _OurWords(forms.Form):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        use_our_words(self.fields.values())


class ReauthenticateForm(_OurWords, account_forms.ReauthenticateForm):
    pass


class _CountsOnce(base_forms.BaseAuthenticateForm):
    def clean_code(self) -> str:
        """allauth remembers a used code for half a minute, but takes it for a minute and a half."""
        code: str = super().clean_code()
        digest = hashlib.sha256(normalize_user_code(code).encode()).hexdigest()
        if not caches["limits"].add(f"sign_in:used:{self.user.pk}:{digest}", "used", USED_CODE_SECONDS):
            raise get_adapter().validation_error(INCORRECT)
        return code


class CodeForm(_OurWords, _CountsOnce, base_forms.AuthenticateForm):
    pass


class CodeAgainForm(_OurWords, _CountsOnce, base_forms.ReauthenticateForm):
    pass


class ActivateCodesForm(_OurWords, totp_forms.ActivateTOTPForm):
    pass


class AddPasskeyForm(_OurWords, webauthn_forms.AddWebAuthnForm):
    name = forms.CharField(required=False, max_length=LONGEST_NAME)

    def clean(self) -> dict[str, Any]:
        try:
            return super().clean()
        except UNREADABLE as error:
            raise get_adapter().validation_error(INCORRECT) from error


class RenamePasskeyForm(_OurWords, webauthn_forms.EditWebAuthnForm):
    name = forms.CharField(max_length=LONGEST_NAME)


class _PasskeyAnswer(webauthn_forms.AuthenticateWebAuthnForm):
    def clean_credential(self) -> Authenticator:
        try:
            return super().clean_credential()
        except (forms.ValidationError, *UNREADABLE) as error:
            if getattr(error, "code", INCORRECT) != INCORRECT:
                raise
            reason = _("Khóa đăng nhập này không dùng được; hãy thử lại hoặc dùng cách khác.")
            raise forms.ValidationError(reason) from error


class PasskeyForm(_PasskeyAnswer):
    pass


class PasskeyAgainForm(_PasskeyAnswer, webauthn_forms.ReauthenticateWebAuthnForm):
    pass


class PasskeyLoginForm(_PasskeyAnswer, webauthn_forms.LoginWebAuthnForm):
    pass
