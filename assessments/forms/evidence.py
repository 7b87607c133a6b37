"""Evidence beside an answer: files, a link, a cited document; any of them, several at once."""

from datetime import date
from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.forms import helper
from accounts.wording import WRONG_LINK, use_our_words
from assessments.answer_values import why_not_dated
from assessments.evidence_files import NAMES, TYPES

from .fields import DayField, FilesField, FilesInput, TextField
from .questions import prefix_of

MOST_FILES = 20
FIRST_END, LAST_END = date(1945, 9, 2), date(2199, 12, 31)
"""Days on which evidence may end; outside them lies a slip of the hand."""


class EvidenceForm(forms.Form):
    is_confidential = forms.BooleanField(
        required=False, label=gettext_lazy("Tệp hạn chế phổ biến (đánh dấu trước khi chọn tệp)")
    )
    valid_until = DayField(required=False, label=gettext_lazy("Tệp có hiệu lực đến (nếu có)"))
    files = FilesField(
        required=False,
        label=gettext_lazy("Chọn hoặc kéo thả tệp vào đây"),
        widget=FilesInput({"accept": ",".join(TYPES)}),
    )
    url = forms.URLField(
        required=False, max_length=1000, assume_scheme="https", label=gettext_lazy("Đường dẫn đến trang hoặc hệ thống")
    )
    document_number = TextField(required=False, max_length=200, label=gettext_lazy("Số, ký hiệu văn bản"))
    document_date = DayField(required=False, label=gettext_lazy("Ngày ban hành"))
    document_valid_until = DayField(required=False, label=gettext_lazy("Có hiệu lực đến (nếu có)"))
    document_issuer = TextField(required=False, max_length=200, label=gettext_lazy("Cơ quan ban hành"))
    document_title = TextField(required=False, max_length=300, label=gettext_lazy("Trích yếu"))

    def __init__(self, code: str, data: Any = None, files: MultiValueDict[str, Any] | None = None) -> None:
        self.code = code
        super().__init__(data, files, prefix=f"{prefix_of(code)}-evidence", use_required_attribute=False)
        names = {"types": NAMES, "limit": settings.EVIDENCE_MAX_BYTES // 1024 // 1024}
        self.fields["files"].help_text = _("%(types)s; mỗi tệp không quá %(limit)d MB.") % names
        use_our_words(self.fields.values())
        self.helper = helper()

    def sound(self) -> dict[str, Any]:
        """What was given and is right, by name, with nothing of a document that has a fault."""
        nothing: dict[str, Any] = {"is_confidential": False, "files": [], "url": ""}
        nothing |= dict.fromkeys(("document_number", "document_issuer", "document_title"), "")
        nothing |= dict.fromkeys(("valid_until", "document_date", "document_valid_until"))
        is_faulty = any(name.startswith("document_") for name in self.errors)
        right = self.cleaned_data.items()
        return nothing | {name: given for name, given in right if not (is_faulty and name.startswith("document_"))}

    def clean_files(self) -> list[Any]:
        files: list[Any] = self.cleaned_data["files"]
        if len(files) > MOST_FILES:
            names = {"limit": MOST_FILES, "came": len(files)}
            raise forms.ValidationError(_("Mỗi lần gửi không quá %(limit)d tệp; bạn chọn %(came)d tệp.") % names)
        return files

    def clean_url(self) -> str:
        url: str = self.cleaned_data["url"]
        if url and not (url.startswith(("http://", "https://")) and url.isprintable()):
            raise forms.ValidationError(WRONG_LINK)
        if url and urlsplit(url).username is not None:
            raise forms.ValidationError(_("Đường dẫn không được chứa tên đăng nhập hay mật khẩu."))
        return url

    def clean_document_date(self) -> date | None:
        day: date | None = self.cleaned_data["document_date"]
        reason = why_not_dated(self.code, day, timezone.localdate()) if day else ""
        if reason:
            raise forms.ValidationError(reason)
        return day

    def clean_valid_until(self) -> date | None:
        return _sound_end(self.cleaned_data["valid_until"])

    def clean_document_valid_until(self) -> date | None:
        return _sound_end(self.cleaned_data["document_valid_until"])

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        names = ("document_date", "document_issuer", "document_title", "document_valid_until")
        if any(cleaned.get(name) for name in names) and not cleaned.get("document_number"):
            self.add_error("document_number", _("Văn bản dẫn chiếu cần số, ký hiệu."))
        issued, end = cleaned.get("document_date"), cleaned.get("document_valid_until")
        if issued and end and end < issued:
            shown = {"end": date_format(end), "issued": date_format(issued)}
            text = _("Ngày hết hiệu lực %(end)s ở trước ngày ban hành %(issued)s; hãy kiểm tra lại.") % shown
            self.add_error("document_valid_until", text)
        if "valid_until" in self.errors and cleaned.get("files"):
            self.add_error("files", _("Tệp chưa được thêm: hãy sửa ngày hết hiệu lực rồi gửi lại."))
        return cleaned


def _sound_end(day: date | None) -> date | None:
    if day and not FIRST_END <= day <= LAST_END:
        names = {"first": date_format(FIRST_END), "last": date_format(LAST_END), "came": date_format(day)}
        text = _("Ngày hết hiệu lực cần từ %(first)s đến %(last)s; bạn nhập %(came)s.")
        raise forms.ValidationError(text % names)
    return day
