"""What is recorded. Stored values never change; labels are what people read."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Verb(TextChoices):
    READ = "read", _("xem dữ liệu")
    EXPORT = "export", _("tải về, xuất dữ liệu")
    ANSWER = "answer", _("lưu câu trả lời")
    WORKFLOW = "workflow", _("xử lý phiếu")
    REVIEW = "review", _("kết luận thẩm định")
    DISCUSSION = "discussion", _("sửa, rút ý kiến trao đổi")
    CAMPAIGN = "campaign", _("xử lý đợt đánh giá")
    CATALOGUE = "catalogue", _("xử lý danh mục")
    TEMPLATE = "template", _("xử lý mẫu báo cáo")
    ACCOUNT = "account", _("thay đổi người dùng, vai trò")
    SIGN_IN = "sign_in", _("đăng nhập")
    SIGN_IN_FAILED = "sign_in_failed", _("đăng nhập không thành công")
    SIGN_OUT = "sign_out", _("đăng xuất")
    PASSWORD = "password", _("đổi mật khẩu")
    SECOND_FACTOR = "second_factor", _("đổi bước xác minh thứ hai")
    PERSON = "person", _("xử lý dữ liệu cá nhân")
    OPERATION = "operation", _("vận hành hệ thống")
    SEAL = "seal", _("niêm phong nhật ký")
    VERIFY = "verify", _("kiểm tra nhật ký")


class FaultKind(TextChoices):
    """What verification finds."""

    ALTERED = "altered", _("dòng đã bị sửa hoặc đổi chỗ")
    MISSING = "missing", _("thiếu dòng")
    UNLINKED = "unlinked", _("dòng không nối với dòng trước: bị chèn, thay hoặc đổi chỗ")
    HEAD = "head", _("đầu chuỗi không khớp với dòng cuối cùng")
    CHAIN = "chain", _("cả chuỗi đã bị xóa")
    SEAL = "seal", _("không khớp với lần niêm phong")
    ANCHOR = "anchor", _("không có lần niêm phong đã ghi lại ở ngoài")
    PROTECTION = "protection", _("cơ sở dữ liệu không còn chặn việc sửa, xóa")
