"""Tests: PostgreSQL and Redis by DATABASE_URL and REDIS_URL, which tests/services.py sets before Django starts."""

from .base import *

DEBUG = False
DATABASES["default"]["CONN_MAX_AGE"] = 0  # a thread of the live server must not keep the test database open
SECRET_KEY = "only-for-tests-0123456789-0123456789-0123456789"
ALLOWED_HOSTS = ["*"]
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
CLAMD_ADDRESS = ""
GALLERY = True
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES = {
    "default": {"BACKEND": "smartcity_portal.storage.WholeFiles"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
ACCOUNT_RATE_LIMITS = False
SESSION_COOKIE_AGE = 14 * 24 * 60 * 60  # tests travel in time
RATES = {}
SECOND_FACTOR_ROLES = []
READY_FRESH_SECONDS = 0
