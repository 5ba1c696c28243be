"""`openbook program`: create, change and list programs."""

from __future__ import annotations

import json
from typing import Annotated, Any

import typer

from pipelines.commands.common import AuthorOption, JsonOption, author_name, told
from pipelines.lib import portal_gateway

app = typer.Typer(help="Create, change and list programs.", no_args_is_help=True)

ProgramId = Annotated[str, typer.Argument(help="The program's id: small letters, e.g. larkspur.")]


@app.command()
def create(
    program_id: ProgramId,
    name: Annotated[str, typer.Option(help="What people read.")],
    vertical: Annotated[str, typer.Option(help="igaming, forex, prop or software.")],
    currency: Annotated[str, typer.Option(help="The program's currency, e.g. EUR.")],
    first_period: Annotated[str, typer.Option(help="The first period, e.g. 2022-10.")],
    time_zone: Annotated[str, typer.Option(help="Days are days of this zone.")] = "UTC",
    calendar: Annotated[
        list[str] | None,
        typer.Option(help="month, week or half_month; the first one names the first period."),
    ] = None,
    rate_set: Annotated[str, typer.Option(help="Which exchange rates.")] = "ecb",
    payment_day: Annotated[int, typer.Option(help="Day of the month, 1 to 28.")] = 5,
    two_checkers_above: Annotated[
        int | None, typer.Option(help="In minor units: above it two checkers approve a batch.")
    ] = None,
    debtor_name: Annotated[str, typer.Option(help="Holder of the account that pays.")] = "",
    debtor_iban: Annotated[str, typer.Option(help="IBAN that payments leave from.")] = "",
    debtor_bic: Annotated[str, typer.Option(help="Its BIC, if the bank wants it.")] = "",
    author: AuthorOption = "",
    as_json: JsonOption = False,
) -> None:
    """Create a program; its first period is open."""
    made = portal_gateway.program_create(
        author=author_name(author),
        program_id=program_id,
        name=name,
        vertical=vertical,
        currency_code=currency,
        first_period_id=first_period,
        time_zone=time_zone,
        calendar_ids=tuple(calendar or ["month"]),
        rate_set=rate_set,
        payment_day=payment_day,
        two_checkers_above_minor=two_checkers_above,
        debtor_name=debtor_name,
        debtor_iban=debtor_iban,
        debtor_bic=debtor_bic,
    )
    told(made, as_json, f"created {program_id}; {_open(made)}")


@app.command("set")
def change(
    program_id: ProgramId,
    reason: Annotated[str, typer.Option(help="Why; it goes into the audit.")],
    name: Annotated[str | None, typer.Option()] = None,
    payment_day: Annotated[int | None, typer.Option()] = None,
    two_checkers_above: Annotated[int | None, typer.Option(help="In minor units.")] = None,
    debtor_name: Annotated[str | None, typer.Option()] = None,
    debtor_iban: Annotated[str | None, typer.Option()] = None,
    debtor_bic: Annotated[str | None, typer.Option()] = None,
    author: AuthorOption = "",
    as_json: JsonOption = False,
) -> None:
    """Change what a program may change; zone, currency and rate set stand for ever."""
    wanted: dict[str, Any] = {
        "name": name,
        "payment_day": payment_day,
        "two_checkers_above_minor": two_checkers_above,
        "debtor_name": debtor_name,
        "debtor_iban": debtor_iban,
        "debtor_bic": debtor_bic,
    }
    changed = {key: value for key, value in wanted.items() if value is not None}
    made = portal_gateway.program_change(
        author=author_name(author), program_id=program_id, reason=reason, **changed
    )
    told(made, as_json, f"changed {program_id}: {', '.join(sorted(changed)) or 'nothing'}")


@app.command("list")
def list_programs(as_json: JsonOption = False) -> None:
    """All programs with their open periods."""
    programs = portal_gateway.program_list()
    if as_json:
        typer.echo(json.dumps(programs, indent=1))
        return
    for program in programs:
        typer.echo(
            f"{program['program_id']:<16} {program['vertical']:<9} "
            f"{program['currency_code']}  {_open(program)}  {program['name']}"
        )


def _open(program: dict[str, Any]) -> str:
    return ", ".join(f"{name} {period} open" for name, period in program["calendars"].items())
