"""This machine: static files, room on the disks, what prints PDFs, the backup."""

import importlib
import shutil
import time
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.storage import ManifestFilesMixin, staticfiles_storage

from .findings import Finding, error, fine, warning

LEAST_FREE = 1024**3
FEW_PERCENT = 10
OLDEST_BACKUP_HOURS = 26
"""A night and a little more."""

FONTS = ("vendor/fonts/be-vietnam-pro-400-normal.woff2", "vendor/fonts/be-vietnam-pro-600-normal.woff2")


def static_files() -> Finding:
    advice = "Chạy manage.py collectstatic --noinput (trong ảnh Docker việc này đã làm sẵn)."
    if not isinstance(staticfiles_storage, ManifestFilesMixin):
        return warning("static files", "tên tệp tĩnh không có mã băm", "Dùng smartcity_portal.settings.prod.")
    paths, _hash = staticfiles_storage.load_manifest()
    missing = [name for name in paths.values() if not staticfiles_storage.exists(name)]
    if not paths or missing:
        return error("static files", f"chưa thu thập hoặc thiếu {len(missing)} tệp", advice)
    return fine("static files", f"{len(paths)} tệp")


def disk() -> Finding:
    place = _standing(Path(settings.MEDIA_ROOT))
    usage = shutil.disk_usage(place)
    percent = usage.free * 100 // usage.total
    said = f"còn {usage.free / 1024**3:.1f} GB ({percent} %)"
    advice = "Dọn đĩa hoặc mở rộng đĩa chứa minh chứng và báo cáo; bản sao lưu cũ nên chuyển đi nơi khác."
    if usage.free < LEAST_FREE:
        return error("disk", said, advice)
    if percent < FEW_PERCENT:
        return warning("disk", said, advice)
    return fine("disk", said)


def _standing(path: Path) -> Path:
    """The nearest folder that exists."""
    while not path.exists():
        path = path.parent
    return path


def pdf_engine() -> Finding:
    try:
        engine = importlib.import_module("weasyprint")
    except (ImportError, OSError) as failure:
        advice = "Cài gói hệ thống libpango-1.0-0, libpangoft2-1.0-0 và libharfbuzz-subset0."
        return error("PDF", f"không nạp được bộ in PDF ({type(failure).__name__})", advice)
    return fine("PDF", f"WeasyPrint {engine.__version__}")


def fonts() -> Finding:
    missing = [name for name in FONTS if not _is_there(name)]
    if missing:
        return error("fonts", f"thiếu {', '.join(missing)}", "Chạy make setup (tải phông chữ) rồi collectstatic.")
    return fine("fonts", "có")


def _is_there(name: str) -> bool:
    return Path(settings.STATIC_ROOT, name).exists() or any(
        Path(root, name).exists() for root in settings.STATICFILES_DIRS
    )


def backup() -> Finding:
    folder = getattr(settings, "BACKUP_DIR", "")
    if not folder:
        advice = "Đặt BACKUP_DIR là một thư mục trên đĩa khác; bản sao lưu hằng đêm sẽ vào đó."
        return warning("backup", "chưa đặt sao lưu", advice)
    ages = [time.time() - path.stat().st_mtime for path in Path(folder).glob("*.zip")]
    if not ages:
        return error("backup", "chưa có bản sao lưu nào", "Xem nhật ký của tiến trình xử lý; thử sao lưu bằng tay.")
    hours = min(ages) / 3600
    if hours > OLDEST_BACKUP_HOURS:
        advice = "Xem nhật ký của tiến trình xử lý và tiến trình định giờ; kiểm tra chỗ trống của đĩa sao lưu."
        return error("backup", f"bản mới nhất đã {hours:.0f} giờ", advice)
    return fine("backup", f"bản mới nhất {hours:.0f} giờ trước")


CHECKS = (static_files, disk, pdf_engine, fonts, backup)
