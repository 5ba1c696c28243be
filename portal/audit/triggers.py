"""The database itself refuses to change or remove what the audit says."""

from __future__ import annotations

from typing import Any

TABLE = "audit_auditevent"
REFUSAL = "the audit is append-only"

SQLITE = [
    f"create trigger audit_no_{verb} before {verb} on {TABLE} "
    f"begin select raise(abort, '{REFUSAL}'); end"
    for verb in ("update", "delete")
]
POSTGRESQL = [
    "create function audit_refuse() returns trigger language plpgsql as "
    f"$$ begin raise exception '{REFUSAL}'; end $$",
    f"create trigger audit_no_change before update or delete or truncate on {TABLE} "
    "for each statement execute function audit_refuse()",
]


def create(apps: Any, schema_editor: Any) -> None:
    """Make the triggers in the dialect of the database."""
    statements = {"sqlite": SQLITE, "postgresql": POSTGRESQL}[schema_editor.connection.vendor]
    for statement in statements:
        schema_editor.execute(statement)


def drop(apps: Any, schema_editor: Any) -> None:
    """Remove the triggers, when the migration is taken back."""
    if schema_editor.connection.vendor == "sqlite":
        for verb in ("update", "delete"):
            schema_editor.execute(f"drop trigger audit_no_{verb}")
    else:
        schema_editor.execute("drop function audit_refuse() cascade")
