"""The codes of the log in words."""

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.enums import CampaignVerb, Superseded, TemplateVerb, Verdict
from assessments.enums import Verb as WorkflowVerb
from audit.enums import FaultKind, Verb
from audit.models import Event
from catalogue_desk.enums import DeskVerb

LONGEST = 160

PAGES: dict[str, str | Promise] = {
    "home": gettext_lazy("Việc của tôi"),
    "campaign": gettext_lazy("Trang của đợt"),
    "filing": gettext_lazy("Tình hình nộp phiếu"),
    "filing_csv": gettext_lazy("Tình hình nộp phiếu (CSV)"),
    "reviewers": gettext_lazy("Phân công thẩm định"),
    "assignment": gettext_lazy("Phân công thẩm định của tỉnh"),
    "agreement": gettext_lazy("Mức thống nhất"),
    "extension": gettext_lazy("Gia hạn"),
    "overview": gettext_lazy("Tổng quan phiếu"),
    "team": gettext_lazy("Phân công trong tỉnh"),
    "activity": gettext_lazy("Nhật ký thay đổi"),
    "section": gettext_lazy("Câu trả lời của một phần"),
    "evidence_reuse": gettext_lazy("Minh chứng đã có"),
    "evidence_file": gettext_lazy("Tệp minh chứng"),
    "evidence_view": gettext_lazy("Tệp minh chứng"),
    "review": gettext_lazy("Thẩm định"),
    "review_leaf": gettext_lazy("Thẩm định một câu"),
    "review_accept": gettext_lazy("Chấp nhận nhiều câu"),
    "review_differences": gettext_lazy("Đối chiếu hai người thẩm định"),
    "carry_over": gettext_lazy("Mang câu trả lời của đợt trước sang"),
    "clarifications": gettext_lazy("Giải trình"),
    "check": gettext_lazy("Kiểm tra và nộp"),
    "approval": gettext_lazy("Trình duyệt"),
    "receipt": gettext_lazy("Giấy xác nhận đã nộp"),
    "snapshot": gettext_lazy("Bảng điểm"),
    "node": gettext_lazy("Vì sao điểm này"),
    "results": gettext_lazy("Bảng điểm (tệp)"),
    "report_file": gettext_lazy("Tài liệu"),
    "report_template_file": gettext_lazy("Mẫu báo cáo Word"),
    "report_template_default": gettext_lazy("Mẫu báo cáo Word mặc định"),
    "comparison:editions": gettext_lazy("Các bản so sánh"),
    "comparison:table": gettext_lazy("Bảng xếp hạng"),
    "comparison:map": gettext_lazy("Bản đồ"),
    "comparison:heatmap": gettext_lazy("Bản đồ nhiệt"),
    "comparison:quadrants": gettext_lazy("Sẵn sàng và kết quả"),
    "comparison:distribution": gettext_lazy("Từng nội dung"),
    "comparison:side_by_side": gettext_lazy("Đặt cạnh nhau"),
    "comparison:rounds": gettext_lazy("Qua các đợt"),
    "comparison:overclaiming": gettext_lazy("Vượt khai"),
    "comparison:export": gettext_lazy("So sánh (tệp)"),
    "comparison:report_file": gettext_lazy("Báo cáo so sánh toàn quốc"),
    "workbooks:download": gettext_lazy("Bảng tính trả lời"),
    "workbooks:upload": gettext_lazy("Điền bằng Excel"),
    "workbooks:preview": gettext_lazy("Xem trước bảng tính"),
    "planning:gaps": gettext_lazy("Khoảng cách"),
    "planning:gaps_export": gettext_lazy("Khoảng cách (tệp)"),
    "planning:what_if": gettext_lazy("Nếu làm thì sao"),
    "planning:plan": gettext_lazy("Kế hoạch hành động"),
    "planning:plan_export": gettext_lazy("Kế hoạch hành động (tệp)"),
    "catalogue_desk:template": gettext_lazy("Mẫu bộ chỉ số"),
    "catalogue_desk:compare_file": gettext_lazy("Khác nhau giữa hai phiên bản (tệp)"),
    "operations:quarantine": gettext_lazy("Tệp bị cách ly"),
    "operations:release": gettext_lazy("Bỏ cách ly tệp"),
    "audit_desk:events": gettext_lazy("Nhật ký kiểm toán"),
    "audit_desk:events_csv": gettext_lazy("Nhật ký kiểm toán (CSV)"),
    "personal_data:download": gettext_lazy("Dữ liệu cá nhân của bản thân (JSON)"),
}
"""Routes that show data; tests/audit_desk/test_wording.py sees that none is left out."""

