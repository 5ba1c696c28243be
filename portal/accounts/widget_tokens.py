"""Tokens by which an operator's own client area shows a partner its figures in a frame.

A token is `<base64url of JSON>.<base64url of HMAC-SHA256>` under the program's own key: program,
partner, exp (Unix seconds, at most 15 minutes ahead) and optionally language. Real time.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import json
import re
import time
from dataclasses import dataclass

from django.conf import settings

from portal.config.keys import key_text, make_secret

LONGEST = 15 * 60
TOKEN = re.compile(r"[A-Za-z0-9_-]{1,600}\.[A-Za-z0-9_-]{43}")
PROGRAM = re.compile(r"[A-Za-z0-9_-]{1,40}")


@dataclass(frozen=True)
class WidgetGrant:
    """What a good token names."""

    program_id: str
    partner_id: str
    language: str
    expires_at: int


def widget_key(program_id: str) -> str:
    """The key of a program; made on this machine the first time it is asked for."""
    if not PROGRAM.fullmatch(program_id):
        raise ValueError(f"{program_id!r} is no program's id")
    return key_text(settings.KEYS_DIR, f"widget-{program_id}", make_secret)


def widget_sign(program_id: str, partner_id: str, *, seconds: int = 600, language: str = "") -> str:
    """A token as an operator's server makes one; for tests and documents."""
    said = {"program": program_id, "partner": partner_id, "exp": int(time.time()) + seconds}
    body = _text(json.dumps(said | ({"language": language} if language else {})).encode())
    return f"{body}.{_text(_mac(program_id, body))}"


def widget_read(token: str, known_programs: set[str]) -> WidgetGrant | None:
    """What the token grants; None when it is malformed, forged, over, or good for too long."""
    if not TOKEN.fullmatch(token):
        return None
    body, _, mac = token.partition(".")
    try:
        said = json.loads(_bytes(body))
        grant = WidgetGrant(said["program"], said["partner"], said.get("language", ""), said["exp"])
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None
    texts = (grant.program_id, grant.partner_id, grant.language)
    if not all(isinstance(text, str) for text in texts) or type(grant.expires_at) is not int:
        return None
    if grant.program_id not in known_programs:
        return None
    try:
        is_good = hmac.compare_digest(_bytes(mac), _mac(grant.program_id, body))
    except (ValueError, binascii.Error):
        return None
    left = grant.expires_at - time.time()
    return grant if is_good and 0 < left <= LONGEST else None


def _mac(program_id: str, body: str) -> bytes:
    return hmac.new(widget_key(program_id).encode(), body.encode(), hashlib.sha256).digest()


def _text(value: bytes) -> str:
    return base64.urlsafe_b64encode(value).rstrip(b"=").decode()


def _bytes(value: str) -> bytes:
    return base64.urlsafe_b64decode(value + "=" * (-len(value) % 4))
