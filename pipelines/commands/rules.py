"""`openbook rules`: check the plans, write the editors' schema, print terms as sentences."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipelines.settings import settings

if TYPE_CHECKING:
    from commission_rules.compiler import CompiledPlans

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
    """Compile every plan; print each error as file:line. Exit code 1 when there is one.

    The program's own folder is also held against the terms in use: what was in force is not edited.
    """
    from commission_rules.compiler import RuleErrors, compile_rules

    try:
        compiled = compile_rules(_folder(path))
        if _folder(path).resolve() == settings().plans.resolve():
            _hold_against_terms_in_use(compiled)
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


def _hold_against_terms_in_use(compiled: CompiledPlans) -> None:
    """Raise `RuleErrors` where a version that was in force is edited. Says so when the warehouse
    is busy, and nothing when there is none."""
    from commission_rules.compiler import RuleErrors, edited_versions
    from pipelines.defs.rules import recorded_versions
    from pipelines.lib import clock
    from pipelines.lib.lock import WarehouseBusy, warehouse_lock
    from pipelines.lib.warehouse import warehouse_open

    if not settings().warehouse.exists():
        return
    try:
        with warehouse_lock(wait_seconds=5), warehouse_open(read_only=True) as con:
            recorded = recorded_versions(con)
    except WarehouseBusy as busy:
        typer.echo(f"not held against the terms in use: {busy}", err=True)
        return
    errors = edited_versions(compiled, recorded, clock.now().date())
    if errors:
        raise RuleErrors(errors)


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
