"""States and kinds. Their stored values never change; their labels are what people read."""

from decimal import Decimal

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from indicators.scoring import scorecard


class CampaignState(TextChoices):
    DRAFT = "draft", _("Đang chuẩn bị")
    OPEN = "open", _("Đang mở")
    CLOSED = "closed", _("Đang thẩm định")
    FINAL = "final", _("Đã chốt")
    PUBLISHED = "published", _("Đã công bố")


class CampaignVerb(TextChoices):
    """What the ministry does to a campaign; each is recorded as a campaign event."""

    CREATE = "create", _("tạo đợt")
    CHANGE = "change", _("sửa đợt")
    OPEN = "open", _("mở đợt")
    ASSIGN = "assign", _("phân công thẩm định")
    REMIND = "remind", _("gửi nhắc việc")
    CLOSE = "close", _("khóa tự đánh giá")
    FINALISE = "finalise", _("chốt kết quả")
    PUBLISH = "publish", _("công bố kết quả")
    CORRECT = "correct", _("công bố đính chính")


class AssessmentState(TextChoices):
    DRAFT = "draft", _("Đang tự đánh giá")
    SUBMITTED = "submitted", _("Đã nộp")
    RETURNED = "returned", _("Đang giải trình")
    FINAL = "final", _("Đã chốt")


class Verb(TextChoices):
    """What people do to an assessment; each is recorded as a workflow event."""

    OPEN = "open", _("mở phiếu")
    ASK_APPROVAL = "ask_approval", _("trình lãnh đạo duyệt")
    APPROVE = "approve", _("duyệt phiếu")
    GIVE_BACK = "give_back", _("trả lại phiếu để hoàn thiện")
    WITHDRAW_APPROVAL = "withdraw_approval", _("rút bản trình duyệt")
    VOID_APPROVAL = "void_approval", _("sửa phiếu sau khi trình duyệt")
    SUBMIT = "submit", _("nộp phiếu")
    PREVIEW = "preview", _("tính điểm thử")
    ADD_EVIDENCE = "add_evidence", _("thêm minh chứng")
    REMOVE_EVIDENCE = "remove_evidence", _("gỡ minh chứng")
    INFECTED = "infected", _("tìm thấy mã độc trong minh chứng")
    RELEASE = "release", _("bỏ cách ly minh chứng")
    REPORT = "report", _("lập báo cáo")
    LOAD_ANSWERS = "load_answers", _("nạp câu trả lời từ tệp")
    CARRY_OVER = "carry_over", _("mang câu trả lời của đợt trước sang")
    EXTEND = "extend", _("gia hạn nộp")
    ASSIGN = "assign", _("phân công thẩm định")
    ACCEPT_MANY = "accept_many", _("chấp nhận nhiều câu cùng lúc")
    FINISH_REVIEW = "finish_review", _("thẩm định xong")
    SETTLE = "settle", _("thống nhất kết luận")
    RETURN = "return", _("yêu cầu giải trình")
    CLARIFY = "clarify", _("nộp giải trình")
    RESUME = "resume", _("kết thúc giải trình")
    FINALISE = "finalise", _("chốt kết quả")
    REOPEN = "reopen", _("mở lại thẩm định")
    PLAN = "plan", _("cập nhật kế hoạch hành động")
    SHARE_OUT = "share_out", _("phân công trong tỉnh")


class ScanState(TextChoices):
    """What is known of a stored file; `UNSCANNED`: it came while no scanner was configured."""

    WAITING = "waiting", _("đang chờ quét mã độc")
    CLEAN = "clean", _("đã quét, không có mã độc")
    INFECTED = "infected", _("có mã độc, đã xóa")
    UNSCANNED = "unscanned", _("chưa quét mã độc")


class ApprovalDecision(TextChoices):
    """What a leader says of an assessment that was laid before them."""

    APPROVED = "approved", _("đã duyệt")
    RETURNED = "returned", _("đã trả lại")


class ApprovalStage(TextChoices):
    """Where the leader's approval of a draft is; `FALLEN`: asked for or given, and then the content changed."""

    NOT_NEEDED = "not_needed", _("không cần duyệt")
    NOT_ASKED = "not_asked", _("chưa trình duyệt")
    WAITING = "waiting", _("đang chờ lãnh đạo duyệt")
    APPROVED = "approved", _("lãnh đạo đã duyệt")
    RETURNED = "returned", _("lãnh đạo trả lại")
    FALLEN = "fallen", _("phải trình lại")
    WITHDRAWN = "withdrawn", _("đã rút bản trình")


class Filing(TextChoices):
    """Whether a province has handed in, and when; `LATE`: after its last day, an extension counted."""

    ON_TIME = "on_time", _("đúng hạn")
    LATE = "late", _("trễ hạn")
    UNFILED = "unfiled", _("chưa nộp")
    NOT_BEGUN = "not_begun", _("chưa bắt đầu")


