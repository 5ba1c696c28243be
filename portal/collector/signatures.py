"""Whether a message comes from who holds the secret, now. Pure; constant-time.

Two forms (docs/reference/collector.md): the headers of Standard Webhooks over the body, and for
systems that only call addresses a query that ends in `ts=…&sig=…`.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

TOLERANCE_SECONDS = 300


@dataclass(frozen=True)
class Judged:
    """`reason` is empty when the message is signed, by now, and names itself `message_id`."""

    message_id: str = ""
    signed_at: datetime | None = None
    reason: str = ""


def webhook_signature(secret: bytes, message_id: str, timestamp: str, body: bytes) -> str:
    """`v1,<base64>` of HMAC-SHA256 over `<id>.<timestamp>.<body>` (Standard Webhooks).

    The key is what stands behind `whsec_` in the secret, read as base64.
    """
    signed = f"{message_id}.{timestamp}.".encode() + body
    key = base64.b64decode(secret.removeprefix(b"whsec_"))
    return "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()


def query_signature(secret: bytes, path: str, query: str) -> str:
    """Hexadecimal HMAC-SHA256 over `<path>?<query>`, the query up to `&sig=`."""
    return hmac.new(secret, f"{path}?{query}".encode(), hashlib.sha256).hexdigest()


def judge(
    secrets: Sequence[bytes], *, path: str, query: str, headers: Mapping[str, str], body: bytes,
    now: datetime,
) -> Judged:  # fmt: skip
    """Judge a message by its headers, or by its query when it has no body."""
    if headers.get("webhook-signature"):
        return _by_headers(secrets, headers, body, now)
    signed, mark, given = query.rpartition("&sig=")
    if not mark or body:
        return Judged(reason="no_signature")
    stamp = dict(
        part.partition("=")[::2] for part in signed.split("&") if part.startswith("ts=")
    ).get("ts", "")
    if not any(_same(query_signature(secret, path, signed), given) for secret in secrets):
        return Judged(reason="wrong_signature")
    message_id = "q-" + hashlib.sha256(f"{path}?{signed}".encode()).hexdigest()
    return _fresh(message_id, stamp, now)


def _by_headers(
    secrets: Sequence[bytes], headers: Mapping[str, str], body: bytes, now: datetime
) -> Judged:
    message_id, stamp = headers.get("webhook-id", ""), headers.get("webhook-timestamp", "")
    given = headers["webhook-signature"].split(" ")[:10]
    if not message_id or len(message_id) > 100:
        return Judged(reason="wrong_signature")
    wanted = [webhook_signature(secret, message_id, stamp, body) for secret in secrets]
    if not any(_same(one, other) for one in wanted for other in given):
        return Judged(reason="wrong_signature")
    return _fresh("w-" + message_id, stamp, now)


def _fresh(message_id: str, stamp: str, now: datetime) -> Judged:
    if not (stamp.isascii() and stamp.isdecimal() and len(stamp) <= 11):
        return Judged(reason="stale")
    at = datetime.fromtimestamp(int(stamp), UTC)
    if abs((now - at).total_seconds()) > TOLERANCE_SECONDS:
        return Judged(reason="stale")
    return Judged(message_id, at)


def _same(one: str, other: str) -> bool:
    return hmac.compare_digest(one.encode(), other.encode())
