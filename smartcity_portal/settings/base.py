"""Settings that hold everywhere; dev, prod and test change what differs."""

from typing import Any

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from smartcity_portal import logs

from .env import BASE_DIR, REDIS_URL, VAR_DIR, env

INSTALLED_APPS = [
    "operations",
    "search",
    "planning",
    "comparison",
    "catalogue_desk",
    "workbooks",
    "handbook",
    "assessments",
    "guidance",
    "indicators",
    "accounts",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "crispy_forms",
    "crispy_bootstrap5",
    "csp",
]

MIDDLEWARE = [
    "operations.middleware.FramedRequests",
    "operations.middleware.FixedHeaders",
    "operations.middleware.Probes",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "accounts.middleware.ReadableRequests",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "accounts.middleware.ChosenLanguage",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.middleware.OwnLanguage",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "accounts.middleware.PrivatePages",
]

ROOT_URLCONF = "smartcity_portal.urls"
WSGI_APPLICATION = "smartcity_portal.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "assessments.views.navigation.navigation",
                "accounts.scheme.scheme",
                "operations.frame.frame",
            ],
            "builtins": ["django.templatetags.i18n", "django.templatetags.static", "django.templatetags.l10n"],
        },
    },
]

# -- data ------------------------------------------------------------------------------------------------------------

SQLITE_OPTIONS: dict[str, Any] = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 30,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA busy_timeout=30000;",
}

DATABASES = {"default": env.db_url("DATABASE_URL", f"sqlite:///{VAR_DIR / 'portal.sqlite3'}")}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = SQLITE_OPTIONS
else:
    DATABASES["default"] |= {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}

CACHES: dict[str, dict[str, Any]] = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
if REDIS_URL:
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}}

MEDIA_ROOT = VAR_DIR / "media"
FILES: dict[str, Any] = {"BACKEND": "django.core.files.storage.FileSystemStorage"}
if env.str("S3_BUCKET", ""):
    FILES = {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "bucket_name": env.str("S3_BUCKET"),
            "endpoint_url": env.str("S3_ENDPOINT_URL", None),
            "access_key": env.str("S3_ACCESS_KEY", None),
            "secret_key": env.str("S3_SECRET_KEY", None),
            "file_overwrite": False,
            "default_acl": None,
        },
    }
