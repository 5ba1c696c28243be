"""`openbook refresh`: door, gate 1, dbt, gate 2, publish."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from pipelines.lib.progress import Progress
from pipelines.lib.quiet import be_quiet
from pipelines.lib.refresh_result import RefreshResult
from pipelines.settings import settings

app = typer.Typer()


@app.command()
def refresh(
    programs: Annotated[list[str] | None, typer.Argument(help="Programs; all by default.")] = None,
    force: Annotated[bool, typer.Option(help="Build even if nothing changed.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the result as JSON.")] = False,
) -> None:
    """Take in what lies in `landing/`, rebuild what it touches, publish what passed both gates.

    Exit code 0: all programs are published or unchanged; 3: at least one keeps its old release.
    """
    be_quiet()
    from pipelines.lib import portal_gateway
    from pipelines.lib.refresh import refresh as run

    if not (settings().data_dir / "portal" / "portal.sqlite3").exists():
        portal_gateway.prepare_portal()
    with Progress(is_quiet=as_json) as show:
        result = run(programs or None, on_step=show, force=force)
        show.outcome(result)
    if as_json:
        typer.echo(json.dumps(as_plain(result), indent=1))
    raise typer.Exit(3 if result.blocked else 0)


def as_plain(result: RefreshResult) -> dict[str, object]:
    """The result for a program that reads it."""
    return {
        "as_of": result.as_of,
        "built": result.built,
        "seconds": result.seconds,
        "files": len(result.files),
        "programs": [
            {
                "program_id": found.program_id,
                "outcome": found.outcome,
                "digest": found.digest,
                "reason": found.reason,
                "failed": [
                    {
                        "gate": check.gate,
                        "subject": check.subject,
                        "check": check.check_name,
                        "failed_rows": check.failed_rows,
                        "message": check.message,
                        "sample": list(check.sample),
                    }
                    for check in result.failed_checks(found.program_id)
                ],
            }
            for found in result.programs.values()
        ],
    }
