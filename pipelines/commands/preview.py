"""`openbook preview`: whose money moves by how much, before a rule or a model ships."""

from __future__ import annotations

import json
from dataclasses import asdict
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from pipelines.lib.errors import OpenbookError
from pipelines.lib.progress import Progress
from pipelines.lib.quiet import be_quiet
from pipelines.settings import settings

if TYPE_CHECKING:
    from pipelines.lib.preview.differences import Difference, Total
    from pipelines.lib.preview.run import Preview

app = typer.Typer()

DIFFERS = 3
SHOWN = 50
HEAD: tuple[str, ...] = (
    *("program", "partner", "period", "component"),
    *("published", "proposed", "difference", "", "lines"),
)


class WrongUse(OpenbookError):
    """Options that exclude each other, or name nothing."""

    exit_code = 2


@app.command()
def preview(
    models: Annotated[
        bool, typer.Option("--models", help="Only the models; rules as published.")
    ] = False,
    rules: Annotated[
        Path | None, typer.Option(help="Only the rules, from this folder of plans.")
    ] = None,
    program: Annotated[str | None, typer.Option(help="Show one program.")] = None,
    period: Annotated[str | None, typer.Option(help="Show one period, like 2026-09.")] = None,
    by: Annotated[str | None, typer.Option(help="`component`: one row per component.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the result as JSON.")] = False,
) -> None:
    """Build the working tree's changed rules and models beside the published state; compare lines.

    Exit code 0: no difference; 3: money moves; 1: it could not be built; 2: wrong use.
    """
    be_quiet()
    from commission_rules.compiler import RuleErrors
    from pipelines.lib import dbt_runner
    from pipelines.lib.preview.run import Wanted
    from pipelines.lib.preview.run import preview as run

    if models and rules is not None:
        raise WrongUse("--models and --rules exclude each other; without both, both are compared")
    if rules is not None and not rules.is_dir():
        raise WrongUse(f"there is no folder {rules}; --rules takes a folder of plans")
    if by not in (None, "component"):
        raise WrongUse(f"--by {by} is not known; --by component is")
    wanted = Wanted(
        project=None if rules is not None else dbt_runner.project(),
        plans=None if models else rules or settings().plans,
        program_id=program,
        period_id=period,
        by_component=by == "component",
    )
    try:
        with Progress(is_quiet=as_json) as show:
            found = run(wanted, on_step=show)
    except RuleErrors as refused:
        raise OpenbookError(f"the rules do not compile:\n{refused}") from None
    typer.echo(json.dumps(as_plain(found), indent=1) if as_json else as_text(found))
    raise typer.Exit(DIFFERS if found.differences else 0)


def as_plain(found: Preview) -> dict[str, Any]:
    """The result for a program that reads it; amounts are integers in minor units."""
    from pipelines.lib.preview.differences import totals

    return {
        "as_of": found.as_of,
        "changed_terms": found.changed_terms,
        "changed_files": found.changed_files,
        "changed_models": found.changed_models,
        "rebuilt_models": found.rebuilt_models,
        "seconds": found.seconds,
        "differences": [
            asdict(row) | {"difference_minor": row.difference_minor} for row in found.differences
        ],
        "totals": [
            asdict(row) | {"difference_minor": row.difference_minor}
            for row in totals(found.differences)
        ],
    }


def as_text(found: Preview) -> str:
    """The result for a person: largest difference first, a total per currency last."""
    from pipelines.lib.preview.differences import totals

    lines = [f"compared with the build of {found.as_of[:16].replace('T', ' ')} UTC"]
    if found.changed_terms:
        told = (f"{name} ({count})" for name, count in sorted(found.changed_terms.items()))
        lines.append(f"rows of terms that differ: {', '.join(told)}")
    if found.changed_models:
        lines.append(f"models that changed: {', '.join(found.changed_models)}")
    if not found.differences:
        return "\n".join([*lines, "no difference"])
    rows = [_cells(row) for row in found.differences[:SHOWN]]
    sums = [_sum_cells(row) for row in totals(found.differences)]
    table = [HEAD, *rows, *sums]
    widths = [max(len(row[place]) for row in table) for place in range(len(HEAD))]
    lines += ["", *(_aligned(row, widths) for row in table)]
    hidden = len(found.differences) - SHOWN
    if hidden > 0:
        lines.append(f"{hidden} smaller differences are not shown; --json gives all")
    if any(row.is_closed for row in found.differences):
        lines.append("* closed: the difference would be booked in the open period")
    if any(row.locked_difference_minor for row in found.differences):
        lines.append("locked money is not in these sums; --json gives it apart")
    return "\n".join(lines)


def _cells(row: Difference) -> tuple[str, ...]:
    period = row.period_id + (" *" if row.is_closed else "")
    return (row.program_id, row.partner_id, period, row.component_id, *_money(row))


def _sum_cells(row: Total) -> tuple[str, ...]:
    return ("total", "", "", "", *_money(row))


def _money(row: Difference | Total) -> tuple[str, ...]:
    amounts = (row.published_minor, row.proposed_minor)
    difference = _amount(row.difference_minor, row.digits)
    signed = difference if row.difference_minor < 0 else f"+{difference}"
    told = (*(_amount(amount, row.digits) for amount in amounts), signed)
    return (*told, row.currency_code, str(row.line_count))


def _amount(minor: int, digits: int) -> str:
    return f"{Decimal(minor).scaleb(-digits):,.{digits}f}"


def _aligned(row: tuple[str, ...], widths: list[int]) -> str:
    text = [cell.ljust(width) for cell, width in zip(row[:4], widths[:4], strict=True)]
    numbers = [cell.rjust(width) for cell, width in zip(row[4:], widths[4:], strict=True)]
    return "  ".join([*text, *numbers]).rstrip()
