"""Keys made per machine under DATA_DIR/keys, readable by their owner alone."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured


def key_text(folder: Path, name: str, make: Callable[[], str]) -> str:
    """The key `name`, made by `make` the first time.

    Two processes that start together get the same key: it is written aside and linked into place,
    which only one of them can do. Raises ImproperlyConfigured when others may read the file.
    """
    path = folder / name
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        beside = folder / f".{name}.{os.getpid()}.{secrets.token_hex(4)}.part"
        descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(make())
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(beside, path)
        except FileExistsError:
            pass
        finally:
            beside.unlink()
    if path.stat().st_mode & 0o077:
        raise ImproperlyConfigured(f"{path} can be read by others; run: chmod 600 {path}")
    return path.read_text()


def make_secret() -> str:
    """A random text of 64 characters."""
    return secrets.token_urlsafe(48)


def make_fernet() -> str:
    """A key for symmetric encryption; further lines of the file may hold older keys."""
    from cryptography.fernet import Fernet

    return Fernet.generate_key().decode()


def make_rsa() -> str:
    """A private key for signing identity tokens, as PEM."""
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric import rsa

    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    return key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    ).decode()