STORAGES = {
    "default": FILES,
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# -- people ----------------------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "accounts.passwords.UnlikeOneself", "OPTIONS": {"user_attributes": ("email", "full_name")}},
    {"NAME": "accounts.passwords.LongEnough", "OPTIONS": {"min_length": 12}},
    {"NAME": "accounts.passwords.NotCommon"},
    {"NAME": "accounts.passwords.NotOnlyDigits"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
INVITATION_DAYS = env.int("INVITATION_DAYS", 7)
PORTAL_URL = env.str("PORTAL_URL", "http://127.0.0.1:8000")
"""Where mails that no request is behind lead to."""


# django-allauth: sign-in by mail; people join by invitation only. Second factor (allauth.mfa) and OpenID Connect
# (allauth.socialaccount) are added to INSTALLED_APPS when their issue comes.
ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_REDIRECT_URL = LOGIN_URL
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_FORMS = {
    "change_password": "accounts.forms.PasswordChangeForm",
    "reset_password_from_key": "accounts.forms.PasswordResetForm",
}
EMAIL_CONFIG = env.email_url("EMAIL_URL", "consolemail://")
vars().update(EMAIL_CONFIG)
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", "noreply@localhost")

# -- words, dates, numbers -------------------------------------------------------------------------------------------

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", _("Tiếng Việt")), ("en", _("Tiếng Anh"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = ["smartcity_portal.formats"]
USE_THOUSAND_SEPARATOR = True
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_TZ = True

# -- static files and headers ----------------------------------------------------------------------------------------

STATIC_URL = "static/"
STATIC_ROOT = VAR_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]

UNUSED_FEATURES = (
    *("accelerometer", "autoplay", "camera", "display-capture", "encrypted-media", "geolocation", "gyroscope", "hid"),
    *("magnetometer", "microphone", "midi", "payment", "serial", "usb", "xr-spatial-tracking"),
)
"""What no page of the portal may ask a browser for."""

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
FIXED_HEADERS = {
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": ", ".join(f"{feature}=()" for feature in UNUSED_FEATURES),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
"""Of every answer; a view that sets one itself keeps its own."""

X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"

CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"
CRISPY_FAIL_SILENTLY = False

GALLERY = False
"""Whether /gallery/ shows every component (smartcity_portal.gallery); never in production."""

# -- evidence --------------------------------------------------------------------------------------------------------

EVIDENCE_MAX_BYTES = env.int("EVIDENCE_MAX_BYTES", 20 * 1024 * 1024)
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024

# -- reports ---------------------------------------------------------------------------------------------------------

REPORT_SUPPLEMENTS = {
    "published": "comparison.supplements.published",
    "plan": "planning.supplements.plan",
    "earlier_plan": "planning.supplements.earlier_plan",
}
"""What stands in a report beside its snapshot: field of assessments.supplements.Supplement → who gives it."""

# Printed reports are signed where a certificate is given (assessments.reports.signing).
PDF_SIGNING_PKCS12 = env.str("PDF_SIGNING_PKCS12", "")
PDF_SIGNING_PASSWORD = env.str("PDF_SIGNING_PASSWORD", "")
PDF_SIGNING_TSA_URL = env.str("PDF_SIGNING_TSA_URL", "")

VERIFY_RATES = "20/m,200/h"
"""How often one address may look up a printed report."""

# -- tasks -----------------------------------------------------------------------------------------------------------

BROKER_DIR = VAR_DIR / "broker"
CELERY_BROKER_URL = REDIS_URL or "filesystem://"
CELERY_BROKER_TRANSPORT_OPTIONS: dict[str, Any] = (
    {"visibility_timeout": 900, "unacked_restore_interval": 3, "unacked_restore_throttle": 1}
    if REDIS_URL
    else {
        "data_folder_in": str(BROKER_DIR / "queue"),
        "data_folder_out": str(BROKER_DIR / "queue"),
        "control_folder": str(BROKER_DIR / "control"),
        "polling_interval": 0.05,
    }
)
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_TIME_LIMIT = 300
CELERY_TASK_SOFT_TIME_LIMIT = 270
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = TIME_ZONE

SWEEP_SECONDS = env.int("SWEEP_SECONDS", 60)
"""How often the sweep looks for scorings and reports that were left behind."""

LEFT_BEHIND_SECONDS = env.int("LEFT_BEHIND_SECONDS", 360)
"""How long after its last sign of life a scoring or report counts as left behind (more than the tasks' time limit)."""

CELERY_BEAT_SCHEDULER = "operations.schedule:KeptSchedule"

# -- operations ------------------------------------------------------------------------------------------------------

HEARTBEAT_SECONDS = env.int("HEARTBEAT_SECONDS", 15)
"""How often worker and beat give a sign of life."""

CELERY_BEAT_MAX_LOOP_INTERVAL = HEARTBEAT_SECONDS

HEARTBEAT_OLD_SECONDS = env.int("HEARTBEAT_OLD_SECONDS", 60)
"""After how long without one a process counts as dead."""

HEARTBEAT_DIR = VAR_DIR / "heartbeats"
"""Where they touch a file each, for the supervisor of their machine."""

READY_SECONDS = env.int("READY_SECONDS", 3)
"""How long /readyz waits for a part that does not answer."""

READY_FRESH_SECONDS = 2
"""For how long one answer of /readyz serves all who ask the same process."""

METRICS_TOKEN = env.str("METRICS_TOKEN", "")
"""Who sends it as a bearer token sees /metrics and the parts of /readyz; unset, nobody does."""

LOGGING = logs.configuration(
    form=env.str("LOG_FORMAT", "readable"), level=env.str("LOG_LEVEL", "INFO"), each=env.bool("LOG_EACH", False)
)
