"""The command `openbook`. Each command lives in a module of its own and is imported when called."""

from __future__ import annotations

import importlib
from typing import Any

import typer
import typer.main
from typer.core import TyperCommand, TyperGroup

from pipelines.lib.errors import OpenbookError
from pipelines.lib.quiet import be_quiet

# name -> (module, one line of help); each module holds a Typer called `app`.
COMMANDS = {
    "up": ("up", "Start portal, Dagster UI and dashboards on loopback."),
    "down": ("down", "Stop what `up` started."),
    "demo": ("demo", "Demo programs: build, advance, code, people."),
    "ingest": ("ingest", "Take a file or a folder through the door, now."),
    "quarantine": ("quarantine", "List, show and replay what could not be understood."),
    "rates": ("rates", "Exchange rates: write the ECB history as a feed file."),
    "refresh": ("refresh", "Door, gate 1, dbt, gate 2, publish."),
    "rules": ("rules", "Check, compile and print commission rules."),
    "program": ("program", "Create and list programs."),
    "partner": ("partner", "Create partners and set relations."),
    "deal": ("deal", "Create, change and end deals."),
    "tracking": ("tracking", "Hosts, landing pages, creatives, postback sources."),
    "person": ("person", "Create people, give roles, disable."),
    "close": ("close", "Close a period: book entries, seal the segment."),
    "explain": ("explain", "Why a line, or an event that paid nothing."),
    "payout": ("payout", "Freeze, show, export and confirm payout batches."),
    "release": ("release", "List releases, show a manifest, compare two."),
    "scenario": ("scenario", "Run scenarios: facts in, expected amounts compared."),
    "answer": ("answer", "What partners asked of engine and warehouse is answered."),
    "preview": ("preview", "The money difference of changed rules or models."),
    "dev": ("dev", "An analyst's own warehouse."),
}


class LazyGroup(TyperGroup):
    """Imports a command's module only when it is called: starting stays quick."""

    _listing = False

    def list_commands(self, ctx: Any) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        if cmd_name not in COMMANDS:
            return None
        name, text = COMMANDS[cmd_name]
        if self._listing:
            return TyperCommand(cmd_name, help=text)
        command = typer.main.get_command(importlib.import_module(f"pipelines.commands.{name}").app)
        command.name = cmd_name
        command.help = command.help or text
        return command

    def format_help(self, ctx: Any, formatter: Any) -> None:
        self._listing = True
        super().format_help(ctx, formatter)


app = typer.Typer(
    cls=LazyGroup,
    help="Openbook: commissions explained, paid once.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)


@app.callback()
def root() -> None:
    """Openbook: commissions explained, paid once."""
    be_quiet()


def main() -> None:
    """Run the command line. An error that we foresaw ends with one plain line and exit code 1."""
    try:
        app()
    except OpenbookError as error:
        typer.secho(str(error), err=True, fg="red")
        raise SystemExit(error.exit_code) from None


if __name__ == "__main__":
    main()
