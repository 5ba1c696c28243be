"""Cookies that only we can write: encrypted, signed, with an end."""

from __future__ import annotations

import json
import os
import time
from pathlib import Path
from typing import Any

from cryptography.fernet import Fernet, InvalidToken

SESSION_COOKIE = "openbook_dagster_session"
SIGN_IN_COOKIE = "openbook_dagster_sign_in"
SESSION_SECONDS = 8 * 3600
SIGN_IN_SECONDS = 600


class Cookies:
    """Seals and opens small JSON values; `purpose` keeps one kind from passing for another."""

    def __init__(self, key: bytes) -> None:
        self._box = Fernet(key)

    def seal(self, purpose: str, value: dict[str, Any]) -> str:
        return self._box.encrypt(json.dumps({"for": purpose, **value}).encode()).decode()

    def open(self, purpose: str, text: str | None, seconds: int) -> dict[str, Any] | None:
        """The value; None when absent, altered, older than `seconds`, or for another use."""
        if not text:
            return None
        try:
            value: dict[str, Any] = json.loads(self._box.decrypt(text.encode(), ttl=seconds))
        except (InvalidToken, ValueError):
            return None
        return value if value.get("for") == purpose else None


def set_cookie(name: str, value: str, seconds: int) -> str:
    """The text of a Set-Cookie header; `seconds` 0 removes it."""
    return f"{name}={value}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Lax"


def session_value(claims: dict[str, Any]) -> dict[str, Any]:
    """What a session keeps of a verified ID token; it ends with the token or after 8 hours."""
    ends = min(int(claims["exp"]), int(time.time()) + SESSION_SECONDS)
    return {"sub": str(claims["sub"]), "email": str(claims.get("email", "")), "ends": ends}


def cookie_key(path: Path) -> bytes:
    """The gate's own key, made the first time (mode 600)."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(Fernet.generate_key())
    return path.read_bytes().strip()
