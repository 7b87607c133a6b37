"""What becomes of a workbook that was sent, and of each leaf in it. Their stored values never change."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class UploadStatus(TextChoices):
    """`refused`: only its faults are kept; `unchanged`: it says what the portal says; `ready`: waits for a yes."""

    REFUSED = "refused", _("Có lỗi, không nhận")
    UNCHANGED = "unchanged", _("Không có thay đổi")
    READY = "ready", _("Chờ xác nhận")
    APPLIED = "applied", _("Đã nhận")


class Fate(TextChoices):
    """What a workbook does to one leaf."""

    CONFLICT = "conflict", _("hai bên cùng sửa")
    WITHDRAWN = "withdrawn", _("rút câu trả lời")
    CHANGED = "changed", _("sửa")
    NEW = "new", _("trả lời mới")
    TAKEN = "taken", _("lấy bản trong bảng tính")
    KEPT = "kept", _("giữ bản trong cổng")
