"""What a rule can say. Pure data; the views enforce it, a test compares."""

from __future__ import annotations

from dataclasses import dataclass, field

PUBLIC, PERSON, PARTNER, STAFF, DESK, TOKEN = (
    "public", "person", "partner", "staff", "desk", "token",
)  # fmt: skip
MEMBER_ROLES = frozenset({"owner", "finance", "marketing", "read_only"})
STAFF_ROLES = frozenset(
    {"manager", "compliance", "finance_maker", "finance_checker", "analyst", "administrator"}
)


@dataclass(frozen=True)
class Rule:
    """Who reaches an address.

    `audience`: public (everybody), person (whoever is signed in), partner (members of the partner
    with one of `roles`), staff (the operator's people in the program with one of `roles`), desk
    (the operator's people of any program), token (bearers of `scope`).
    `is_deed`: reached by POST alone. Colleagues outside `roles` see who can give access
    (403); everybody else finds nothing (404).
    """

    audience: str
    roles: frozenset[str] = field(default_factory=frozenset)
    scope: str = ""
    is_deed: bool = False


def public(*, is_deed: bool = False) -> Rule:
    """Everybody, without signing in: holds nothing of anybody, or checks for itself."""
    return Rule(PUBLIC, is_deed=is_deed)


def person(*, is_deed: bool = False) -> Rule:
    """Whoever is signed in sees its own things."""
    return Rule(PERSON, is_deed=is_deed)


def partner(*roles: str, is_deed: bool = False) -> Rule:
    """Members of the partner; all roles when none is named."""
    return Rule(PARTNER, frozenset(roles) or MEMBER_ROLES, is_deed=is_deed)


def staff(*roles: str, is_deed: bool = False) -> Rule:
    """The operator's people in the program; all roles when none is named."""
    return Rule(STAFF, frozenset(roles) or STAFF_ROLES, is_deed=is_deed)


def desk() -> Rule:
    """The operator's people of any program."""
    return Rule(DESK)


def token(scope: str = "", *, is_deed: bool = False) -> Rule:
    """Bearers of a living token with the scope; any living token when none is named."""
    return Rule(TOKEN, scope=scope, is_deed=is_deed)
