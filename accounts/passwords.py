"""Django's password validators with our sentences: theirs are partly in English on Vietnamese pages."""

from django.contrib.auth import password_validation
from django.utils.translation import gettext as _


class LongEnough(password_validation.MinimumLengthValidator):
    def get_error_message(self) -> str:
        return _("Mật khẩu này quá ngắn: cần ít nhất %d ký tự.") % self.min_length


class NotCommon(password_validation.CommonPasswordValidator):
    def get_error_message(self) -> str:
        return _("Mật khẩu này quá phổ biến, dễ bị đoán ra; hãy chọn mật khẩu khác.")


class NotOnlyDigits(password_validation.NumericPasswordValidator):
    def get_error_message(self) -> str:
        return _("Mật khẩu này chỉ gồm chữ số; hãy thêm chữ cái.")


class UnlikeOneself(password_validation.UserAttributeSimilarityValidator):
    def get_error_message(self) -> str:
        return _("Mật khẩu này quá giống %(verbose_name)s của bạn; hãy chọn mật khẩu khác.")
