"""Demo logins: roles that a newcomer wants to try; passwords are made per machine."""

from __future__ import annotations

import json
import os
import secrets
from dataclasses import dataclass

from pipelines.demo.world import PROGRAMS
from pipelines.lib import portal_gateway
from pipelines.settings import settings

_SYLLABLES = [c + v for c in "bdklmnprstv" for v in "aeiou"]


@dataclass(frozen=True)
class DemoPerson:
    """`seats` are (program, partner, role) in partners' teams; `roles` hold in each program."""

    label: str
    email: str
    name: str
    seats: tuple[tuple[str, str, str], ...] = ()
    roles: tuple[str, ...] = ()


PEOPLE = (
    DemoPerson(
        "partner", "nadia@partner.example", "Nadia Ferrer",
        (
            ("larkspur", "P-2002", "owner"), ("brightspin", "P-1001", "owner"),
            ("brightspin", "P-1003", "owner"), ("summit", "P-3001", "owner"),
            ("ledgerly", "P-4001", "owner"),
        ),
    ),
    DemoPerson(
        "master partner", "tomas@master.example", "Tomas Lindholm",
        (("larkspur", "P-2001", "owner"),),
    ),
    DemoPerson(
        "sub-partner", "ines@sub.example", "Inês Duarte", (("larkspur", "P-2003", "owner"),)
    ),
    DemoPerson("manager", "marek@openbook.example", "Marek Novak", roles=("manager",)),
    DemoPerson("finance maker", "clara@openbook.example", "Clara Hoffmann",
        roles=("finance_maker",)),
    DemoPerson("finance checker", "priya@openbook.example", "Priya Raman",
        roles=("finance_checker",)),
    DemoPerson("compliance", "salma@openbook.example", "Salma Haddad", roles=("compliance",)),
    DemoPerson("analyst", "oskar@openbook.example", "Oskar Weiss", roles=("analyst",)),
    DemoPerson("administrator", "ada@openbook.example", "Ada Byrne",
        roles=("administrator",)),
    DemoPerson("second administrator", "bruno@openbook.example", "Bruno Keller",
        roles=("administrator",)),
)  # fmt: skip


def password_made() -> str:
    """Four pronounceable groups and a number: 60 bits and more, typed without a manual."""
    groups = ["".join(secrets.choice(_SYLLABLES) for _ in range(3)) for _ in range(4)]
    return "-".join(groups) + f"-{secrets.randbelow(9000) + 1000}"


def people_create() -> None:
    """Make every demo person with roles, seats, password and second factor; note the logins."""
    logins = []
    for person in PEOPLE:
        password = password_made()
        portal_gateway.person_create(person.email, person.name, password)
        for program_id, partner_id, role in person.seats:
            portal_gateway.membership_grant(person.email, program_id, partner_id, role)
        for program in PROGRAMS:
            for role in person.roles:
                portal_gateway.role_grant(person.email, program.program_id, role)
        portal_gateway.totp_secret_set(person.email)
        logins.append({"label": person.label, "email": person.email, "password": password})
    path = settings().data_dir / "demo" / "people.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w") as out:
        json.dump(logins, out, indent=1)


def person_named(user: str) -> DemoPerson:
    """A demo person by label, e-mail or the part before the @; KeyError when there is none."""
    for person in PEOPLE:
        if user in (person.label, person.email, person.email.split("@")[0]):
            return person
    raise KeyError(user)
