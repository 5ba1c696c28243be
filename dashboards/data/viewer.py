"""Who looks: a staff person and the programs in which that person has a role."""

from __future__ import annotations

from dataclasses import dataclass


class NotAllowed(Exception):
    """The viewer has no role in the program; the page shows who can give one."""


@dataclass(frozen=True)
class Viewer:
    """`roles` maps a program id to the person's staff roles in it, as the portal told it."""

    email: str
    name: str
    roles: dict[str, frozenset[str]]

    @property
    def programs(self) -> list[str]:
        """Program ids whose releases this person may open, in order."""
        return sorted(program for program, roles in self.roles.items() if roles)

    def has(self, role: str) -> bool:
        """Whether the person has the role in any program; `staff` is any role at all."""
        return any(role in roles or (role == "staff" and roles) for roles in self.roles.values())

    def check(self, program_id: str) -> None:
        """Raises `NotAllowed` when the person has no role in that program."""
        if not self.roles.get(program_id):
            raise NotAllowed(
                f"You have no role in {program_id}; an administrator can give you one."
            )
