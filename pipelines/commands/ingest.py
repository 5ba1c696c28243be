"""`openbook ingest`: take a file or a folder through the door, now."""

from __future__ import annotations

import json
import shutil
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from pipelines.defs.feeds.receiving import Received

app = typer.Typer()


@app.command()
def ingest(
    path: Annotated[Path, typer.Argument(help="A file, or a folder of files.", exists=True)],
    program: Annotated[str | None, typer.Option(help="Which program it belongs to.")] = None,
    feed: Annotated[str | None, typer.Option(help="trades, accounts, clicks …")] = None,
    no_refresh: Annotated[
        bool, typer.Option("--no-refresh", help="Only into raw; publish later.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the result as JSON.")] = False,
) -> None:
    """Take PATH in and publish. Under `landing/<program>/<feed>/` the path says what it is; else
    say it by --program and --feed: the file is copied, your own stays where it is.

    Exit code 0: all taken; 3: something waits in quarantine, is blocked, or is not published.
    """
    landed = _landed(path, program, feed)
    received, blocked = _through(landed, no_refresh)
    if as_json:
        typer.echo(json.dumps([asdict(file) for file in received.files], indent=1))
    else:
        _say(received)
    waits = any(f.state in ("quarantined", "blocked") or f.quarantined for f in received.files)
    raise typer.Exit(3 if waits or blocked else 0)


def _landed(path: Path, program: str | None, feed: str | None) -> list[Path]:
    """Paths under landing; a file from elsewhere is copied there, whole or not at all."""
    from pipelines.defs.feeds.config import config_path
    from pipelines.defs.feeds.contract import FEEDS
    from pipelines.defs.feeds.landing import NoSuchFeed, program_and_feed
    from pipelines.settings import settings

    if program is None and feed is None:
        if path.is_file():
            program_and_feed(path)
        return [path.resolve()]
    if program is None or feed not in FEEDS:
        raise NoSuchFeed(f"say --program and --feed; feeds are {', '.join(FEEDS)}")
    config_path(program)  # refuses an impossible id
    folder = settings().landing / program / feed
    folder.mkdir(parents=True, exist_ok=True)
    files = sorted(p for p in path.iterdir() if p.is_file()) if path.is_dir() else [path]
    return [_copied(file, folder) for file in files]


def _copied(file: Path, folder: Path) -> Path:
    beside = folder / f".{file.name}.part"
    shutil.copyfile(file, beside)
    return beside.rename(folder / file.name)


def _through(landed: list[Path], no_refresh: bool) -> tuple[Received, bool]:
    from pipelines.defs.feeds.receiving import Received, receive
    from pipelines.lib import clock
    from pipelines.lib.lock import warehouse_lock
    from pipelines.lib.warehouse import warehouse_open

    if no_refresh:
        with warehouse_lock(), warehouse_open() as con:
            return receive(con, paths=landed, now=clock.now()), False
    from pipelines.lib.quiet import be_quiet
    from pipelines.lib.refresh import refresh

    be_quiet()
    result = refresh(paths=landed)
    return Received(result.files, result.checks), bool(result.blocked)


def _say(received: Received) -> None:
    for file in received.files:
        counts = ", ".join(
            f"{number} {what}"
            for what in ("new", "amended", "repeated", "removed", "quarantined")
            if (number := getattr(file, what))
        )
        typer.echo(
            f"{file.program_id}/{file.feed}/{file.name}: {file.state} ({counts or 'nothing'})"
        )
        if file.message:
            typer.echo(f"  {file.message}")
        if file.quarantined or file.state in ("quarantined", "blocked"):
            typer.echo(f"  see: openbook quarantine list; id {file.file_id}")
    for note in received.notes:
        typer.echo(f"note: {note}", err=True)
    if not received.files:
        typer.echo("nothing was waiting there")
