"""Django's password validators with our sentences: theirs are partly in English on Vietnamese pages."""

import unicodedata
from functools import cache
from typing import Any

from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from .provinces import read_register

WORDS = (
    *("smartcity", "dothithongminh", "thanhphothongminh", "dothi", "thongminh", "congdanhgia", "danhgia"),
    *(
        "chuyendoiso",
        "boxaydung",
        "soxaydung",
        "xaydung",
        "uybannhandan",
        "ubnd",
        "vietnam",
        "thanhpho",
        "canbo",
        "lanhdao",
    ),
    *("thamdinh", "dangnhap", "matkhau", "password"),
)
"""What stands in nearly every guess at a password of this portal; names of provinces are added. docs/sign-in.md."""

OWN_PART = 6
"""How many letters and digits must be there beside such words."""


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


class NotOurWords:
    """Refuses what is little more than words of the portal and names of provinces, with or without accents."""

    def validate(self, password: str, user: Any = None) -> None:
        left = whole = _plain(password)
        for word in _words():
            left = left.replace(word, "")
        if left != whole and len(left) < OWN_PART:
            raise ValidationError(self.get_error_message(), code="password_of_our_words")

    def get_error_message(self) -> str:
        return _("Mật khẩu này chủ yếu gồm tên gọi của cổng, cơ quan hoặc tỉnh, thành phố; hãy thêm từ khác.")

    def get_help_text(self) -> str:
        return ""


@cache
def _words() -> list[str]:
    """The longest first: one may hold another."""
    register = list(read_register())
    names = [entry.name for entry in register] + [name for entry in register for _code, name in entry.former]
    return sorted({*WORDS, *map(_plain, names)}, key=len, reverse=True)


def _plain(text: str) -> str:
    """Letters and digits alone, without accents: "Đô thị" and "do_thi" are "dothi"."""
    apart = unicodedata.normalize("NFD", text.casefold().replace("đ", "d"))
    return "".join(letter for letter in apart if letter.isalnum())
