"""`openbook release`: list the kept releases, show a manifest, compare two, keep one for ever."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Annotated, Any

import typer

from pipelines.defs.publish import history
from pipelines.defs.publish.diff import compare
from pipelines.lib.errors import OpenbookError

app = typer.Typer(help="List releases, show a manifest, compare two.", no_args_is_help=True)

Program = Annotated[str, typer.Argument(help="The program.")]
Digest = Annotated[str, typer.Argument(help="The beginning of a digest, or `current`.")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]


def _read(program: str, digest: str) -> dict[str, Any]:
    try:
        return history.read(program, digest)
    except LookupError as error:
        raise OpenbookError(str(error.args[0])) from None


@app.command("list")
def list_releases(program: Program, as_json: Json = False) -> None:
    """The kept releases of a program, oldest first; the last is what readers see."""
    known = history.publications(program)
    if not known:
        raise OpenbookError(f"{program} has no release; run `openbook refresh {program}`")
    if as_json:
        listed = [{"published_at": at.isoformat(), "digest": digest} for at, digest in known]
        typer.echo(json.dumps(listed, indent=1))
        return
    for at, digest in known:
        typer.echo(f"{at:%Y-%m-%d %H:%M:%S}  {digest[:12]}")


@app.command()
def show(program: Program, digest: Digest = "current", as_json: Json = False) -> None:
    """One manifest: moment, gates, feeds, files with rows and sums (minor units)."""
    manifest = _read(program, digest)
    if as_json:
        typer.echo(json.dumps(manifest, indent=1, ensure_ascii=False))
        return
    typer.echo(f"{program}  {manifest['digest']}")
    typer.echo(f"as of {manifest['as_of']}, rules {manifest['rules_hash'][:12]}")
    typer.echo(f"{len(manifest['gates'])} checks passed")
    for entry in manifest["files"]:
        sums = " ".join(f"{code} {minor}" for code, minor in entry["sums"].items())
        typer.echo(f"{entry['rows']:>9}  {entry['path'].removeprefix('files/')}  {sums}".rstrip())


@app.command()
def diff(program: Program, old: Digest, new: Digest = "current", as_json: Json = False) -> None:
    """What changed between two releases: tables, rows, sums (minor units). Exit code 3: nothing."""
    rows = compare(_read(program, old), _read(program, new))
    if as_json:
        typer.echo(json.dumps(rows, indent=1))
    for row in rows if not as_json else []:
        moved = "; ".join(
            f"{column} {code} {minor:+}"
            for column, by_currency in row["sums"].items()
            for code, minor in by_currency.items()
        )
        typer.echo(f"{row['name']}  {row['rows_before']} → {row['rows_after']} rows  {moved}")
    raise typer.Exit(0 if rows else 3)


@app.command()
def keep(program: Program, name: str, digest: Digest = "current") -> None:
    """Keep a release for ever under a name (a dispute, a statement …)."""
    _read(program, digest)
    typer.echo(f"kept {history.keep(program, name, digest)[:12]} as {name}")


@app.command("as-of")
def as_of(program: Program, moment: datetime) -> None:
    """Which kept release answers for a moment (UTC)."""
    from datetime import UTC

    found = history.as_of(program, moment.replace(tzinfo=UTC))
    if found is None:
        raise OpenbookError(f"{program} has no kept release at or before {moment} UTC")
    typer.echo(found)
