"""The door's keys, outside of every store: `DATA_DIR/keys/`, mode 600, made when first needed.

`<program>.pseudonym` makes pseudonyms: whoever loses it loses the link of new records to old
ones, so it belongs into the operator's backup. `sealed.fernet` opens the sealed store.
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from cryptography.fernet import Fernet

from pipelines.settings import settings


def program_key(program_id: str) -> bytes:
    """The 32 bytes from which the program's pseudonyms are made."""
    return bytes.fromhex(
        _key(settings().keys / f"{program_id}.pseudonym", secrets.token_hex).decode()
    )


def set_program_key(program_id: str, key: bytes) -> None:
    """Give a program a key of one's own (a restored backup, a demo). Raises `FileExistsError`
    when the program has another one already: its records would lose their identity."""
    if len(key) != 32:
        raise ValueError("a program's key has 32 bytes")
    if _key(settings().keys / f"{program_id}.pseudonym", key.hex).decode() != key.hex():
        raise FileExistsError(f"program {program_id} has another key already; it is kept")


def sealing_key() -> Fernet:
    """What seals and opens originals."""
    return Fernet(_key(settings().keys / "sealed.fernet", lambda: Fernet.generate_key().decode()))


def _key(path: Path, make: object) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    text = make()  # type: ignore[operator]
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as out:
        out.write(text.encode())
        out.flush()
        os.fsync(out.fileno())
    try:
        os.link(beside, path)  # whoever is second keeps the first one's key
    except FileExistsError:
        pass
    finally:
        beside.unlink()
    return path.read_bytes()
