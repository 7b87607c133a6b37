"""What the portal talks to: database, Redis, storage, mail server, virus scanner."""

import redis
from django.conf import settings
from django.core.mail import get_connection
from django.db import Error, connection
from django.utils import timezone

from assessments.scanning import PONG, ScannerAway, greeting
from operations import readiness

from .findings import Finding, error, fine, warning

OLDEST_POSTGRES, OLDEST_REDIS = 14, 6
MOST_SKEW = 5
"""Seconds between the clocks of this machine and the database."""


def database() -> Finding:
    name = "PostgreSQL"
    if connection.vendor != "postgresql":
        advice = "Đặt DATABASE_URL là địa chỉ PostgreSQL; SQLite chỉ dùng để chạy thử trên một máy."
        return warning(name, f"đang dùng {connection.display_name}", advice)
    try:
        with connection.cursor() as cursor:
            cursor.execute("SHOW server_encoding")
            encoding = cursor.fetchone()[0]
            version = connection.pg_version // 10_000
    except Error as failure:
        advice = "Kiểm tra máy chủ PostgreSQL có chạy không và DATABASE_URL (tên, mật khẩu, cổng) có đúng không."
        return error(name, f"không kết nối được ({type(failure).__name__})", advice)
    if version < OLDEST_POSTGRES:
        return error(name, f"phiên bản {version}", f"Nâng cấp lên PostgreSQL {OLDEST_POSTGRES} trở lên.")
    if encoding != "UTF8":
        return error(name, f"bảng mã {encoding}", "Tạo lại cơ sở dữ liệu với bảng mã UTF8 rồi nạp lại dữ liệu.")
    return fine(name, f"phiên bản {version}, {encoding}")


def migrations() -> Finding:
    missing = readiness.unapplied_migrations()
    if missing:
        apps = ", ".join(sorted({app for app, _name in missing}))
        return error("migrations", f"cơ sở dữ liệu chưa theo kịp bản cài đặt: {apps}", "Chạy manage.py migrate.")
    return fine("migrations", "đầy đủ")


def clock() -> Finding:
    if connection.vendor != "postgresql":
        return fine("clock", "cơ sở dữ liệu ở trên chính máy này")
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        skew = abs((cursor.fetchone()[0] - timezone.now()).total_seconds())
    if skew > MOST_SKEW:
        advice = "Đồng bộ giờ của máy này và máy cơ sở dữ liệu (chrony hoặc systemd-timesyncd): hạn nộp tính theo đó."
        return error("clock", f"lệch {skew:.0f} giây so với cơ sở dữ liệu", advice)
    return fine("clock", "khớp với cơ sở dữ liệu")


def queue() -> Finding:
    name, address = "Redis", settings.CELERY_BROKER_URL
    if not address.startswith("redis"):
        advice = "Đặt REDIS_URL; hàng đợi bằng thư mục chỉ dùng để chạy thử trên một máy."
        return warning(name, "chưa dùng Redis", advice)
    try:
        with redis.from_url(address, socket_connect_timeout=3, socket_timeout=3) as client:
            server = client.info()
    except (redis.RedisError, OSError) as failure:
        advice = "Kiểm tra máy chủ Redis có chạy không và REDIS_URL có đúng không."
        return error(name, f"không kết nối được ({type(failure).__name__})", advice)
    return _judged(name, server)


def _judged(name: str, server: dict[str, object]) -> Finding:
    version = str(server["redis_version"])
    if int(version.split(".")[0]) < OLDEST_REDIS:
        return error(name, f"phiên bản {version}", f"Nâng cấp lên Redis {OLDEST_REDIS} trở lên.")
    if server.get("maxmemory_policy", "noeviction") != "noeviction":
        advice = "Đặt maxmemory-policy noeviction: Redis không được tự bỏ việc trong hàng đợi."
        return error(name, f"maxmemory-policy là {server['maxmemory_policy']}", advice)
    if not server.get("aof_enabled"):
        advice = "Chạy redis-server với --appendonly yes; nếu không, việc trong hàng đợi phải đợi lượt quét sau."
        return warning(name, "không ghi xuống đĩa (appendonly no)", advice)
    return fine(name, f"phiên bản {version}, ghi xuống đĩa")


def storage() -> Finding:
    advice = "Kiểm tra quyền ghi và chỗ trống của thư mục, hoặc S3_ENDPOINT_URL, S3_BUCKET và khóa truy cập."
    try:
        reason = readiness.storage()
    except Exception as failure:
        reason = type(failure).__name__
    if reason:
        return error("storage", f"không ghi, đọc hoặc xóa được ({reason})", advice)
    return fine("storage", "ghi, đọc, xóa được")


def mail() -> Finding:
    if not settings.EMAIL_BACKEND.endswith("smtp.EmailBackend"):
        advice = "Đặt EMAIL_URL, ví dụ smtp+tls://user:password@host:587."
        return warning("mail", "thư không được gửi đi", advice)
    server = get_connection(timeout=settings.EMAIL_TIMEOUT)
    try:
        server.open()
        server.close()
    except (OSError, ValueError) as failure:  # smtplib's own errors are OSErrors
        advice = "Kiểm tra EMAIL_URL: máy chủ, cổng, TLS, tên và mật khẩu; tường lửa có cho đi ra không."
        return error("mail", f"không kết nối được máy chủ thư ({type(failure).__name__})", advice)
    return fine("mail", "kết nối được máy chủ thư")


def scanner() -> Finding:
    address = getattr(settings, "CLAMD_ADDRESS", "")
    if not address:
        return warning("clamd", "không quét mã độc trong tệp tải lên", "Đặt CLAMD_ADDRESS để quét tệp tải lên.")
    try:
        answer = greeting(address)
    except ScannerAway as failure:
        answer = type(failure.__cause__ or failure).__name__
    if answer != PONG:
        return error(
            "clamd", f"không trả lời ({answer})", "Kiểm tra clamd có chạy không và CLAMD_ADDRESS có đúng không."
        )
    return fine("clamd", "trả lời")


CHECKS = (database, migrations, clock, queue, storage, mail, scanner)
