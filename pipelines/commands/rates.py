"""`openbook rates`: exchange rates as a feed file."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import typer

app = typer.Typer(no_args_is_help=True)


@app.callback()
def rates() -> None:
    """Exchange rates: write the ECB history as a feed file."""


@app.command()
def ecb(
    program: Annotated[str, typer.Option(help="The program whose landing folder gets the file.")],
    since: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="First day; all by default.")
    ] = None,
    until: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Last day; all by default.")
    ] = None,
) -> None:
    """Drop the ECB's reference rates into `landing/PROGRAM/fx_rates/`; the next refresh takes
    them. A rate that landed before stays as it is."""
    from pipelines.defs.feeds.config import config_path
    from pipelines.defs.feeds.ecb import write_ecb

    config_path(program)  # refuses an impossible id
    path = write_ecb(program, since and since.date(), until and until.date())
    typer.echo(f"{path}")
