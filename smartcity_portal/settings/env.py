"""What the environment says, read in one place. Secrets may come from a file: SECRET_KEY_FILE names one."""

from pathlib import Path
from typing import Any

import environ
from environ.fileaware_mapping import FileAwareMapping

BASE_DIR = Path(__file__).resolve().parents[2]


class SecretFiles(FileAwareMapping):
    """Without the line end that an editor, or `echo`, put after a secret."""

    def __getitem__(self, key: str) -> str:
        found: str = super().__getitem__(key)
        return found.rstrip("\r\n") if self.env.get(f"{key}_FILE") else found


class Env(environ.Env):
    ENVIRON = SecretFiles()


env = Env()

VAR_DIR = Path(env.str("VAR_DIR", str(BASE_DIR / "var")))
"""Everything the embedded default writes: database, evidence, reports, broker."""

REDIS_URL = env.str("REDIS_URL", "")


def object_storage() -> dict[str, Any]:
    """Where S3_BUCKET is set: for STORAGES."""
    return {
        "BACKEND": "smartcity_portal.object_storage.ObjectStorage",
        "OPTIONS": {
            "bucket_name": env.str("S3_BUCKET"),
            "endpoint_url": env.str("S3_ENDPOINT_URL", None),
            "region_name": env.str("S3_REGION", None),
            "access_key": env.str("S3_ACCESS_KEY", None),
            "secret_key": env.str("S3_SECRET_KEY", None),
        },
    }
