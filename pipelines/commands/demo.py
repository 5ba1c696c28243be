"""`openbook demo`: build the demo programs, move their clock, sign in as their people."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from pipelines.lib.errors import OpenbookError

app = typer.Typer(no_args_is_help=True, help="Demo programs: build, advance, people, code.")


@app.command()
def build(
    scale: Annotated[int, typer.Option(min=1, help="Clients and trades, times this.")] = 1,
) -> None:
    """Make the four demo programs in an empty data folder."""
    from pipelines.demo.build import build as build_demo
    from pipelines.lib.progress import Progress

    with Progress() as show:
        build_demo(scale=scale, on_step=show)


@app.command()
def advance(
    days: Annotated[int, typer.Argument(min=1, help="How many days to move the clock.")],
    refresh: Annotated[bool, typer.Option(help="Also take the files in and publish.")] = True,
) -> None:
    """Move the demo's clock and drop the files of those days."""
    from pipelines.demo.build import advance as advance_demo
    from pipelines.lib.progress import Progress

    with Progress() as show:
        moment = advance_demo(days, refresh_after=refresh, on_step=show)
    typer.echo(f"The demo's clock stands at {moment:%Y-%m-%d %H:%M} UTC.")


@app.command()
def people(
    as_json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
) -> None:
    """The demo logins of this machine."""
    from pipelines.lib.welcome import demo_people

    found = demo_people()
    if not found:
        raise OpenbookError("there is no demo here; make one: openbook demo build")
    if as_json:
        typer.echo(json.dumps(found))
        return
    for one in found:
        typer.echo(f"{one['label']:<20} {one['email']:<28} {one['password']}")


@app.command()
def code(
    user: Annotated[str, typer.Argument(help="Label, e-mail, or what stands before the @.")],
) -> None:
    """A demo person's current second factor."""
    from pipelines.demo.people import PEOPLE, person_named
    from pipelines.lib import portal_gateway

    try:
        person = person_named(user)
    except KeyError:
        known = ", ".join(one.email.split("@")[0] for one in PEOPLE)
        raise OpenbookError(f"no demo person {user!r}; there are: {known}") from None
    typer.echo(portal_gateway.totp_code_now(person.email))