class Permission(TextChoices):
    """What a role may do; the labels stand in the table of states and who may move them (docs/states.md)."""

    EDIT_ANSWERS = "edit_answers", _("nhập câu trả lời")
    SUBMIT = "submit", _("nộp phiếu và giải trình")
    APPROVE = "approve", _("duyệt phiếu trước khi nộp")
    PREVIEW_SCORE = "preview_score", _("tính điểm thử")
    MAKE_REPORT = "make_report", _("lập báo cáo")
    PLAN = "plan", _("lập kế hoạch hành động")
    REVIEW = "review", _("thẩm định")
    SEE_REVIEWS = "see_reviews", _("xem thẩm định")
    RUN_CAMPAIGNS = "run_campaigns", _("quản trị đợt")
    DISCUSS = "discuss", _("trao đổi trong tỉnh")
    READ_LOG = "read_log", _("xem nhật ký kiểm toán")


class Seat(TextChoices):
    """Who judges: up to two reviewers, blind to each other, and what settles their differences."""

    FIRST = "first", _("người thẩm định thứ nhất")
    SECOND = "second", _("người thẩm định thứ hai")
    SETTLED = "settled", _("kết luận thống nhất")


class Verdict(TextChoices):
    """A reviewer's word on an answer; the first three as `indicators.scoring.frame.Verdict` has them."""

    ACCEPTED = "accepted", _("chấp nhận")
    ADJUSTED = "adjusted", _("điều chỉnh")
    REJECTED = "rejected", _("không chấp nhận")
    ASKED = "asked", _("yêu cầu giải trình")


class ReasonCode(TextChoices):
    """Why an answer was not accepted as it is; counted in the statistics of over-claiming."""

    NO_EVIDENCE = "no_evidence", _("chưa có minh chứng")
    UNRELATED_EVIDENCE = "unrelated_evidence", _("minh chứng không đúng nội dung")
    EXPIRED_EVIDENCE = "expired_evidence", _("minh chứng hết hiệu lực hoặc ngoài kỳ đánh giá")
    PLAN_ONLY = "plan_only", _("mới có kế hoạch, chưa có kết quả")
    WRONG_FIGURE = "wrong_figure", _("số liệu không khớp nguồn")
    WRONG_SCOPE = "wrong_scope", _("sai phạm vi hoặc cách tính")
    UNFOUNDED_EXEMPTION = "unfounded_exemption", _("lý do không áp dụng chưa thỏa đáng")
    UNCLEAR = "unclear", _("nội dung chưa rõ")
    OTHER = "other", _("lý do khác")


class Superseded(TextChoices):
    """Why a decision no longer stands."""

    DECIDED_ANEW = "decided_anew", _("đã quyết định lại")
    WITHDRAWN = "withdrawn", _("đã rút")
    ANSWER_CHANGED = "answer_changed", _("câu trả lời đã được sửa")
    CLARIFIED = "clarified", _("đã giải trình")


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
    VERIFIED = "verified", _("Bản đã thẩm định")


class ReportKind(TextChoices):
    """What is made from a snapshot and kept as a file; reports.products says how."""

    GAP_REPORT = "gap_report", _("Báo cáo khoảng cách")
    BRIEF = "brief", _("Tóm tắt hai trang cho lãnh đạo")
    WORD = "word", _("Báo cáo khoảng cách, bản Word để sửa")
    ARCHIVE = "archive", _("Báo cáo khoảng cách, bản lưu trữ PDF/A")
    EVIDENCE_PACK = "evidence_pack", _("Gói minh chứng")


PRINTED = frozenset({ReportKind.GAP_REPORT, ReportKind.BRIEF, ReportKind.ARCHIVE})
"""PDF, with pages."""


class TemplateVerb(TextChoices):
    """What the ministry does with a template of the Word edition; each is recorded as an event."""

    UPLOAD = "upload", _("gửi mẫu")
    ACTIVATE = "activate", _("đưa vào dùng")
    RETIRE = "retire", _("thôi dùng")


class Reading(TextChoices):
    """The three readings of scoring.md; values as `indicators.scoring.readings.Reading` has them."""

    CLAIMED = "claimed", _("Tự đánh giá")
    EVIDENCED = "evidenced", _("Có minh chứng")
    VERIFIED = "verified", _("Đã thẩm định")


def own_reading(purpose: str) -> Reading:
    """The reading that a snapshot was taken for."""
    return Reading.VERIFIED if purpose == Purpose.VERIFIED else Reading.CLAIMED


class Band(TextChoices):
    """Bands of any 0–100 score; codes as `indicators.scoring.scorecard.BANDS` has them. Ours, not the ministry's."""

    STARTING = "starting", pgettext_lazy("band", "Khởi đầu")
    FORMING = "forming", pgettext_lazy("band", "Hình thành")
    DEVELOPING = "developing", pgettext_lazy("band", "Phát triển")
    INTEGRATED = "integrated", pgettext_lazy("band", "Tích hợp")
    LEADING = "leading", pgettext_lazy("band", "Dẫn dắt")


def band_of(score: Decimal | None) -> Band | None:
    return None if score is None else Band(scorecard.band(score))
