"""Settings that hold everywhere; dev, prod and test change what differs."""

from typing import Any

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from accounts.roles import MINISTRY_ROLES, Role
from smartcity_portal import logs

from .env import BASE_DIR, REDIS_URL, VAR_DIR, env, object_storage
from .upkeep import *

INSTALLED_APPS = [
    "operations",
    "search",
    "planning",
    "comparison",
    "catalogue_desk",
    "backups",
    "workbooks",
    "audit_desk",
    "personal_data",
    "handbook",
    "assessments",
    "guidance",
    "indicators",
    "sign_in.apps.SignInConfig",
    "accounts",
    "audit",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "sign_in.apps.SessionsConfig",  # allauth.usersessions
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
    "sign_in.middleware.SecondFactor",
    "sign_in.middleware.Rates",
    "accounts.middleware.PrivatePages",
    "audit.middleware.ReadTrail",
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
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "django.templatetags.l10n",
                "smartcity_portal.quick_urls",
                "smartcity_portal.written_once",
                "smartcity_portal.quick_words",
            ],
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
    CACHES = {
        "default": {
            "BACKEND": "smartcity_portal.caching.ForgivingRedisCache",
            "LOCATION": REDIS_URL,
            "OPTIONS": {"socket_connect_timeout": 2, "socket_timeout": 2},
        }
    }
CACHES["limits"] = {
    "BACKEND": "django.core.cache.backends.db.DatabaseCache",
    "LOCATION": "sign_in_limits",
    "OPTIONS": {"MAX_ENTRIES": 100_000},
}
"""What must outlive Redis: how often who tried what (sign_in.models.KeptCount)."""

MEDIA_ROOT = VAR_DIR / "media"
FILES: dict[str, Any] = {"BACKEND": "smartcity_portal.storage.WholeFiles"}
if env.str("S3_BUCKET", ""):
    FILES = object_storage()
STORAGES = {
    "default": FILES,
    "staticfiles": {"BACKEND": "smartcity_portal.storage.HashedFiles"},
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
    {"NAME": "accounts.passwords.NotOurWords"},
]
LOGIN_URL = "account_login"
SESSION_COOKIE_AGE = 60 * env.int("SESSION_IDLE_MINUTES", 240)
"""A session ends so long after its last use, give or take the five minutes of sign_in.sessions …"""

SESSION_LONGEST_HOURS = env.int("SESSION_LONGEST_HOURS", 24)
"""… and so long after signing in, whatever happened since."""

NOT_USE = {"presence", "snapshot_status", "comparison:edition_status"}
"""Routes that an open page asks by itself: nobody need be sitting there."""

SCHEME_COOKIE_NAME = "portal_scheme"
LOGIN_REDIRECT_URL = "home"
INVITATION_DAYS = env.int("INVITATION_DAYS", 7)
PORTAL_URL = env.str("PORTAL_URL", "http://127.0.0.1:8000")
"""Where mails that no request is behind lead to."""


# django-allauth: sign-in by mail; people join by invitation only. docs/sign-in.md tells of the rest.
ACCOUNT_ADAPTER = "sign_in.adapter.SignInAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_REDIRECT_URL = LOGIN_URL
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_FORMS = {
    "change_password": "accounts.forms.PasswordChangeForm",
    "reset_password_from_key": "accounts.forms.PasswordResetForm",
    "reauthenticate": "sign_in.forms.ReauthenticateForm",
}
ACCOUNT_RATE_LIMITS = {"login_failed": "20/m/ip,5/15m/key"}
"""Of these tries only those of the second factor count here; wrong passwords do in sign_in.lockout."""

SIGN_IN_TRIES = (5, 30, 100)
"""Wrong passwords that are borne: for one account from one address, for one account, from one address."""

SIGN_IN_LOCK_MINUTES = env.int("SIGN_IN_LOCK_MINUTES", 15)
PASSWORD_RESET_TIMEOUT = 2 * 60 * 60

