"""Writing the audit: one function, called inside the transaction of the deed itself."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser

from portal import clock
from portal.audit.models import AuditEvent


def audit_record(
    *,
    who: AbstractBaseUser | None,
    verb: str,
    object_kind: str,
    object_id: str,
    program_id: str = "",
    reason: str = "",
    details: Mapping[str, Any] | None = None,
    who_name: str = "",
) -> AuditEvent:
    """Write down a deed: `who` did `verb` to `object_kind` `object_id`, and why.

    Without a person `who_name` names the part of the system (default `system`). `details` must be
    JSON: amounts as minor units or text. Secrets, codes and tokens never belong in it.
    """
    name = who_name or (who.get_username() if who is not None else "system")
    return AuditEvent.objects.create(
        at=clock.now(),
        who_id=who.pk if who is not None else None,
        who_name=name,
        verb=verb,
        object_kind=object_kind,
        object_id=str(object_id),
        program_id=program_id,
        reason=reason,
        details=dict(details or {}),
    )
