"""Our sentences for what Django's own fields refuse; its Vietnamese is not how people here write."""

from collections.abc import Iterable

from django import forms
from django.utils.translation import gettext_lazy as _

WRONG_LINK = _("Đường dẫn cần bắt đầu bằng https:// hoặc http://, ví dụ https://tinh.gov.vn/ke-hoach.")

WORDS = (
    (forms.Field, {"required": _("Hãy điền mục này.")}),
    (
        forms.CharField,
        {
            "max_length": _("Cần không quá %(limit_value)d ký tự; bạn nhập %(show_value)d ký tự."),
            "null_characters_not_allowed": _("Có ký tự không đọc được; hãy nhập lại."),
        },
    ),
    (forms.EmailField, {"invalid": _("Thư điện tử cần có dạng ten@tinh.gov.vn.")}),
    (forms.URLField, {"invalid": WRONG_LINK}),
    (
        forms.DecimalField,
        {
            "invalid": _("Cần một số, ví dụ 0,5."),
            "max_digits": _("Cần không quá %(max)s chữ số."),
            "max_decimal_places": _("Cần không quá %(max)s chữ số sau dấu phẩy."),
            "max_whole_digits": _("Cần không quá %(max)s chữ số trước dấu phẩy."),
        },
    ),
    (
        forms.ChoiceField,
        {
            "invalid_choice": _("Lựa chọn này không có trong danh sách; hãy chọn lại."),
            "invalid_list": _("Lựa chọn này không có trong danh sách; hãy chọn lại."),
        },
    ),
)
"""What each kind of field says, by Django's codes; a field says what all its kinds say."""


def use_our_words(fields: Iterable[forms.Field]) -> None:
    """For a form's own fields, once they are all there."""
    for field in fields:
        for kind, words in WORDS:
            if isinstance(field, kind):
                field.error_messages |= words
