"""Pseudonyms: what stands in the warehouse for a person. Source: FEEDS, Promises 1."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable

from pipelines.defs.feeds.keys import program_key

IP_SOURCE = "ip"


def pseudonym(program_id: str, native_id: str, source: str = "main") -> str:
    """The `client_id` or `account_id` of a native id: 32 hex digits.

    HMAC-SHA256 under the program's key over source and native id. `source` is that of the
    feed's configuration; feeds that name the same people share it.
    """
    return pseudonyms(program_id, [native_id], source)[native_id]


def pseudonyms(program_id: str, native_ids: Iterable[str], source: str) -> dict[str, str]:
    """native id -> pseudonym, for many at once."""
    key = program_key(program_id)
    prefix = source.encode() + b"\x1f"
    return {
        native: hmac.digest(key, prefix + native.encode(), hashlib.sha256).hex()[:32]
        for native in native_ids
    }
