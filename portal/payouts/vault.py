"""Accounts of partners: sealed with a key of this machine, compared by a keyed hash, masked."""

from __future__ import annotations

import hashlib
import hmac

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings

from portal.config.keys import key_text, make_fernet, make_secret


def seal(account: str) -> str:
    """The account, encrypted; further lines of the key file may hold older keys."""
    return _box().encrypt(account.encode()).decode()


def unseal(sealed: str) -> str:
    """The account again. Raises `cryptography.fernet.InvalidToken` with another key."""
    return _box().decrypt(sealed.encode()).decode()


def account_hash(account: str) -> str:
    """The same text for the same account, useless without the key of this machine."""
    key = key_text(settings.KEYS_DIR, "payout-account-hash", make_secret).encode()
    return hmac.new(key, account.encode(), hashlib.sha256).hexdigest()


def masked(kind: str, account: str) -> str:
    """What people see: `DE·· 3301`, `wire ·· 0482`, `n··@example.com`, `USDT ·· x9Ab`: of other
    texts the last digits in them."""
    if kind == "sepa":
        return f"{account[:2]}·· {account[-4:]}"
    if "@" in account:
        return f"{account[0]}··@{account.rpartition('@')[2]}"[:60]
    if kind == "crypto":
        return f"{account.partition(' ')[0]} ·· {account[-4:]}"
    digits = "".join(c for c in account if c.isascii() and c.isdigit())
    return f"{kind} ·· {digits[-4:] if len(digits) >= 4 else account[-4:]}"


def _box() -> MultiFernet:
    keys = key_text(settings.KEYS_DIR, "payout-accounts", make_fernet)
    return MultiFernet([Fernet(line) for line in keys.split()])
