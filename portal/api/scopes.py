"""What a token may do, and which roles of a partner's people may give it."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as lazy

from portal.accounts.models import MemberRole

_ALL = frozenset(MemberRole)
_MONEY = frozenset({MemberRole.OWNER, MemberRole.FINANCE, MemberRole.READ_ONLY})
_ASKERS = frozenset({MemberRole.OWNER, MemberRole.FINANCE})
_WRITERS = frozenset({MemberRole.OWNER, MemberRole.FINANCE, MemberRole.MARKETING})
_OWNERS = frozenset({MemberRole.OWNER})
_PROMOTION = frozenset({MemberRole.OWNER, MemberRole.MARKETING})

# Scope → roles whose people have it. A token keeps a scope only while its maker's role has it.
SCOPES: dict[str, frozenset[MemberRole]] = {
    "reports:read": _ALL,
    "reports:write": _WRITERS,
    "statements:read": _ALL,
    "statements:write": _ASKERS,
    "payments:read": _MONEY,
    "payments:write": _ASKERS,
    "payments:schedule": _OWNERS,
    "claims:read": _ALL,
    "claims:write": _WRITERS,
    "clients:read": _ALL,
    "terms:read": _ALL,
    "links:read": _ALL,
    "links:write": _PROMOTION,
    "network:read": _ALL,
    "network:write": _OWNERS,
    "compliance:read": _ALL,
    "compliance:write": _WRITERS,
    "messages:read": _ALL,
    "messages:write": _WRITERS,
    "hooks:read": _ALL,
    "hooks:write": _PROMOTION,
    "team:read": _ALL,
    "team:write": _OWNERS,
    "profile:read": _ALL,
    "profile:write": _ALL,
}
# What a scope lets a program of the partner's do, in words.
WORDS: dict[str, str | Promise] = {
    "reports:read": lazy("Read reports and commission lines"),
    "reports:write": lazy("Keep and drop reports of the team"),
    "statements:read": lazy("Read statements"),
    "statements:write": lazy("Accept statements"),
    "payments:read": lazy("Read balances and payments"),
    "payments:write": lazy("Ask for payments, send invoices"),
    "payments:schedule": lazy("Change when payments are made"),
    "claims:read": lazy("Read claims and disputes"),
    "claims:write": lazy("Open claims and disputes"),
    "clients:read": lazy("Read clients by pseudonym"),
    "terms:read": lazy("Read the terms"),
    "links:read": lazy("Read links and reported conversions"),
    "links:write": lazy("Make and archive links"),
    "network:read": lazy("Read the network"),
    "network:write": lazy("Admit applicants, set shares, write to the network"),
    "compliance:read": lazy("Read documents, words and findings"),
    "compliance:write": lazy("Accept documents, answer findings"),
    "messages:read": lazy("Read notices and messages"),
    "messages:write": lazy("Write to the manager"),
    "hooks:read": lazy("Read webhooks and their log"),
    "hooks:write": lazy("Make and remove webhooks"),
    "team:read": lazy("Read the team and its tokens"),
    "team:write": lazy("Invite to the team, set roles, end tokens"),
    "profile:read": lazy("Read your own settings"),
    "profile:write": lazy("Change your own settings and mails"),
}


def scopes_of(role: str) -> list[str]:
    """The scopes that a person with this role may give."""
    return [scope for scope, roles in SCOPES.items() if role in roles]
