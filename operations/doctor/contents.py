"""What must have been loaded, who must be there, what must run."""

from django.utils import timezone

from accounts.models import Membership, Province
from accounts.roles import Role
from catalogues.versions import VersionStatus
from guidance.models import GuidanceVersion
from indicators.models import IndicatorSetVersion
from operations.heartbeats import alive
from operations.models import ProcessKind

from .findings import Finding, error, fine, warning

PROVINCES = 34


def provinces() -> Finding:
    count = Province.objects.valid_on(timezone.localdate()).count()
    if count != PROVINCES:
        return error("provinces", f"có {count} tỉnh, thành phố thay vì {PROVINCES}", "Chạy manage.py load_provinces.")
    return fine("provinces", f"{count} tỉnh, thành phố")


def catalogues() -> Finding:
    models = {"khuyến nghị": GuidanceVersion, "bộ chỉ số": IndicatorSetVersion}
    missing = [
        name for name, model in models.items() if not model.objects.filter(status=VersionStatus.PUBLISHED).exists()
    ]
    if missing:
        advice = "Chạy manage.py load_catalogues --publish."
        return error("catalogues", f"chưa có bản công bố của danh mục: {', '.join(missing)}", advice)
    return fine("catalogues", "đã nạp và công bố")


def administrator() -> Finding:
    found = Membership.objects.filter(
        role=Role.CAMPAIGN_MANAGER, user__is_active=True, body__province__isnull=True
    ).exists()
    if not found:
        advice = "Chạy manage.py invite THƯ --role campaign_manager --site https://TÊN-MIỀN rồi mở đường dẫn in ra."
        return error("administrator", "chưa có quản trị đợt đánh giá nào", advice)
    return fine("administrator", "có")


def workers() -> Finding:
    count = len(alive(ProcessKind.WORKER))
    if not count:
        advice = "Khởi động: celery -A smartcity_portal worker; xem nhật ký của nó nếu nó dừng."
        return error("worker", "không thấy tiến trình xử lý nào", advice)
    return fine("worker", f"{count} tiến trình đang chạy")


def beat() -> Finding:
    count = len(alive(ProcessKind.BEAT))
    if not count:
        return error("beat", "không thấy tiến trình định giờ", "Khởi động: celery -A smartcity_portal beat.")
    if count > 1:
        return warning("beat", f"{count} tiến trình định giờ", "Chỉ chạy một: nếu không mỗi việc được gửi nhiều lần.")
    return fine("beat", "đang chạy")


CHECKS = (provinces, catalogues, administrator, workers, beat)
