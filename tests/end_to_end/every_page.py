"""Every page of the portal for one partner, by portal/policy/routes.py: a new one is in by itself.

What stands in an address (a line, a case, a batch …) is found in the database and the release.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db.models import Model
from django.urls import NoReverseMatch, reverse

from portal.policy.api_routes import API
from portal.policy.routes import ROUTES
from portal.policy.rules import DESK, PARTNER, PERSON, STAFF, Rule

Keys = dict[str, object]
# Who looks, where several roles may: the one that has something to do there; else the first known.
DOES = {"staff:payouts": "finance_checker", "staff:close": "finance_checker",
        "staff:partners_one": "compliance", "staff:reviews": "compliance",
        "staff:adjustments": "finance_checker"}  # fmt: skip
ROLES = ("manager", "compliance", "finance_checker", "administrator", "finance_maker", "analyst")
SIGNED_IN = ("account_logout", "idp:oidc:logout", "mfa_authenticate")  # public, for people inside
ANSWERS_PROGRAMS = ("identity/o/authorize", "api_unknown")  # no page for people


@dataclass(frozen=True)
class Shot:
    """One page: its picture's name, who looks (empty: nobody), its address, its language."""

    name: str
    email: str
    path: str
    language: str = "en"


class Missing(LookupError):
    """Nothing stands in the address of a page: make one in tests/end_to_end/things.py."""


def pages(program_id: str, partner_id: str, *, strict: bool = True) -> list[Shot]:
    """A page of each address that a GET opens, by its name. Files are among them.

    Raises Missing when nothing can stand in an address; with `strict` off it is left out.
    """
    found = []
    for name, rule in ROUTES.items():
        if rule.is_deed or name in API or name in ANSWERS_PROGRAMS:
            continue
        try:
            path = path_of(name, program_id, partner_id)
        except Missing:
            if strict:
                raise
            continue
        email = _looks(name, rule, program_id, partner_id)
        found.append(Shot(name.replace(":", "-").replace("_", "-"), email, path))
    return found


def path_of(name: str, program_id: str, partner_id: str) -> str:
    """The address with real things in it. Raises Missing."""
    keys = {"program_id": program_id, "partner_id": partner_id}
    for more in ({}, keys, {"program_id": program_id}, *_keys_of(name, program_id, partner_id)):
        try:
            return reverse(name, kwargs=more)
        except NoReverseMatch:
            continue
    raise Missing(f"{name}: nothing of {program_id}/{partner_id} stands in its address")


def _keys_of(name: str, program_id: str, partner_id: str) -> Iterator[Keys]:
    """What may stand in the address beside program and partner."""
    from tests.end_to_end.page_keys import KEYS

    find = KEYS.get(name)
    found = find(program_id, partner_id) if find else None
    if found:
        program = {"program_id": program_id}
        yield from (found, {**program, **found}, {**program, "partner_id": partner_id, **found})


def _looks(name: str, rule: Rule, program_id: str, partner_id: str) -> str:
    from portal.accounts.models import Membership

    members = Membership.objects.filter(program_id=program_id, partner_id=partner_id).order_by("pk")
    if name == "mfa_activate_totp":
        members = members.exclude(user__authenticator__type="totp")
    elif rule.audience in (PARTNER, PERSON) or name in SIGNED_IN:
        members = members.filter(role="owner")
    else:
        members = members.none()
    if member := members.first():
        return str(member.user.email)
    if rule.audience in (STAFF, DESK):
        does = next((role for begin, role in DOES.items() if name.startswith(begin)), "")
        return _staff(program_id, frozenset(rule.roles) or frozenset(ROLES), does)
    return ""


@cache
def _staff(program_id: str, roles: frozenset[str], does: str) -> str:
    from portal.accounts.models import ProgramRole

    for role in (does, *ROLES):
        one = ProgramRole.objects.filter(program_id=program_id, role=role, user__is_active=True)
        first = one.order_by("pk").first() if role in roles else None
        if first:
            return str(first.user.email)
    raise Missing(f"nobody has one of {sorted(roles)} in {program_id}")


def first(rows: Any, *names: str, **renamed: str) -> Keys | None:
    """Fields of the first row as keys of an address; `renamed`: key=field. None without a row."""
    row: Model | None = rows.order_by("pk").first()
    if row is None:
        return None
    fields = {name: name for name in names} | renamed
    return {key: getattr(row, field) for key, field in fields.items()}


Finder = Callable[[str, str], Keys | None]