DEEDS: dict[str, str | Promise] = {
    "invite": gettext_lazy("mời"),
    "withdraw_invitation": gettext_lazy("thu hồi lời mời"),
    "join": gettext_lazy("nhận lời mời"),
    "admin_add": gettext_lazy("thêm ở trang quản trị hệ thống"),
    "admin_change": gettext_lazy("sửa ở trang quản trị hệ thống"),
    "admin_delete": gettext_lazy("xóa ở trang quản trị hệ thống"),
    "change": gettext_lazy("đổi"),
    "reset": gettext_lazy("đặt lại qua thư"),
    "reply": gettext_lazy("trả lời yêu cầu giải trình"),
    "close_question": gettext_lazy("đóng yêu cầu giải trình"),
    "amend_comment": gettext_lazy("sửa ý kiến trao đổi"),
    "withdraw_comment": gettext_lazy("rút ý kiến trao đổi"),
    "end_sessions": gettext_lazy("kết thúc mọi phiên đăng nhập"),
    "unbind": gettext_lazy("gỡ danh tính đăng nhập một lần"),
    "send_again": gettext_lazy("gửi lại việc trong hàng đợi"),
    "export": gettext_lazy("xuất dữ liệu cá nhân"),
    "erase": gettext_lazy("xóa dữ liệu cá nhân"),
    "retention": gettext_lazy("xóa dữ liệu hết thời hạn lưu"),
    "added totp": gettext_lazy("thêm ứng dụng mã xác minh"),
    "removed totp": gettext_lazy("gỡ ứng dụng mã xác minh"),
    "added webauthn": gettext_lazy("thêm khóa đăng nhập"),
    "removed webauthn": gettext_lazy("gỡ khóa đăng nhập"),
    "added recovery_codes": gettext_lazy("tạo mã dự phòng"),
    "removed recovery_codes": gettext_lazy("bỏ mã dự phòng"),
    "renewed recovery_codes": gettext_lazy("tạo bộ mã dự phòng mới"),
    "taken_away": gettext_lazy("quản trị hệ thống gỡ"),
}
DETAILS: dict[str, str | Promise] = {
    "code": gettext_lazy("mã"),
    "language": gettext_lazy("ngôn ngữ"),
    "evidence_pk": gettext_lazy("minh chứng"),
    "report_pk": gettext_lazy("tài liệu"),
    "upload_pk": gettext_lazy("bảng tính"),
    "versions": gettext_lazy("bản lưu của câu trả lời"),
    "chains": gettext_lazy("chuỗi"),
    "heads": gettext_lazy("đầu chuỗi"),
    "events": gettext_lazy("dòng"),
    "seals": gettext_lazy("lần niêm phong"),
    "faults": gettext_lazy("chỗ sai"),
}
"""The commonest names in a row's detail; any other is shown as it is."""
ENUMS = {
    Verb.WORKFLOW: (WorkflowVerb,),
    Verb.CAMPAIGN: (CampaignVerb,),
    Verb.REVIEW: (Verdict, Superseded),
    Verb.CATALOGUE: (DeskVerb,),
    Verb.TEMPLATE: (TemplateVerb,),
}


def what_in_words(event: Event) -> str:
    """A code without words stays as it is."""
    for enum in ENUMS.get(Verb(event.verb), ()):
        if event.what in enum.values:
            return str(enum(event.what).label)
    words = PAGES if event.verb in {Verb.READ, Verb.EXPORT} else DEEDS
    return str(words.get(event.what, event.what))


def place_in_words(chain: str, thing: Any) -> str:
    """`thing`: what the chain is about, None where it is not known (any more)."""
    kind, _colon, key = chain.partition(":")
    names: dict[str, str] = {
        "assessment": _("Phiếu"),
        "campaign": _("Đợt"),
        "user": _("Người dùng"),
        "invitation": _("Lời mời"),
        "catalogue": _("Danh mục"),
        "report_template": _("Mẫu báo cáo"),
        "stored_file": _("Tệp minh chứng"),
        "body": _("Cơ quan"),
        "province": _("Tỉnh, thành phố"),
        "seals": _("Niêm phong nhật ký"),
        "verifications": _("Kiểm tra nhật ký"),
        "retention": _("Thời hạn lưu"),
        "queues": _("Hàng đợi"),
        "sign-ins": _("Địa chỉ không có tài khoản"),
    }
    if kind == "campaign" and thing:  # whose name says what it is
        return str(thing)
    return f"{names.get(kind, kind)} {thing or key}".rstrip()


def detail_in_words(event: Event) -> str:
    """Codes and counts, shortened; of a seal how many chains it fixed."""
    detail = event.detail if isinstance(event.detail, dict) else {"": event.detail}
    if event.verb == Verb.SEAL:
        detail = {"heads": len(detail.get("heads", ()))}
    text = "; ".join(f"{DETAILS.get(name, name)}: {_value(value)}" for name, value in detail.items() if value != [])
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"


def faults_in_words(verification: Event) -> list[tuple[str, str]]:
    """Of each fault that the row names: where, as chain and number, and what is wrong there."""
    named = verification.detail.get("named", ())
    return [(f"{chain} #{seq}" if seq else chain, str(FaultKind(kind).label)) for kind, chain, seq in named]


def _value(value: Any) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{name} {_value(found)}" for name, found in value.items())
    return ", ".join(_value(found) for found in value) if isinstance(value, list) else str(value)
