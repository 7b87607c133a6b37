"""What the environment says, read in one place. Secrets may come from a file: SECRET_KEY_FILE names one."""

from pathlib import Path

import environ

BASE_DIR = Path(__file__).resolve().parents[2]

env = environ.FileAwareEnv()

VAR_DIR = Path(env.str("VAR_DIR", str(BASE_DIR / "var")))
"""Everything the embedded default writes: database, evidence, reports, broker."""

REDIS_URL = env.str("REDIS_URL", "")
