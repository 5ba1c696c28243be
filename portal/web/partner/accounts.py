"""Accounts that partners are paid to, in words."""

from __future__ import annotations

from portal.notices.words import account_spoken
from portal.payouts.models import PayoutMethod


def account_words(method: PayoutMethod | None) -> str:
    """The account as people see it; empty without one."""
    return account_spoken(method.masked) if method else ""
