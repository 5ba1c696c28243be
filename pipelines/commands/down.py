"""`openbook down`: stop what `openbook up` started, and what one that was killed left behind."""

from __future__ import annotations

import typer

from pipelines.lib.supervisor import running_supervisor, stop_running

app = typer.Typer()


@app.command()
def down() -> None:
    """Stop portal, Dagster UI and dashboards. Exit code 0, also when nothing runs."""
    state = running_supervisor()
    if state is None:
        typer.echo("nothing runs")
        return
    stop_running(state)
    typer.echo("stopped")
