"""Who did something: a person, or a named part of the system."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from portal.accounts.models import User


@dataclass(frozen=True)
class Author:
    """`name` is what stands in rows for ever; `user` is set when a person of the portal acted."""

    name: str
    user: User | None = None

    @classmethod
    def of(cls, user: User) -> Author:
        """A person, named by the e-mail address."""
        return cls(user.get_username(), user)

    def audit_names(self) -> dict[str, Any]:
        """`who` and `who_name` of `audit_record`."""
        return {"who": self.user, "who_name": self.name}
