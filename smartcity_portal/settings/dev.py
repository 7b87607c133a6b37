"""The embedded default of `make demo`: SQLite, a broker of files, everything under var/, on 127.0.0.1 only."""

import secrets

from .base import *
from .env import VAR_DIR, env

DEBUG = env.bool("DEBUG", False)
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "testserver"]
VAR_DIR.mkdir(parents=True, exist_ok=True)


def own_secret_key() -> str:
    """A key of this copy's own, made once and kept beside its database, so that sessions outlive a restart."""
    path = VAR_DIR / "secret_key"
    if not path.exists():
        path.write_text(secrets.token_urlsafe(50))
        path.chmod(0o600)
    return path.read_text()


SECRET_KEY = env.str("SECRET_KEY", "") or own_secret_key()
SECOND_FACTOR_ROLES = SECOND_FACTOR_ROLES if env.str("SECOND_FACTOR_ROLES", "") else []  # the demonstration asks nobody
GALLERY = env.bool("GALLERY", True)
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = VAR_DIR / "mail"
