"""`openbook quarantine`: list, show, replay and dismiss what could not be understood."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Annotated

import typer

from pipelines.commands.common import AuthorOption, author_name

app = typer.Typer(no_args_is_help=True)


@app.command("list")
def list_(
    program: Annotated[str | None, typer.Option(help="Only this program.")] = None,
    closed_too: Annotated[bool, typer.Option("--all", help="Closed ones too.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print as JSON.")] = False,
) -> None:
    """What waits: file, row, column and reason. The payload stays sealed."""
    from pipelines.defs.feeds import quarantine
    from pipelines.lib.lock import warehouse_lock
    from pipelines.lib.warehouse import warehouse_open

    with warehouse_lock(), warehouse_open() as con:
        rows = quarantine.listed(con, program, closed_too)
    if as_json:
        typer.echo(json.dumps(rows, indent=1, default=str))
        return
    for row in rows:
        place = f"row {row['file_row']}" if row["file_row"] else "whole file"
        typer.echo(
            f"{row['file_id']}  {row['program_id']}/{row['feed']}/{row['file_name']}  {place}  "
            f"{row['reason_code']}  {row['message']}"
            + ("" if row["state"] == "open" else f"  ({row['state']})")
        )
    typer.echo(f"{len(rows)} in quarantine" if rows else "nothing is in quarantine")


@app.command()
def show(
    file_id: Annotated[str, typer.Argument(help="The file's id, as `list` prints it.")],
    row: Annotated[int, typer.Argument(help="The row in the original (header = 1).")],
) -> None:
    """Open one row of a sealed original. It may hold personal data."""
    from pipelines.defs.feeds import quarantine

    arrival, _ = quarantine.first_arrival(file_id)
    for column, text in quarantine.shown(arrival, row).items():
        typer.echo(f"{column}: {text}")


@app.command()
def replay(
    file_id: Annotated[str, typer.Argument(help="The file's id, as `list` prints it.")],
    accept: Annotated[
        bool, typer.Option("--accept", help="Let a file through that gate 1 blocked.")
    ] = False,
    whole: Annotated[
        bool, typer.Option("--whole", help="Every row again, e.g. after the clock was corrected.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print as JSON.")] = False,
) -> None:
    """Read a sealed original again, after its feeds.yaml was put right. `openbook refresh`
    publishes what came in.

    Exit code 0: nothing of it waits any more; 3: something still does.
    """
    from pipelines.defs.feeds import quarantine
    from pipelines.lib import clock
    from pipelines.lib.lock import warehouse_lock
    from pipelines.lib.warehouse import warehouse_open

    with warehouse_lock(), warehouse_open() as con:
        received = quarantine.replay(con, file_id, now=clock.now(), accept=accept, whole=whole)
    (file,) = received.files
    if as_json:
        typer.echo(json.dumps(asdict(file), indent=1))
    else:
        typer.echo(
            f"{file.name}: {file.state}; {file.new} new, {file.amended} amended, "
            f"{file.quarantined} still in quarantine"
        )
        if file.message:
            typer.echo(f"  {file.message}")
    raise typer.Exit(3 if file.quarantined or file.state != "loaded" else 0)


@app.command()
def dismiss(
    file_id: Annotated[str, typer.Argument(help="The file's id, as `list` prints it.")],
    reason: Annotated[str, typer.Option(help="Why; it stays with the file.")],
    author: AuthorOption = "",
) -> None:
    """Let go what waits of a file: rows that are not ours, a test file, a file misdirected."""
    from pipelines.defs.feeds import quarantine
    from pipelines.lib import clock
    from pipelines.lib.lock import warehouse_lock
    from pipelines.lib.warehouse import warehouse_open

    with warehouse_lock(), warehouse_open() as con:
        received = quarantine.dismiss(
            con, file_id, now=clock.now(), by=author_name(author), reason=reason
        )
    (file,) = received.files
    typer.echo(f"{file.name}: {file.message}")


@app.command()
def purge() -> None:
    """Destroy sealed originals older than 30 days; their digests stay."""
    from pipelines.defs.feeds.sealed import purge_sealed
    from pipelines.lib import clock

    typer.echo(f"{purge_sealed(clock.now())} originals destroyed")
