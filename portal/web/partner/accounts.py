"""Accounts that partners are paid to, in words."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as lazy

from portal.payouts.models import PayoutMethod
from portal.web.partner.labels import isolated

KINDS: dict[str, str | Promise] = {
    "sepa": lazy("SEPA transfer"),
    "wire": lazy("Bank wire"),
    "wise": lazy("Wise"),
    "paypal": lazy("PayPal"),
    "crypto": lazy("Crypto address"),
}


def account_words(method: PayoutMethod | None) -> str:
    """The account as people see it: what begins with the kind's code has its word instead."""
    if method is None:
        return ""
    kind, _space, rest = method.masked.partition(" ")
    if rest and kind == method.kind:
        return f"{KINDS.get(kind, kind)} {isolated(rest)}"
    return isolated(method.masked)
