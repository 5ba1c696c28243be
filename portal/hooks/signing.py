"""Signatures of what we send: Standard Webhooks, and a query's for plain postbacks."""

from __future__ import annotations

import base64
import hashlib
import hmac
from urllib.parse import urlsplit


def webhook_headers(secret: bytes, message_id: str, stamp: int, body: bytes) -> dict[str, str]:
    """The three headers of Standard Webhooks; the key is the base64 behind `whsec_`."""
    signed = f"{message_id}.{stamp}.".encode() + body
    key = base64.b64decode(secret.removeprefix(b"whsec_"))
    digest = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    return {
        "webhook-id": message_id,
        "webhook-timestamp": str(stamp),
        "webhook-signature": f"v1,{digest}",
        "Content-Type": "application/json",
    }


def signed_url(secret: bytes, url: str, stamp: int) -> str:
    """The address with `ts` and `sig` appended: HMAC over `path?query` up to `&sig=`."""
    url += ("&" if urlsplit(url).query else "" if url.endswith("?") else "?") + f"ts={stamp}"
    parts = urlsplit(url)
    signed = f"{parts.path or '/'}?{parts.query}".encode()
    return f"{url}&sig={hmac.new(secret, signed, hashlib.sha256).hexdigest()}"