UPLOADS, EXPORTS = "60/h/user", "120/h/user"
RATES = {
    "POST": {
        "evidence_add": "20/m/user,300/h/user",
        "people": "100/h/user",
        **dict.fromkeys(("workbooks:upload", "catalogue_desk:upload_new", "report_template_new"), UPLOADS),
        **dict.fromkeys(("report_request", "comparison:report_request"), UPLOADS),
    },
    "GET": dict.fromkeys(
        (
            *("workbooks:download", "results", "filing_csv", "comparison:export", "catalogue_desk:compare_file"),
            *("planning:gaps_export", "planning:plan_export", "report_template_default", "catalogue_desk:template"),
        ),
        EXPORTS,
    ),
}
"""How often one person may do what costs the portal much, by method and route; wrong passwords and the like above."""

SECOND_FACTOR_ROLES = [Role(name).value for name in env.list("SECOND_FACTOR_ROLES", default=sorted(MINISTRY_ROLES))]
"""Who must have a second factor; if anybody must, system administrators must, too."""

MFA_ADAPTER = "sign_in.second_factor.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_TOTP_TOLERANCE = 1
MFA_FORMS = {
    "authenticate": "sign_in.forms.CodeForm",
    "reauthenticate": "sign_in.forms.CodeAgainForm",
    "activate_totp": "sign_in.forms.ActivateCodesForm",
    "add_webauthn": "sign_in.forms.AddPasskeyForm",
    "edit_webauthn": "sign_in.forms.RenamePasskeyForm",
    "authenticate_webauthn": "sign_in.forms.PasskeyForm",
    "reauthenticate_webauthn": "sign_in.forms.PasskeyAgainForm",
    "login_webauthn": "sign_in.forms.PasskeyLoginForm",
}

# Single sign-on by OpenID Connect, where an issuer is given.
OIDC_NAME = env.str("OIDC_NAME", "SSO")
OIDC_ISSUER = env.str("OIDC_ISSUER", "")
OIDC_CLIENT_ID = env.str("OIDC_CLIENT_ID", "")
OIDC_CLIENT_SECRET = env.str("OIDC_CLIENT_SECRET", "")
OIDC_SECOND_FACTOR = env.str("OIDC_SECOND_FACTOR", "portal")
"""Who sees to the second factor of those who come by single sign-on: "portal" or "provider"."""

SOCIALACCOUNT_ADAPTER = "sign_in.single_sign_on.SingleSignOnAdapter"
SOCIALACCOUNT_EMAIL_VERIFICATION = "none"

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
CLAMD_ADDRESS = env.str("CLAMD_ADDRESS", "")
"""Where clamd scans what is uploaded: host:port or the path of a Unix socket; empty, nothing is scanned."""

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
    {
        "visibility_timeout": 900,
        "unacked_restore_interval": 3,
        "unacked_restore_throttle": 1,
        "socket_connect_timeout": 2,
    }
    if REDIS_URL
    else {
        "data_folder_in": str(BROKER_DIR / "queue"),
        "data_folder_out": str(BROKER_DIR / "queue"),
        "control_folder": str(BROKER_DIR / "control"),
        "polling_interval": 0.05,
    }
)
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_PUBLISH_RETRY_POLICY = {"max_retries": 1, "interval_start": 0, "interval_step": 0.2, "interval_max": 0.2}
"""Who hands in does not wait for a broker that is away: the row stands, and the sweep sends it."""

CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_TIME_LIMIT = 300
CELERY_TASK_SOFT_TIME_LIMIT = 270
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_DB_REUSE_MAX = 10**9
"""Celery would open a connection to the database for each task; smartcity_portal.celery does as Django does for each
request."""

CELERY_TIMEZONE = TIME_ZONE

SWEEP_SECONDS = env.int("SWEEP_SECONDS", 60)
"""How often the sweep looks for scorings and reports that were left behind."""

LEFT_BEHIND_SECONDS = env.int("LEFT_BEHIND_SECONDS", 360)
"""How long after its last sign of life a scoring or report counts as left behind (more than the tasks' time limit)."""

LOGGING = logs.configuration(
    form=env.str("LOG_FORMAT", "readable"), level=env.str("LOG_LEVEL", "INFO"), each=env.bool("LOG_EACH", False)
)
