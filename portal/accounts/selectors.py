"""Who may do what, asked of the database: nothing here writes."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet

from portal.accounts.models import Membership, ProgramRole, User


@dataclass(frozen=True)
class Standing:
    """What a person may do at this moment: {program: roles} as staff, memberships as partner."""

    roles: dict[str, frozenset[str]]
    memberships: tuple[Membership, ...]

    @property
    def is_staff(self) -> bool:
        return bool(self.roles)

    def has_role(self, program_id: str, *wanted: str) -> bool:
        """Whether the person has one of `wanted` in the program."""
        return not self.roles.get(program_id, frozenset()).isdisjoint(wanted)

    def programs(self, *wanted: str) -> list[str]:
        """The programs in which the person has one of `wanted` (any role if none is named)."""
        return sorted(p for p, has in self.roles.items() if not wanted or has & set(wanted))


def roles_for_user(user: User) -> dict[str, frozenset[str]]:
    """{program_id: roles} of a person of the operator; empty for everybody else."""
    found: dict[str, set[str]] = {}
    for program_id, role in ProgramRole.objects.filter(user=user).values_list("program_id", "role"):
        found.setdefault(program_id, set()).add(role)
    return {program: frozenset(roles) for program, roles in sorted(found.items())}


def memberships_for_user(user: User) -> QuerySet[Membership]:
    """The partners for which the person acts, in a stable order."""
    return Membership.objects.filter(user=user).order_by("program_id", "partner_id")


def members_of(program_id: str, partner_id: str) -> QuerySet[Membership]:
    """Who acts for a partner, the longest there first."""
    found = Membership.objects.filter(program_id=program_id, partner_id=partner_id)
    return found.select_related("user").order_by("granted_at", "pk")


def standing_get(user: User) -> Standing:
    """Roles and memberships of the person, read once per request and kept on the user object."""
    kept: Standing | None = getattr(user, "_standing", None)
    if kept is None:
        kept = Standing(roles_for_user(user), tuple(memberships_for_user(user)))
        user._standing = kept  # type: ignore[attr-defined]
    return kept


def user_get_by_email(email: str) -> User:
    """The person with this address, whatever its case. Raises User.DoesNotExist."""
    return User.objects.get(email__iexact=email.strip())


def user_list() -> QuerySet[User]:
    """Everybody, by address, with roles and memberships."""
    return User.objects.order_by("email").prefetch_related("program_roles", "memberships")
