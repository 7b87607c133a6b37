"""What the environment says, read in one place. Secrets may come from a file: SECRET_KEY_FILE names one."""

from pathlib import Path

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
