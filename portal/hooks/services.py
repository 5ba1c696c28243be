"""Endpoints: making, changing, removing them; sending again; what became of an attempt."""

from __future__ import annotations

import base64
import json
import secrets
import uuid
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from portal.audit.services import audit_record
from portal.config.keys import key_text, make_fernet
from portal.hooks.addresses import url_checked
from portal.hooks.macros import MACRO, filled, macros_checked
from portal.hooks.models import EVENTS, KINDS, Delivery, Endpoint
from portal.hooks.outside import Outcome
from portal.hooks.signing import signed_url, webhook_headers
from portal.partners.authors import Author
from portal.partners.errors import DomainError
from portal.partners.models import Partner

BACK_OFF = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 30, 2 * 60, 8 * 60, 24 * 60))
KEPT = timedelta(days=30)
MOST_ENDPOINTS = 10


@transaction.atomic
def endpoint_create(
    *, by: Author, partner: Partner, kind: str, url: str, events: Iterable[str],
    seen: dict[str, Any],
) -> tuple[Endpoint, str]:  # fmt: skip
    """A new endpoint and its secret, shown this once. `seen` is what needs no telling any more.

    Raises DomainError: `bad_kind`, `bad_event`, `bad_url`, `bad_macro`, `too_many`.
    """
    wanted = [event for event in EVENTS if event in set(events)]
    if kind not in KINDS:
        raise DomainError("bad_kind", _("kind is %(kinds)s") % {"kinds": " or ".join(KINDS)})
    if not wanted or set(events) - set(EVENTS):
        raise DomainError(
            "bad_event", _("events are one or more of %(events)s") % {"events": ", ".join(EVENTS)}
        )
    if Endpoint.objects.filter(partner=partner, removed_at=None).count() >= MOST_ENDPOINTS:
        raise DomainError(
            "too_many",
            _("%(most_endpoints)s endpoints are the most; remove one first")
            % {"most_endpoints": MOST_ENDPOINTS},
        )
    if kind == "postback":
        macros_checked(url)
        url_checked(MACRO.sub("x", url))
    else:
        url_checked(url)
    secret = "whsec_" + base64.b64encode(secrets.token_bytes(32)).decode()
    endpoint = Endpoint.objects.create(
        partner=partner,
        kind=kind,
        url=url,
        secret_sealed=_box().encrypt(secret.encode()).decode(),
        events=wanted,
        created_at=datetime.now(UTC),
        seen=seen,
    )
    _audit(by, "endpoint created", endpoint)
    return endpoint, secret


@transaction.atomic
def endpoint_remove(*, by: Author, endpoint: Endpoint) -> None:
    """Nothing is sent there any more; its log stays for its 30 days."""
    endpoint.removed_at, endpoint.is_active = datetime.now(UTC), False
    endpoint.save(update_fields=["removed_at", "is_active"])
    endpoint.deliveries.filter(state="waiting").update(state="failed", last_error="removed")
    _audit(by, "endpoint removed", endpoint)


def message_add(endpoint: Endpoint, event_type: str, event_key: str, data: dict[str, Any]) -> bool:
    """Queue a message; False when the same was queued before."""
    now = datetime.now(UTC)
    payload = {"type": event_type, "timestamp": now.isoformat(), "data": data}
    _made, is_new = Delivery.objects.get_or_create(
        endpoint=endpoint,
        event_key=event_key[:200],
        defaults={"event_type": event_type, "payload": payload, "created_at": now, "next_at": now},
    )
    return is_new


@transaction.atomic
def delivery_repeat(*, by: Author, delivery: Delivery) -> Delivery:
    """Send a message again, under the same id: the receiver knows that it is the same."""
    if not delivery.endpoint.is_active:
        raise DomainError("removed", _("the endpoint was removed; nothing is sent there"))
    delivery.state, delivery.next_at, delivery.attempts = "waiting", datetime.now(UTC), 0
    delivery.save(update_fields=["state", "next_at", "attempts"])
    _audit(by, "delivery repeated", delivery.endpoint)
    return delivery


def test_message(*, by: Author, endpoint: Endpoint) -> Delivery:
    """A message that says it is a test."""
    key = f"test:{uuid.uuid4()}"
    message_add(endpoint, "test", key, {"message": "This is a test.", "state": "test"})
    _audit(by, "endpoint tested", endpoint)
    return endpoint.deliveries.get(event_key=key)


def request_of(delivery: Delivery, now: datetime) -> tuple[str, str, dict[str, str], bytes]:
    """Method, address, headers and body of an attempt made now."""
    endpoint = delivery.endpoint
    secret = _box().decrypt(endpoint.secret_sealed.encode())
    stamp = int(now.timestamp())
    if endpoint.kind == "postback":
        url = filled(endpoint.url, delivery.event_type, delivery.payload["data"])
        return "GET", signed_url(secret, url, stamp), {}, b""
    body = json.dumps(delivery.payload, separators=(",", ":"), ensure_ascii=False).encode()
    return (
        "POST",
        endpoint.url,
        webhook_headers(secret, str(delivery.message_id), stamp, body),
        body,
    )


def attempt_record(delivery: Delivery, outcome: Outcome, now: datetime) -> Delivery:
    """What became of an attempt: delivered, again later, or failed for good."""
    delivery.attempts += 1
    delivery.last_status, delivery.last_error = outcome.status, outcome.error[:200]
    if outcome.is_delivered:
        delivery.state, delivery.delivered_at, delivery.next_at = "delivered", now, None
    elif delivery.attempts > len(BACK_OFF):
        delivery.state, delivery.next_at = "failed", None
    else:
        delivery.next_at = now + BACK_OFF[delivery.attempts - 1]
    delivery.save(
        update_fields=["attempts", "last_status", "last_error", "state", "delivered_at", "next_at"]
    )
    return delivery


def log_clear(now: datetime) -> None:
    """Forget messages older than 30 days that do not wait."""
    Delivery.objects.filter(created_at__lt=now - KEPT).exclude(state="waiting").delete()


def _box() -> MultiFernet:
    keys = key_text(settings.KEYS_DIR, "postback-secrets", make_fernet)
    return MultiFernet([Fernet(line) for line in keys.split()])


def _audit(by: Author, verb: str, endpoint: Endpoint) -> None:
    audit_record(**by.audit_names(), verb=verb, object_kind="endpoint", object_id=str(endpoint),
                 program_id=endpoint.partner.program_id)  # fmt: skip
