"""`openbook rules`: check the plans, write the editors' schema, print terms as sentences."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from pipelines.settings import settings

app = typer.Typer(help="Check, compile and print commission rules.", no_args_is_help=True)

Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Folder = Annotated[Path | None, typer.Option("--plans", help="The folder of plans.")]


def _folder(given: Path | None) -> Path:
    return given or settings().plans


@app.command()
def check(
    path: Annotated[Path | None, typer.Argument(help="The folder of plans.")] = None,
    as_json: Json = False,
) -> None:
    """Compile every plan; print each error as file:line. Exit code 1 when there is one."""
    from commission_rules.compiler import RuleErrors, compile_rules

    try:
        compiled = compile_rules(_folder(path))
    except RuleErrors as found:
        if as_json:
            keys = ("place", "line", "what", "todo")
            errors = [{key: getattr(error, key) for key in keys} for error in found.errors]
            typer.echo(json.dumps({"errors": errors}, ensure_ascii=False, indent=1))
        else:
            for error in found.errors:
                typer.echo(str(error), err=True)
            typer.echo(f"{len(found.errors)} error(s); nothing was compiled", err=True)
        raise typer.Exit(1) from None
    versions = sum(len(plan.versions) for plan in compiled.plans.values())
    if as_json:
        plans = sorted("/".join(key) for key in compiled.plans)
        notes = [str(note) for note in compiled.notes]
        answer = {
            "errors": [],
            "notes": notes,
            "plans": plans,
            "rules_hash": compiled.rules_hash,
        }
        typer.echo(json.dumps(answer, indent=1))
        return
    for note in compiled.notes:
        typer.echo(f"note: {note}")
    typer.echo(
        f"{len(compiled.plans)} plans, {versions} versions: no error "
        f"(rules {compiled.rules_hash[:12]})"
    )


@app.command()
def schema(
    is_stdout: Annotated[bool, typer.Option("--stdout", help="Print it, write nothing.")] = False,
) -> None:
    """Write the JSON Schema that editors read for plans."""
    from commission_rules.schema.json_schema import PLAN_SCHEMA, plan_schema

    if is_stdout:
        typer.echo(plan_schema(), nl=False)
        return
    PLAN_SCHEMA.write_text(plan_schema(), encoding="utf-8")
    typer.echo(f"wrote {PLAN_SCHEMA}")


@app.command()
def text(
    plan: Annotated[str, typer.Argument(help="The plan: program/plan, like brightspin/hybrid.")],
    language: Annotated[str, typer.Option(help="en, de or ar.")] = "en",
    on: Annotated[
        str | None, typer.Option(help="The day, like 2026-03-09 (default: last).")
    ] = None,
    plans: Folder = None,
    as_json: Json = False,
) -> None:
    """Print a plan as a partner reads it. Exit code 1: rules with errors; 2: not found."""
    from commission_rules.compiler import RuleErrors, compile_rules
    from commission_rules.text.plan import plan_sentences
    from commission_rules.text.say import LANGUAGES

    if language not in LANGUAGES:
        typer.echo(f"no language {language}; choose one of {', '.join(LANGUAGES)}", err=True)
        raise typer.Exit(2)
    try:
        compiled = compile_rules(_folder(plans))
        sentences = plan_sentences(compiled, plan, language, date.fromisoformat(on) if on else None)
    except RuleErrors as found:
        typer.echo(str(found), err=True)
        raise typer.Exit(1) from None
    except (LookupError, ValueError) as error:
        typer.echo(str(error.args[0]), err=True)
        raise typer.Exit(2) from None
    if as_json:
        listed = [{"component_id": part, "sentence": sentence} for part, sentence in sentences]
        typer.echo(json.dumps(listed, ensure_ascii=False, indent=1))
        return
    before: str | None = None
    for part, sentence in sentences:
        if part != before:
            typer.echo(f"\n{part}")
            before = part
        typer.echo(sentence if part is None else f"  {sentence}")
