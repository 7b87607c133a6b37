"""Looking up a printed report: by its checksum, or by its file, of which nothing but its sha256 is ever kept."""

import hashlib
import re
from dataclasses import dataclass
from decimal import ROUND_UP, Decimal
from typing import Any

from django import forms
from django.core.files.uploadhandler import FileUploadHandler
from django.utils.datastructures import MultiValueDict
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.forms import helper
from accounts.wording import use_our_words
from assessments.verification import ALL_DIGITS, FEWEST_DIGITS

MEGABYTE = 1024 * 1024
MOST_BYTES = 30 * MEGABYTE
CHECKSUM = re.compile(rf"[0-9a-f]{{{FEWEST_DIGITS},{ALL_DIGITS}}}")


class ChecksumForm(forms.Form):
    """Cleans to hexadecimal digits; spaces and capitals do not count."""

    checksum = forms.CharField(
        max_length=200,
        label=gettext_lazy("Mã kiểm tra in trên báo cáo"),
        help_text=gettext_lazy("Từ 16 ký tự đầu trở lên; không phân biệt chữ hoa và khoảng trắng."),
        widget=forms.TextInput({"autocomplete": "off", "autocapitalize": "off", "spellcheck": "false"}),
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, use_required_attribute=False)
        use_our_words(self.fields.values())
        self.helper = helper()

    def clean_checksum(self) -> str:
        digits = "".join(self.cleaned_data["checksum"].split()).lower()
        if not CHECKSUM.fullmatch(digits):
            names = {"low": FEWEST_DIGITS, "high": ALL_DIGITS, "came": len(digits)}
            text = _("Mã kiểm tra cần từ %(low)d đến %(high)d ký tự, chỉ gồm 0–9 và a–f; bạn nhập %(came)d ký tự.")
            raise forms.ValidationError(text % names)
        return digits


class ReportFileForm(forms.Form):
    """`files` as Sha256Handler leaves them."""

    file = forms.FileField(
        label=gettext_lazy("Tệp báo cáo"),
        help_text=gettext_lazy("Tệp gốc tải từ cổng (PDF, DOCX hoặc ZIP), không quá 30 MB. Tệp không được lưu lại."),
        error_messages={
            "empty": gettext_lazy("Tệp không có nội dung; hãy chọn tệp báo cáo."),
            "invalid": gettext_lazy("Hãy chọn tệp báo cáo."),
        },
        widget=forms.ClearableFileInput({"accept": ".pdf,.docx,.zip"}),
    )

    def __init__(self, files: MultiValueDict[str, Any] | None = None) -> None:
        super().__init__({} if files is not None else None, files, use_required_attribute=False)
        use_our_words(self.fields.values())
        self.helper = helper()

    def clean_file(self) -> "HashedFile":
        file: HashedFile = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            size = (Decimal(file.size) / MEGABYTE).quantize(Decimal("0.1"), ROUND_UP)
            names = {"size": number_format(size), "limit": MOST_BYTES // MEGABYTE}
            raise forms.ValidationError(_("Tệp nặng %(size)s MB, giới hạn là %(limit)d MB.") % names)
        return file


@dataclass
class HashedFile:
    """What is left of an upload. `sha256` means nothing above MOST_BYTES."""

    name: str
    size: int
    sha256: str

    def close(self) -> None:
        """As Django asks of uploads; there is nothing open."""


class Sha256Handler(FileUploadHandler):
    """Digests an upload while it comes in; neither memory nor disk ever holds it."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self._digest, self._size = hashlib.sha256(), 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self._size += len(raw_data)
        if self._size <= MOST_BYTES:
            self._digest.update(raw_data)

    def file_complete(self, file_size: int) -> HashedFile:
        return HashedFile(self.file_name or "", self._size, self._digest.hexdigest())
