"""Evidence beside an answer: files, a link, a cited document; any of them, several at once."""

from datetime import date
from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.forms import helper
from accounts.wording import WRONG_LINK, use_our_words
from assessments.answer_values import why_not_dated
from assessments.evidence_files import NAMES, TYPES

from .fields import DayField, FilesField, FilesInput, TextField
from .questions import prefix_of

MOST_FILES = 20


class EvidenceForm(forms.Form):
    is_confidential = forms.BooleanField(
        required=False, label=gettext_lazy("Tệp hạn chế phổ biến (đánh dấu trước khi chọn tệp)")
    )
    files = FilesField(
        required=False, label=gettext_lazy("Chọn hoặc kéo thả tệp"), widget=FilesInput({"accept": ",".join(TYPES)})
    )
    url = forms.URLField(
        required=False, max_length=1000, assume_scheme="https", label=gettext_lazy("Đường dẫn đến trang hoặc hệ thống")
    )
    document_number = TextField(required=False, max_length=200, label=gettext_lazy("Số, ký hiệu văn bản"))
    document_date = DayField(required=False, label=gettext_lazy("Ngày ban hành"))
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
        nothing |= dict.fromkeys(("document_number", "document_issuer", "document_title"), "") | {"document_date": None}
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

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        rest = [cleaned.get(name) for name in ("document_date", "document_issuer", "document_title")]
        if any(rest) and not cleaned.get("document_number"):
            self.add_error("document_number", _("Văn bản dẫn chiếu cần số, ký hiệu."))
        return cleaned
