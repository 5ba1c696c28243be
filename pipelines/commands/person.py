"""`openbook person`: create people, give them roles, take access away."""

from __future__ import annotations

import json
import secrets
import sys
from typing import Annotated

import typer

from pipelines.commands.common import AuthorOption, JsonOption, author_name, told
from pipelines.lib import portal_gateway
from pipelines.lib.errors import OpenbookError

app = typer.Typer(help="Create people, give roles, disable.", no_args_is_help=True)

Email = Annotated[str, typer.Argument(help="The person's e-mail address.")]
Program = Annotated[str, typer.Argument(help="The program.")]


@app.command()
def create(
    email: Email,
    name: Annotated[str, typer.Option(help="What people read.")],
    language: Annotated[str, typer.Option(help="Of the pages: en, de, ar …")] = "en",
    role: Annotated[
        list[str] | None, typer.Option(help="Staff: PROGRAM:ROLE, e.g. larkspur:manager.")
    ] = None,
    partner: Annotated[
        list[str] | None, typer.Option(help="Partner people: PROGRAM/PARTNER:ROLE.")
    ] = None,
    second_factor: Annotated[
        bool, typer.Option("--second-factor", help="Also make an authenticator secret.")
    ] = False,
    password_stdin: Annotated[
        bool, typer.Option("--password-stdin", help="Read the password from standard input.")
    ] = False,
    author: AuthorOption = "",
    as_json: JsonOption = False,
) -> None:
    """Create a person. Without --password-stdin a password is made and printed this once."""
    roles = [role_of(text) for text in role or []]
    memberships = [membership_of(text) for text in partner or []]
    password = sys.stdin.readline().rstrip("\n") if password_stdin else secrets.token_urlsafe(15)
    by = author_name(author)
    portal_gateway.person_create(email, name, password, language, author=by)
    for program_id, wanted in roles:
        portal_gateway.role_grant(email, program_id, wanted, author=by)
    for program_id, partner_id, wanted in memberships:
        portal_gateway.membership_grant(email, program_id, partner_id, wanted, author=by)
    made: dict[str, object] = {
        "email": email.strip().lower(),
        "roles": roles,
        "memberships": memberships,
    }
    lines = [f"created {email}"]
    if not password_stdin:
        made["password"] = password
        lines.append(f"password (shown once): {password}")
    if second_factor:
        made["totp_secret"] = portal_gateway.totp_secret_set(email, author=by)
        lines.append(f"authenticator secret (shown once): {made['totp_secret']}")
    told(made, as_json, "\n".join(lines))


@app.command("role")
def give_role(
    email: Email,
    program: Program,
    role: Annotated[
        str,
        typer.Argument(
            help="manager, compliance, finance_maker, finance_checker, analyst, administrator."
        ),
    ],
    revoke: Annotated[bool, typer.Option("--revoke", help="Take it away.")] = False,
    author: AuthorOption = "",
    as_json: JsonOption = False,
) -> None:
    """Give a person of the operator a role in a program, or take it away."""
    if not revoke:
        portal_gateway.role_grant(email, program, role, author=author_name(author))
        done = "has it"
    elif portal_gateway.role_revoke(email, program, role, author=author_name(author)):
        done = "taken away"
    else:
        raise OpenbookError(f"{email} is no {role} of {program}: see openbook person list")
    facts = {"email": email, "program_id": program, "role": role, "is_revoked": revoke}
    told(facts, as_json, f"{email}: {role} of {program}, {done}")


@app.command()
def member(
    email: Email,
    program: Program,
    partner: Annotated[str, typer.Argument(help="The partner's id.")],
    role: Annotated[str, typer.Argument(help="owner, finance, marketing, read_only.")] = "owner",
    author: AuthorOption = "",
    as_json: JsonOption = False,
) -> None:
    """Let a person act for a partner; a second call changes the role."""
    portal_gateway.membership_grant(email, program, partner, role, author=author_name(author))
    facts = {"email": email, "program_id": program, "partner_id": partner, "role": role}
    told(facts, as_json, f"{email}: {role} of {program}/{partner}")


@app.command()
def disable(
    email: Email,
    reason: Annotated[str, typer.Option(help="Why; it is in the audit.")],
    author: AuthorOption = "",
    as_json: JsonOption = False,
) -> None:
    """Take all access away now, in the portal, the dashboards and the Dagster UI."""
    portal_gateway.person_disable(email, reason, author=author_name(author))
    told({"email": email, "is_active": False}, as_json, f"{email} has no access any more")


@app.command("list")
def list_people(as_json: JsonOption = False) -> None:
    """Everybody, with roles and partners."""
    people = portal_gateway.person_list()
    if as_json:
        typer.echo(json.dumps(people, indent=1))
        return
    for person in people:
        stands = [f"{role} of {program}" for program, role in person["roles"]]
        stands += [f"{role} of {program}/{p}" for program, p, role in person["memberships"]]
        state = "" if person["is_active"] else "  (disabled)"
        typer.echo(f"{person['email']:<32} {', '.join(stands) or 'nothing yet'}{state}")


def role_of(text: str) -> tuple[str, str]:
    """`larkspur:manager` as (program, role). Raises `OpenbookError`."""
    program, colon, role = text.partition(":")
    if not (program and colon and role):
        raise OpenbookError(f"--role {text!r}: write PROGRAM:ROLE, e.g. larkspur:manager")
    return program, role


def membership_of(text: str) -> tuple[str, str, str]:
    """`larkspur/P-1:owner` as (program, partner, role); the role may be left out."""
    where, _, role = text.partition(":")
    program, slash, partner = where.partition("/")
    if not (program and slash and partner):
        raise OpenbookError(f"--partner {text!r}: write PROGRAM/PARTNER:ROLE")
    return program, partner, role or "owner"
