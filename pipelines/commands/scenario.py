"""`openbook scenario`: run scenario files over the project's own SQL."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from pipelines.lib.quiet import be_quiet

app = typer.Typer(help="Run scenarios: facts in, expected amounts compared.", no_args_is_help=True)


@app.callback()
def root() -> None:
    """Run scenarios: facts in, expected amounts compared."""


@app.command()
def run(
    files: Annotated[list[Path], typer.Argument(help="Scenario files, or folders of them.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print everything found.")] = False,
    engine: Annotated[str, typer.Option(help="Which engine computes: duckdb.")] = "duckdb",
) -> None:
    """Run every scenario of some files; docs/reference/scenarios.md says how they are written.

    Exit code 1: something expected was not found; 2: a scenario could not be read or run (file
    and line are printed; the others ran).
    """
    be_quiet()
    from pipelines.lib.dbt_runner import DbtFailed
    from pipelines.lib.scenarios import tell
    from pipelines.lib.scenarios.run import run_files

    try:
        outcomes = run_files(tell.listed(files), engine)
    except DbtFailed as error:
        typer.secho(str(error), err=True, fg="red")
        raise typer.Exit(2) from None
    if as_json:
        typer.echo(json.dumps(tell.as_plain(outcomes), ensure_ascii=False, indent=1))
    else:
        for text in tell.in_words(outcomes):
            typer.echo(text)
    states = {outcome.state for outcome in outcomes}
    raise typer.Exit(2 if "error" in states or not outcomes else 1 if "failed" in states else 0)


@app.command()
def schema(
    is_stdout: Annotated[bool, typer.Option("--stdout", help="Print it, write nothing.")] = False,
) -> None:
    """Write the JSON Schema that editors read for scenarios."""
    from commission_rules.schema.scenario.json_schema import SCENARIO_SCHEMA, scenario_schema

    if is_stdout:
        typer.echo(scenario_schema(), nl=False)
        return
    SCENARIO_SCHEMA.write_text(scenario_schema(), encoding="utf-8")
    typer.echo(f"wrote {SCENARIO_SCHEMA}")
