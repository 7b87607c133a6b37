"""Sending a catalogue, and choosing two versions."""

from pathlib import PurePath
from typing import Any

from django import forms
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.forms import helper
from accounts.wording import use_our_words
from assessments.file_checks.names import safe_name
from assessments.forms.fields import FilesField, FilesInput, TextField
from assessments.spreadsheets.packages import MAX_BYTES, SUFFIXES
from catalogues.versions import VERSION_CODE, VersionStatus

from .enums import CatalogueKind
from .queries import versions
from .reading import MAX_FILES, MAX_TOTAL

YAML = {".yaml", ".yml"}
MAX_SENT = max(MAX_TOTAL, MAX_BYTES)


class UploadForm(forms.Form):
    version_code = TextField(
        max_length=60,
        label=gettext_lazy("Mã phiên bản"),
        help_text=gettext_lazy("Dạng mã/v1, ví dụ cv3098/v2; chữ không dấu, số, dấu chấm, gạch."),
    )
    files = FilesField(label=gettext_lazy("Các tệp"))
    base = forms.ChoiceField(
        required=False,
        label=gettext_lazy("So với phiên bản"),
        help_text=gettext_lazy("Để xem trước khác biệt; không chọn thì so với bản mới nhất cùng mã."),
    )

    def __init__(self, kind: str, data: Any = None, files: MultiValueDict[str, Any] | None = None) -> None:
        super().__init__(data, files, use_required_attribute=False)
        self.kind = kind
        has_template = kind == CatalogueKind.INDICATORS
        sent = self.fields["files"]
        sent.widget = FilesInput({"accept": ".yaml,.yml,.xlsx" if has_template else ".yaml,.yml"})
        sent.help_text = (
            _("Một tệp Excel theo mẫu, hoặc các tệp YAML của cả bộ (set.yaml và mỗi nhóm một tệp).")
            if has_template
            else _("Các tệp YAML của cả danh mục: document.yaml và mỗi nhóm nội dung một tệp.")
        )
        codes = versions(kind).values_list("code", flat=True)
        self.fields["base"].choices = [("", _("Bản mới nhất cùng mã")), *((code, code) for code in codes)]
        use_our_words(self.fields.values())
        self.helper = helper()

    def clean_version_code(self) -> str:
        code: str = self.cleaned_data["version_code"]
        if not VERSION_CODE.fullmatch(code):
            raise forms.ValidationError(_("Mã phiên bản cần có dạng mã/v1, ví dụ cv3098/v2."))
        if versions(self.kind).filter(code=code, status=VersionStatus.PUBLISHED).exists():
            raise forms.ValidationError(_("Phiên bản %s đã công bố nên không thay được; hãy đặt số tiếp theo.") % code)
        return code

    def clean_files(self) -> dict[str, bytes]:
        """By name."""
        sent = [(safe_name(file.name), file) for file in self.cleaned_data["files"]]
        names = [name for name, _file in sent]
        if not names:
            raise forms.ValidationError(_("Hãy chọn ít nhất một tệp."))
        if len(names) > MAX_FILES:
            raise forms.ValidationError(_("Mỗi lần gửi không quá %d tệp.") % MAX_FILES)
        if len(set(names)) < len(names):
            raise forms.ValidationError(_("Có hai tệp cùng tên; mỗi tệp cần một tên riêng."))
        strange = [name for name in names if PurePath(name).suffix.lower() not in {*YAML, *SUFFIXES}]
        if strange:
            raise forms.ValidationError(_("Tệp “%s” không phải .yaml hay .xlsx.") % strange[0])
        if sum(file.size for _name, file in sent) > MAX_SENT:
            raise forms.ValidationError(_("Các tệp cộng lại lớn hơn giới hạn %d MB.") % (MAX_SENT // 1_000_000))
        return {name: file.read() for name, file in sent}


class CompareForm(forms.Form):
    """Chosen in the address, so that a comparison can be linked to."""

    a = forms.ChoiceField(label=gettext_lazy("Bản trước"))
    b = forms.ChoiceField(label=gettext_lazy("Bản sau"))

    def __init__(self, codes: list[str], data: Any = None) -> None:
        super().__init__(data, use_required_attribute=False)
        for field in self.fields.values():
            field.choices = [(code, code) for code in codes]
        use_our_words(self.fields.values())
        self.helper = helper()
