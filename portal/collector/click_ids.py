"""A click's name: 128 bits that only we can read, and nobody can guess.

Inside are the link (32 bits), the moment in ms (48) and chance (48), enciphered as one block under
a key of this machine. So a postback finds its link without any table of clicks, and an invented
name is known as one.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

LENGTH = 32  # hexadecimal digits
EARLIEST = datetime(2020, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Clicked:
    """What a click's name says."""

    link_pk: int
    at: datetime


def click_id_make(key: bytes, link_pk: int, at: datetime) -> str:
    """A new name, 32 hexadecimal digits. `at` with zone."""
    moment = int(at.timestamp() * 1000) & (2**48 - 1)
    plain = link_pk.to_bytes(4) + moment.to_bytes(6) + secrets.token_bytes(6)
    cipher = Cipher(algorithms.AES(key[:16]), modes.ECB()).encryptor()  # noqa: S305  one block
    return (cipher.update(plain) + cipher.finalize()).hex()


def click_id_read(key: bytes, click_id: str, now: datetime) -> Clicked | None:
    """The link and moment of a name that we made; None for any other text."""
    try:
        sealed = bytes.fromhex(click_id)
    except ValueError:
        return None
    if len(sealed) != 16:
        return None
    cipher = Cipher(algorithms.AES(key[:16]), modes.ECB()).decryptor()  # noqa: S305  one block
    plain = cipher.update(sealed) + cipher.finalize()
    milliseconds = int.from_bytes(plain[4:10])
    if not EARLIEST.timestamp() * 1000 <= milliseconds <= (now.timestamp() + 86_400) * 1000:
        return None
    return Clicked(int.from_bytes(plain[:4]), datetime.fromtimestamp(milliseconds / 1000, UTC))
