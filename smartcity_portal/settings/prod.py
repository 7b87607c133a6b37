"""Production: every secret and address from the environment, HTTPS only. docs/deploy.md explains each variable."""

import tempfile
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from smartcity_portal import logs, outgoing

from .base import *
from .env import env

DEBUG = False
SECRET_KEY = env.str("SECRET_KEY")
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS")
PORTAL_URL = env.str("PORTAL_URL", f"https://{ALLOWED_HOSTS[0]}")
for name in ("DATABASE_URL", "REDIS_URL", "EMAIL_URL"):
    env.str(name)  # production never falls back to the embedded defaults
if OIDC_ISSUER and not OIDC_ISSUER.startswith("https://"):
    raise ImproperlyConfigured("OIDC_ISSUER must begin with https://")
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS]

# Sign-in is limited by the address that the last of so many proxies saw; web must not be reachable past them.
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXIES", 1)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = True
SECURE_HSTS_SECONDS = 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-session", "__Host-csrf"  # of this host alone, and over TLS
LANGUAGE_COOKIE_NAME, SCHEME_COOKIE_NAME = "__Host-language", "__Host-scheme"
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
LANGUAGE_COOKIE_SECURE = True

HEARTBEAT_DIR = Path(env.str("HEARTBEAT_DIR", str(Path(tempfile.gettempdir(), "portal-heartbeats"))))
LOGGING = logs.configuration(
    form=env.str("LOG_FORMAT", "json"), level=env.str("LOG_LEVEL", "INFO"), each=env.bool("LOG_EACH", True)
)

OUTGOING_HOSTS = env.list("OUTGOING_HOSTS", default=[])
"""Machines to connect to beside those that are named above; `*`: any."""

outgoing.restrict(outgoing.named_hosts(globals()) | set(OUTGOING_HOSTS))
