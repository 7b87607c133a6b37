"""Settings that a deployment must have right."""

from urllib.parse import urlsplit

from django.conf import settings

from .findings import Finding, error, fine, warning

SHORTEST_KEY, SHORTEST_TOKEN = 50, 20
LONG_HSTS = 15_768_000
"""Half a year, in seconds."""

HERE = frozenset({"127.0.0.1", "localhost", "[::1]", "testserver"})


def secret_key() -> Finding:
    key = settings.SECRET_KEY
    advice = (
        "Đặt SECRET_KEY (hoặc SECRET_KEY_FILE) là một chuỗi ngẫu nhiên, ví dụ: "
        'python -c "import secrets; print(secrets.token_urlsafe(60))".'
    )
    if len(key) < SHORTEST_KEY or len(set(key)) < 5 or key.startswith("django-insecure"):
        return error("SECRET_KEY", f"ngắn hơn {SHORTEST_KEY} ký tự hoặc dễ đoán", advice)
    return fine("SECRET_KEY", "đủ dài")


def debugging() -> Finding:
    if settings.DEBUG or settings.GALLERY:
        advice = "Chạy với DJANGO_SETTINGS_MODULE=smartcity_portal.settings.prod."
        return error("DEBUG", "chế độ phát triển đang bật (DEBUG hoặc GALLERY)", advice)
    return fine("DEBUG", "tắt")


def hosts() -> Finding:
    found = set(settings.ALLOWED_HOSTS)
    advice = "Đặt ALLOWED_HOSTS là tên miền của cổng, ví dụ dothi.example.gov.vn."
    if "*" in found or not found:
        return error("ALLOWED_HOSTS", "trống hoặc nhận mọi tên miền", advice)
    if found <= HERE:
        return error("ALLOWED_HOSTS", "chỉ nhận địa chỉ của chính máy này", advice)
    return fine("ALLOWED_HOSTS", ", ".join(sorted(found)))


def https() -> Finding:
    missing = [
        name
        for name in ("SECURE_SSL_REDIRECT", "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "LANGUAGE_COOKIE_SECURE")
        if not getattr(settings, name)
    ]
    if settings.SECURE_HSTS_SECONDS < LONG_HSTS:
        missing.append("SECURE_HSTS_SECONDS")
    if missing:
        advice = "Dùng smartcity_portal.settings.prod và để proxy kết thúc TLS ở phía trước, gửi X-Forwarded-Proto."
        return error("HTTPS", f"chưa bắt buộc: {', '.join(missing)}", advice)
    return fine("HTTPS", "bắt buộc, cookie chỉ gửi qua HTTPS")


def portal_url() -> Finding:
    address = urlsplit(settings.PORTAL_URL)
    advice = "Đặt PORTAL_URL là https:// và một tên miền có trong ALLOWED_HOSTS; các đường dẫn trong thư trỏ tới đó."
    if address.scheme != "https" or not address.hostname:
        return error("PORTAL_URL", "không phải địa chỉ https", advice)
    if address.hostname not in settings.ALLOWED_HOSTS:
        return error("PORTAL_URL", f"tên miền {address.hostname} không có trong ALLOWED_HOSTS", advice)
    return fine("PORTAL_URL", settings.PORTAL_URL)


def sender() -> Finding:
    if settings.DEFAULT_FROM_EMAIL.endswith("@localhost"):
        advice = "Đặt DEFAULT_FROM_EMAIL là hộp thư công vụ gửi thư của cổng."
        return warning("DEFAULT_FROM_EMAIL", "địa chỉ người gửi chưa đặt", advice)
    return fine("DEFAULT_FROM_EMAIL", settings.DEFAULT_FROM_EMAIL)


def metrics_token() -> Finding:
    name, token = "METRICS_TOKEN", settings.METRICS_TOKEN
    if not token:
        return warning(name, "chưa đặt nên không xem được số liệu vận hành", "Đặt METRICS_TOKEN để theo dõi /metrics.")
    if len(token) < SHORTEST_TOKEN:
        return error(name, f"ngắn hơn {SHORTEST_TOKEN} ký tự", "Đặt METRICS_TOKEN là một chuỗi ngẫu nhiên dài hơn.")
    return fine(name, "đã đặt")


CHECKS = (secret_key, debugging, hosts, https, portal_url, sender, metrics_token)
