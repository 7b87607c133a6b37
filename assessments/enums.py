"""States and kinds. Their stored values never change; their labels are what people read."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class CampaignState(TextChoices):
    DRAFT = "draft", _("Đang chuẩn bị")
    OPEN = "open", _("Đang mở")
    CLOSED = "closed", _("Đã kết thúc")


class AssessmentState(TextChoices):
    DRAFT = "draft", _("Đang tự đánh giá")
    SUBMITTED = "submitted", _("Đã nộp")


class Verb(TextChoices):
    """What people do to an assessment; each is recorded as a workflow event."""

    OPEN = "open", _("mở phiếu")
    SUBMIT = "submit", _("nộp phiếu")
    PREVIEW = "preview", _("tính điểm thử")
    ADD_EVIDENCE = "add_evidence", _("thêm minh chứng")
    REMOVE_EVIDENCE = "remove_evidence", _("gỡ minh chứng")
    REPORT = "report", _("lập báo cáo")
    LOAD_ANSWERS = "load_answers", _("nạp câu trả lời từ tệp")


class Quality(TextChoices):
    """Where an entered number comes from, best first."""

    MEASURED = "measured", _("Đo trực tiếp")
    STATISTICS = "statistics", _("Số liệu thống kê")
    SURVEY = "survey", _("Điều tra, khảo sát")
    EXTRAPOLATED = "extrapolated", _("Ngoại suy")
    ESTIMATED = "estimated", _("Ước tính")


class EvidenceKind(TextChoices):
    FILE = "file", _("Tệp")
    LINK = "link", _("Đường dẫn")
    DOCUMENT = "document", _("Văn bản dẫn chiếu")


class WorkStatus(TextChoices):
    """Where a task's row is; what the page shows while people wait."""

    QUEUED = "queued", _("đang chờ")
    RUNNING = "running", _("đang xử lý")
    READY = "ready", _("đã xong")
    FAILED = "failed", _("không thành công")


UNFINISHED = frozenset({WorkStatus.QUEUED, WorkStatus.RUNNING})
"""A worker has it, or is to have it."""


class Purpose(TextChoices):
    PREVIEW = "preview", _("Tính thử")
    SUBMISSION = "submission", _("Bản nộp")


class ReportKind(TextChoices):
    GAP_REPORT = "gap_report", _("Báo cáo khoảng cách")


class Reading(TextChoices):
    """The three readings of scoring.md; values as `indicators.scoring.readings.Reading` has them."""

    CLAIMED = "claimed", _("Tự đánh giá")
    EVIDENCED = "evidenced", _("Có minh chứng")
    VERIFIED = "verified", _("Đã thẩm định")


class Band(TextChoices):
    """Bands of any 0–100 score; codes as `indicators.scoring.scorecard.BANDS` has them. Ours, not the ministry's."""

    STARTING = "starting", pgettext_lazy("band", "Khởi đầu")
    FORMING = "forming", pgettext_lazy("band", "Hình thành")
    DEVELOPING = "developing", pgettext_lazy("band", "Phát triển")
    INTEGRATED = "integrated", pgettext_lazy("band", "Tích hợp")
    LEADING = "leading", pgettext_lazy("band", "Dẫn dắt")
