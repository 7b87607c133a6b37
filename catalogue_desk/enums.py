"""Kinds of catalogues, and what becomes of an upload. Their stored values never change."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class CatalogueKind(TextChoices):
    GUIDANCE = "guidance", _("Danh mục khuyến nghị")
    INDICATORS = "indicators", _("Bộ chỉ số")


class UploadStatus(TextChoices):
    """`refused`: only its faults are kept; `ready`: without faults, waits for a yes; `stored`: became a draft."""

    REFUSED = "refused", _("Có lỗi, không nạp")
    READY = "ready", _("Chờ xác nhận")
    STORED = "stored", _("Đã lưu thành bản nháp")


class DeskVerb(TextChoices):
    """What people do at the desk; each is recorded as an event."""

    UPLOAD = "upload", _("gửi tệp danh mục")
    STORE = "store", _("lưu bản nháp")
    PUBLISH = "publish", _("công bố phiên bản")
    DISCARD = "discard", _("xóa bản nháp")


class Filter(TextChoices):
    """Which differences a page lists; the first five as `catalogues.differences.DifferenceKind` has them."""

    NEW = "new", _("mới")
    GONE = "gone", _("bỏ")
    RESCALED = "rescaled", _("đổi cách trả lời, tính điểm")
    REWEIGHTED = "reweighted", _("đổi trọng số")
    REWORDED = "reworded", _("đổi câu chữ")
    MOVED = "moved", _("chuyển chỗ")
    SAME = "same", _("giữ nguyên")
