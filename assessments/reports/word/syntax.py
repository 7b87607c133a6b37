"""Jinja's complaints of a tag, in Vietnamese."""

import re

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

PATTERNS = (
    (
        r"unknown tag '(\w+)'.*closed is '(\w+)'",
        gettext_lazy("thẻ “%s” không có hoặc không đúng chỗ; thẻ “%s” chưa đóng"),
    ),
    (r"unknown tag '(\w+)'", gettext_lazy("thẻ “%s” không có hoặc không đúng chỗ")),
    (r"Unexpected end of template.*closed is '(\w+)'", gettext_lazy("thẻ “%s” chưa đóng")),
    (r"Expected an expression", gettext_lazy("thiếu tên trường")),
    (r"expected token '(.+)', got '(.+)'", gettext_lazy("cần “%s” nhưng gặp “%s”")),
    (r"unexpected char '(.+)' at", gettext_lazy("ký tự “%s” không dùng được trong thẻ")),
)


def said(message: str | None) -> str:
    """What Jinja says otherwise stays in English: better than nothing to look for."""
    for pattern, text in PATTERNS:
        if found := re.search(pattern, message or "", re.DOTALL):
            return str(text) % found.groups() if found.groups() else str(text)
    return _("sai cú pháp (%s)") % message
