"""What keeps the portal going: audit log, retention, backups, signs of life. Part of base."""

from .env import VAR_DIR, env

# -- audit -----------------------------------------------------------------------------------------------------------

AUDIT_SEAL_SECONDS = env.int("AUDIT_SEAL_SECONDS", 3600)
"""How often the ends of the audit log's chains are fixed by a seal."""

AUDIT_EXPORTS = {"report_file", "comparison:report_file"}
"""Routes that hand out a file without saying so in the response's headers."""

AUDIT_NOT_READS = {"snapshot_status", "comparison:edition_status"}
"""Routes that a page asks again and again how far a task is; they show no data."""

# -- how long personal data are kept (docs/personal-data.md) -----------------------------------------------------------

RETENTION_READ_NOTICE_DAYS = env.int("RETENTION_READ_NOTICE_DAYS", 365)
RETENTION_NOTICE_DAYS = env.int("RETENTION_NOTICE_DAYS", 730)
RETENTION_INVITATION_DAYS = env.int("RETENTION_INVITATION_DAYS", 30)

# -- backups ---------------------------------------------------------------------------------------------------------

BACKUP_DIR = env.str("BACKUP_DIR", "")
"""Where the nightly backup goes; unset: there is none."""

BACKUP_QUEUE = env.str("BACKUP_QUEUE", "celery")
"""Which workers make it: those that have that folder."""

BACKUP_HOUR = env.int("BACKUP_HOUR", 1)
BACKUP_KEEP = env.int("BACKUP_KEEP", 14)

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
