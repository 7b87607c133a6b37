"""Whether what leaves this machine is encrypted, and the other side's certificate looked at: as the settings say."""

from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

from django.conf import settings

from .findings import Finding, fine, warning

ON_THIS_MACHINE = "không ra khỏi máy này"
CHECKED = "mã hóa, có kiểm tra chứng thư"
PLAIN = "không mã hóa hoặc không kiểm tra chứng thư"


def _judged(name: str, host: str | None, *, is_checked: bool, advice: str) -> Finding:
    """Paths of Unix sockets are hosts that begin with a slash."""
    if not host or host.startswith("/") or host in {"localhost", "127.0.0.1", "::1"}:
        return fine(name, ON_THIS_MACHINE)
    return fine(name, CHECKED) if is_checked else warning(name, f"{host}: {PLAIN}", advice)


def database() -> Finding:
    found = settings.DATABASES["default"]
    is_checked = found.get("OPTIONS", {}).get("sslmode") == "verify-full"
    advice = "Thêm ?sslmode=verify-full&sslrootcert=… vào DATABASE_URL và bật ssl ở máy chủ PostgreSQL."
    return _judged("TLS PostgreSQL", found.get("HOST"), is_checked=is_checked, advice=advice)


def queue() -> Finding:
    address = urlsplit(settings.CELERY_BROKER_URL)
    is_checked = address.scheme == "rediss" and parse_qs(address.query).get("ssl_cert_reqs", ["required"]) in (
        ["required"],
        ["CERT_REQUIRED"],
    )
    advice = "Đặt REDIS_URL là rediss://…?ssl_cert_reqs=required&ssl_ca_certs=… và bật TLS ở máy chủ Redis."
    return _judged("TLS Redis", address.hostname, is_checked=is_checked, advice=advice)


def storage() -> Finding:
    options = settings.STORAGES["default"].get("OPTIONS", {})
    address = urlsplit(options.get("endpoint_url") or "")
    advice = "Đặt S3_ENDPOINT_URL là https://…; chứng thư của nơi cấp riêng chỉ ra bằng AWS_CA_BUNDLE."
    return _judged("TLS storage", address.hostname, is_checked=address.scheme == "https", advice=advice)


def mail() -> Finding:
    sends = settings.EMAIL_BACKEND.endswith("smtp.EmailBackend")
    is_checked = settings.EMAIL_USE_TLS or settings.EMAIL_USE_SSL
    advice = "Đặt EMAIL_URL là smtp+tls://… (cổng 587) hoặc smtp+ssl://… (cổng 465)."
    return _judged("TLS mail", settings.EMAIL_HOST if sends else "", is_checked=is_checked, advice=advice)


def scanner() -> Finding:
    advice = (
        "clamd không có TLS: để nó trên cùng máy (Unix socket), hoặc đi qua stunnel hay một mạng riêng được mã hóa."
    )
    return _judged("TLS clamd", settings.CLAMD_ADDRESS.rpartition(":")[0], is_checked=False, advice=advice)


CHECKS: tuple[Callable[[], Finding], ...] = (database, queue, storage, mail, scanner)
