"""What makes the log append-only in the database itself: triggers that refuse changes and keep the heads of the chains,
and what a database role of the application's own may do with it."""

import re
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper

REFUSED = "the audit log is only ever added to"
UNCONTINUED = "this event does not continue its chain"

POSTGRESQL = f"""
CREATE OR REPLACE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '{REFUSED}: % on %', TG_OP, TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
END $$;

CREATE OR REPLACE FUNCTION audit_extend() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
BEGIN
  IF NEW.seq = 1 THEN
    INSERT INTO audit_head (chain, seq, hash, at) VALUES (NEW.chain, 1, NEW.hash, NEW.at);
    RETURN NULL;
  END IF;
  UPDATE audit_head SET seq = NEW.seq, hash = NEW.hash, at = NEW.at
    WHERE chain = NEW.chain AND seq = NEW.seq - 1 AND hash = NEW.previous;
  IF NOT FOUND THEN
    RAISE EXCEPTION '{UNCONTINUED}: % #%', NEW.chain, NEW.seq USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END $$;
"""  # noqa: S608

TRIGGERS = {
    "audit_event_extend": ("audit_event", "AFTER INSERT ON audit_event FOR EACH ROW EXECUTE FUNCTION audit_extend()"),
    "audit_event_keep": (
        "audit_event",
        "BEFORE UPDATE OR DELETE ON audit_event FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse()",
    ),
    "audit_event_keep_all": (
        "audit_event",
        "BEFORE TRUNCATE ON audit_event FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse()",
    ),
    "audit_head_keep": (
        "audit_head",
        "BEFORE INSERT OR UPDATE OR DELETE ON audit_head FOR EACH STATEMENT WHEN (pg_trigger_depth() = 0) "
        "EXECUTE FUNCTION audit_refuse()",
    ),
    "audit_head_keep_all": (
        "audit_head",
        "BEFORE TRUNCATE ON audit_head FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse()",
    ),
}
"""Of PostgreSQL: the table and the rest. Heads are written by `audit_event_extend`, with the owner's rights, only."""

REFUSE = f"BEGIN SELECT RAISE(ABORT, '{REFUSED}'); END"
AS_ITS_EVENT = (
    "WHEN NOT EXISTS (SELECT 1 FROM audit_event WHERE chain = NEW.chain AND seq = NEW.seq AND hash = NEW.hash) "
)
SQLITE_TRIGGERS = {
    "audit_event_extend": f"""AFTER INSERT ON audit_event BEGIN
  SELECT RAISE(ABORT, '{UNCONTINUED}') WHERE NEW.seq > 1 AND NOT EXISTS (
    SELECT 1 FROM audit_head WHERE chain = NEW.chain AND seq = NEW.seq - 1 AND hash = NEW.previous);
  INSERT INTO audit_head (chain, seq, hash, at) SELECT NEW.chain, 1, NEW.hash, NEW.at WHERE NEW.seq = 1;
  UPDATE audit_head SET seq = NEW.seq, hash = NEW.hash, at = NEW.at WHERE chain = NEW.chain AND NEW.seq > 1;
END""",  # noqa: S608
    "audit_event_keep": f"BEFORE UPDATE ON audit_event {REFUSE}",
    "audit_event_keep_all": f"BEFORE DELETE ON audit_event {REFUSE}",
    "audit_head_add": f"BEFORE INSERT ON audit_head {AS_ITS_EVENT}{REFUSE}",
    "audit_head_keep": f"BEFORE UPDATE ON audit_head {AS_ITS_EVENT}{REFUSE}",
    "audit_head_keep_all": f"BEFORE DELETE ON audit_head {REFUSE}",
}
"""Of SQLite, which knows neither TRUNCATE nor roles."""

ROLE_NAME = re.compile(r"[a-z_][a-z0-9_]{0,62}")


def install(connection: BaseDatabaseWrapper) -> None:
    """Add the triggers, or add them again. On PostgreSQL they fire in every session, a replica's too."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            for name, rest in SQLITE_TRIGGERS.items():
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}")
                cursor.execute(f"CREATE TRIGGER {name} {rest}")
            return
        cursor.execute(POSTGRESQL)
        for name, (table, rest) in TRIGGERS.items():
            cursor.execute(f"CREATE OR REPLACE TRIGGER {name} {rest}")
            cursor.execute(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {name}")


def missing(connection: BaseDatabaseWrapper) -> list[str]:
    """The triggers that are gone or switched off."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
            wanted: dict[str, Any] = SQLITE_TRIGGERS
        else:
            cursor.execute("SELECT tgname FROM pg_trigger WHERE tgenabled = 'A' AND NOT tgisinternal")
            wanted = TRIGGERS
        found = {name for (name,) in cursor.fetchall()}
    return [name for name in wanted if name not in found]


def statements(role: str) -> list[str]:
    """What gives a role of PostgreSQL what the application needs: all but changing the log. Raises ValueError."""
    if not ROLE_NAME.fullmatch(role):
        raise ValueError(f"not a role's name: {role!r}")
    everything = "ALL TABLES IN SCHEMA public"
    return [
        f"GRANT USAGE ON SCHEMA public TO {role}",
        f"GRANT SELECT, INSERT, UPDATE, DELETE ON {everything} TO {role}",
        f"GRANT USAGE, SELECT, UPDATE ON ALL SEQUENCES IN SCHEMA public TO {role}",
        f"ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {role}",
        f"ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT, UPDATE ON SEQUENCES TO {role}",
        f"REVOKE ALL ON audit_event, audit_head FROM {role}",
        f"GRANT SELECT, INSERT ON audit_event TO {role}",
        f"GRANT SELECT ON audit_head TO {role}",
    ]
