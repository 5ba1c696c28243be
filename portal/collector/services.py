"""Sources of postbacks and their secrets; what becomes of a message."""

from __future__ import annotations

import base64
import re
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from portal import clock
from portal.audit.services import audit_record
from portal.collector import fields
from portal.collector.models import PostbackSource, ReceivedPostback
from portal.collector.signatures import Judged
from portal.config.keys import key_text, make_fernet
from portal.partners.authors import Author
from portal.partners.errors import DomainError
from portal.partners.selectors import program_get

SECRET_PREFIX = "whsec_"  # noqa: S105  how Standard Webhooks writes them
OLD_SECRET_HOURS = 24
SOURCE_ID = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")


@dataclass(frozen=True)
class Outcome:
    """What a message was worth: the record to keep (None: nothing new) and what is answered."""

    state: str
    reason: str = ""
    record: dict[str, Any] | None = None
    content_hash: str = ""


@transaction.atomic
def source_create(
    *, by: Author, program_id: str, source_id: str, name: str, currency_code: str = "",
    names: dict[str, str] | None = None, accepts_unsigned: bool = True,
) -> tuple[PostbackSource, str]:  # fmt: skip
    """A new source and its secret, which is shown this once.

    Raises DomainError and ValidationError.
    """
    if not SOURCE_ID.fullmatch(source_id):
        raise DomainError("bad_source", _("a source has 1 to 40 small letters, digits, - and _"))
    wrong = sorted(set((names or {}).values()) - set(fields.NAMES))
    if wrong:
        raise DomainError(
            "bad_names",
            _("%(wrong)s: columns are %(names)s")
            % {"wrong": ", ".join(wrong), "names": ", ".join(fields.NAMES)},
        )
    secret = _new_secret()
    source = PostbackSource(
        program=program_get(program_id),
        source_id=source_id,
        name=name,
        secret_sealed=_seal(secret),
        names=names or {},
        currency_code=currency_code.upper(),
        accepts_unsigned=accepts_unsigned,
        created_at=clock.now(),
    )
    source.full_clean()
    source.save()
    _audit(by, "postback source created", source)
    return source, secret


@transaction.atomic
def source_secret_renew(*, by: Author, source: PostbackSource, real_now: datetime) -> str:
    """A new secret; the old one is taken for another day."""
    secret = _new_secret()
    source.old_secret_sealed, source.secret_sealed = source.secret_sealed, _seal(secret)
    source.old_secret_until = real_now + timedelta(hours=OLD_SECRET_HOURS)
    source.save(update_fields=["secret_sealed", "old_secret_sealed", "old_secret_until"])
    _audit(by, "postback secret renewed", source)
    return secret


@transaction.atomic
def source_switch(*, by: Author, source: PostbackSource, is_active: bool, reason: str) -> None:
    """Take messages of a source, or none any more; what it sent stays."""
    source.is_active = is_active
    source.save(update_fields=["is_active"])
    verb = "postback source opened" if is_active else "postback source closed"
    audit_record(**by.audit_names(), verb=verb, object_kind="postback source",
                 object_id=str(source), program_id=source.program_id, reason=reason)  # fmt: skip


def secrets_of(source: PostbackSource, real_now: datetime) -> list[bytes]:
    """The secrets that are taken now, as bytes."""
    found = [source.secret_sealed]
    if source.old_secret_sealed and source.old_secret_until and real_now < source.old_secret_until:
        found.append(source.old_secret_sealed)
    return [_box().decrypt(sealed.encode()) for sealed in found]


def outcome_of(source: PostbackSource, judged: Judged, record: dict[str, Any]) -> Outcome:
    """What a message is worth beside what came before. Reads; writes nothing.

    Only a signed message changes what is recorded; an unsigned one says something once.
    """
    content = fields.content_hash(record)
    if judged.message_id:
        again = source.received.filter(message_id=judged.message_id).first()
        if again is not None:
            return Outcome("repeated", "" if again.content_hash == content else "already_recorded")
    earlier = list(source.received.filter(event_id=record["event_id"]).order_by("pk"))
    if judged.reason:
        if earlier:
            return Outcome("ignored", "already_recorded")
        return Outcome("unconfirmed", judged.reason, _dated(record, None), content)
    signed = [row for row in earlier if row.is_signed]
    if any(
        row.signed_at and judged.signed_at and row.signed_at > judged.signed_at for row in signed
    ):
        return Outcome("ignored", "older")
    if signed and signed[-1].content_hash == content:
        return Outcome("repeated")
    first = earlier[0].record.get("occurred_at") if earlier else None
    return Outcome("confirmed", "", _dated(record, first), content)


def received_record(
    source: PostbackSource, judged: Judged, outcome: Outcome, link_pk: int | None
) -> ReceivedPostback:
    """Remember a message whose record is on the disk."""
    record = outcome.record or {}
    shown = {name: value for name, value in record.items() if name != "client_id"}
    return ReceivedPostback.objects.create(
        source=source,
        message_id=judged.message_id or f"u-{record['event_id']}"[:128],
        event_id=record["event_id"],
        content_hash=outcome.content_hash,
        is_signed=not judged.reason,
        signed_at=judged.signed_at,
        state=outcome.state,
        reason=outcome.reason,
        conversion_type=record["conversion_type"],
        link_id=link_pk,
        record=shown,
        received_at=clock.now(),
    )


def _dated(record: dict[str, Any], first: str | None) -> dict[str, Any]:
    """Without a time of its own it happened when it was first told, or now."""
    return {"occurred_at": first or clock.now().isoformat()} | record


def _new_secret() -> str:
    return SECRET_PREFIX + base64.b64encode(secrets.token_bytes(32)).decode()


def _seal(secret: str) -> str:
    return _box().encrypt(secret.encode()).decode()


def _box() -> MultiFernet:
    keys = key_text(settings.KEYS_DIR, "postback-secrets", make_fernet)
    return MultiFernet([Fernet(line) for line in keys.split()])


def _audit(by: Author, verb: str, source: PostbackSource) -> None:
    audit_record(**by.audit_names(), verb=verb, object_kind="postback source",
                 object_id=str(source), program_id=source.program_id)  # fmt: skip
