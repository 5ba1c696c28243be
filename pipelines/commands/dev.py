"""`openbook dev`: an analyst's own warehouse, and the two commands to work with it."""

from __future__ import annotations

import getpass
import json
import re
import shlex
from typing import TYPE_CHECKING, Annotated

import typer

from pipelines.lib.errors import OpenbookError
from pipelines.lib.progress import Progress
from pipelines.lib.quiet import be_quiet

if TYPE_CHECKING:
    from pipelines.lib.preview.dev import DevWarehouse

app = typer.Typer()


@app.command()
def dev(
    name: Annotated[
        str | None, typer.Option(help="The warehouse's name (default: your login).")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the result as JSON.")] = False,
    settle: Annotated[
        bool,
        typer.Option(help="After `dbt build`: build again what reads the commission before."),
    ] = False,
) -> None:
    """Rebuild your own warehouse from canonical files, portal tables and ledger.

    Its models are not built: the printed `dbt build` does that. Exit code 1: it was not made.
    """
    be_quiet()
    from commission_rules.compiler import RuleErrors
    from pipelines.lib.preview.dev import make_dev

    if settle:
        from pipelines.lib.preview.settle_dev import settle_dev

        passes = settle_dev(name or _login())
        typer.echo(json.dumps({"passes": passes}) if as_json else f"settled in {passes} passes")
        return
    try:
        with Progress(is_quiet=as_json) as show:
            made = make_dev(name or _login(), on_step=show)
    except RuleErrors as refused:
        raise OpenbookError(f"the rules do not compile:\n{refused}") from None
    typer.echo(json.dumps(as_plain(made), indent=1) if as_json else as_text(made))


def as_plain(made: DevWarehouse) -> dict[str, object]:
    """The result for a program that reads it."""
    return {
        "path": str(made.path),
        "as_of": made.as_of.isoformat(),
        "programs": made.program_count,
        "records": made.record_count,
        "ledger_entries": made.entry_count,
        "build": build_command(made),
        "must_settle": made.must_settle,
        "preview": "openbook preview",
    }


def as_text(made: DevWarehouse) -> str:
    """The result for a person: what there is, and what to type."""
    again = [
        "then let steps and gates on the commission of the period before find it:",
        f"  openbook dev --name {made.path.stem} --settle",
    ]
    return "\n".join(
        [
            f"{made.path}: {made.program_count} programs, {made.record_count:,} records, "
            f"{made.entry_count:,} ledger entries",
            "",
            "build it, all or what you name with --select:",
            f"  {build_command(made)}",
            *(again if made.must_settle else ()),
            "see whose money moves before it ships:",
            "  openbook preview",
        ]
    )


def build_command(made: DevWarehouse) -> str:
    """The dbt command that builds this warehouse, for the same moment as the product's clock."""
    from pipelines.lib import dbt_runner

    project = shlex.quote(str(dbt_runner.project()))
    moment = json.dumps({"as_of": made.as_of.replace(tzinfo=None).isoformat()})
    return (
        f"OPENBOOK_DEV_WAREHOUSE={shlex.quote(str(made.path))} dbt build --target dev "
        f"--project-dir {project} --profiles-dir {project} "
        f"--target-path {shlex.quote(str(made.path.parent / 'dbt'))} "
        f"--log-path {shlex.quote(str(made.path.parent / 'dbt'))} "
        f"--vars {shlex.quote(moment)} --exclude-resource-type unit_test"
    )


def _login() -> str:
    """The login name, as far as it makes a name."""
    return re.sub(r"[^a-z0-9_]", "_", getpass.getuser().lower()).strip("_0123456789") or "dev"
