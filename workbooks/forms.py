"""Sending a workbook, and choosing between two versions of an answer."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.forms import helper
from accounts.wording import use_our_words
from assessments.file_checks.names import safe_name
from assessments.forms.questions import prefix_of
from assessments.spreadsheets.packages import MAX_BYTES

from .merging import Line

PORTAL, WORKBOOK = "portal", "workbook"


class UploadForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("Bảng tính đã điền"),
        help_text=gettext_lazy("Tệp .xlsx tải về từ phiếu này, đã lưu và đóng trong Excel hoặc LibreOffice."),
        allow_empty_file=True,
        widget=forms.FileInput({"accept": ".xlsx"}),
    )

    def __init__(self, data: Any = None, files: Any = None) -> None:
        super().__init__(data, files, use_required_attribute=False)
        use_our_words(self.fields.values())
        self.fields["file"].error_messages["required"] = _("Hãy chọn tệp bảng tính để gửi.")
        self.helper = helper()

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > MAX_BYTES:
            names = {"name": safe_name(file.name), "limit": MAX_BYTES // 1_000_000}
            raise forms.ValidationError(_("Tệp “%(name)s” lớn hơn giới hạn %(limit)d MB.") % names)
        return file


class ConflictForm(forms.Form):
    """One choice a conflict, as it stands now: what was chosen against another version of the answer is no choice."""

    def __init__(self, conflicts: Iterable[Line], data: Any = None) -> None:
        super().__init__(data, use_required_attribute=False)
        self.conflicts = {f"{place}-{prefix_of(line.item.code)}": line for place, line in enumerate(conflicts)}
        for name, line in self.conflicts.items():
            self.fields[name] = _choice(line)

    def chosen(self) -> dict[str, tuple[bool, int]]:
        """By code: whether the workbook's version is taken, and the version of the answer in the portal."""
        return {
            line.item.code: (self.cleaned_data[name].startswith(WORKBOOK), line.version)
            for name, line in self.conflicts.items()
        }


def _choice(line: Line) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=_("Chọn bản cho câu %s") % line.item.code,
        choices=[
            (f"{PORTAL}:{line.version}", _("Giữ bản đang có trong cổng")),
            (f"{WORKBOOK}:{line.version}", _("Lấy bản trong bảng tính")),
        ],
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Hãy chọn một bản."),
            "invalid_choice": _("Câu này vừa được sửa trong cổng; hãy xem lại hai bản rồi chọn."),
        },
    )
