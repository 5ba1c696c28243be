"""The sealed store: encrypted originals, kept for 30 days, then destroyed.

A quarantined row's payload is nowhere else: it is read again from its sealed original.
Source: FEEDS, Promises 1 and 3.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import zstandard
from cryptography.fernet import InvalidToken

from pipelines.defs.feeds.durable import write_durably
from pipelines.defs.feeds.keys import sealing_key
from pipelines.lib.errors import OpenbookError
from pipelines.settings import settings

KEPT_DAYS = 30


class NotSealed(OpenbookError):
    """The original is not in the sealed store (any more); says what to do."""


def seal(program_id: str, sha256: str, original: bytes, now: datetime) -> None:
    """Keep an original; the moment stands in the name, so that `purge_sealed` needs no key."""
    if _find(program_id, sha256):
        return
    path = settings().sealed / program_id / f"{now:%Y%m%dT%H%M%S}-{sha256}.sealed"
    packed = zstandard.ZstdCompressor(level=1).compress(original)
    write_durably(path, sealing_key().encrypt(packed), mode=0o600)


def unseal(program_id: str, sha256: str) -> bytes:
    """An original's bytes. Raises `NotSealed` when they were destroyed or the key is another."""
    path = _find(program_id, sha256)
    if path is None:
        raise NotSealed(
            f"the original {sha256[:16]} is not in the sealed store: originals are kept for "
            f"{KEPT_DAYS} days; ask the source to send the file again"
        )
    try:
        return zstandard.ZstdDecompressor().decompress(sealing_key().decrypt(path.read_bytes()))
    except InvalidToken as error:
        raise NotSealed(f"{path.name}: sealed under another key than keys/sealed.fernet") from error


def purge_sealed(now: datetime, keep_days: int = KEPT_DAYS) -> int:
    """Destroy every original that was sealed more than `keep_days` days before `now`.

    Returns how many. Canonical files and digests stay.
    """
    oldest_kept = f"{now - timedelta(days=keep_days):%Y%m%dT%H%M%S}"
    old = [path for path in settings().sealed.glob("*/*.sealed") if path.name[:15] < oldest_kept]
    for path in old:
        path.unlink()
    return len(old)


def _find(program_id: str, sha256: str) -> Path | None:
    return next((settings().sealed / program_id).glob(f"*-{sha256}.sealed"), None)
