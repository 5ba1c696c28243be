"""`openbook payout`: freeze, list, show and export batches; take in what banks answered."""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from pipelines.commands.common import AuthorOption, JsonOption, author_name, told
from pipelines.defs.payouts import batches
from pipelines.defs.payouts.metadata import money, review_url
from pipelines.lib import portal_gateway
from pipelines.lib.errors import OpenbookError
from pipelines.settings import settings

app = typer.Typer(help="Freeze, show, export and confirm payout batches.", no_args_is_help=True)

BatchId = Annotated[str, typer.Argument(help="The batch, e.g. larkspur/2026-12-04.")]
COLUMNS = ("EndToEndId", "state", "date", "reason")


class PartlyDone(OpenbookError):
    """Some answers were taken in, the named ones not."""

    exit_code = 3


@dataclass(frozen=True)
class Answer:
    """One row of a results file; `row` counts from 1, the header."""

    row: int
    end_to_end_id: str
    state: str
    on: date
    reason: str


@app.command("list")
def list_batches(
    program: Annotated[str, typer.Argument(help="Only this program.")] = "",
    as_json: JsonOption = False,
) -> None:
    """Batches, the latest first."""
    found = portal_gateway.batch_list(program or None)
    if as_json:
        typer.echo(json.dumps(found, indent=1))
        return
    for batch in found:
        typer.echo(_line(batch))


@app.command()
def show(batch: BatchId, as_json: JsonOption = False) -> None:
    """A batch in full: totals, payments, who is not paid and why, checks."""
    facts = portal_gateway.batch_show(batch)
    if as_json:
        typer.echo(json.dumps(facts, indent=1, default=str))
        return
    typer.echo(_line(facts))
    typer.echo(f"digest {facts['digest']}")
    typer.echo(f"review {review_url(facts, settings().portal_url)}")
    for payment in facts["payments"]:
        typer.echo(
            f"  {payment['end_to_end_id']}  {payment['state']:<9} {payment['partner_id']:<10} "
            f"{money(payment['amount_minor'], payment['currency_code'])} → "
            f"{money(payment['payout_minor'], payment['payout_currency_code'])} "
            f"to {payment['account']}"
        )
    for line in facts["not_paid"]:
        typer.echo(
            f"  {line['kind']:<8} {line['partner_id']:<10} "
            f"{money(line['amount_minor'], line['currency_code'])}  {line['reason_code']}"
        )
    for check in facts["checks"]:
        typer.echo(f"  {'met' if check['is_met'] else 'NOT MET':<8} {check['code']}")


@app.command()
def freeze(
    program: Annotated[str, typer.Argument(help="The program.")],
    on: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Default: today in its zone.")
    ] = None,
    author: AuthorOption = "",
    as_json: JsonOption = False,
) -> None:
    """Draft and freeze the day's batch: reserves what is available. Again is the same batch."""
    facts = batches.freeze_batch(program, on.date() if on else None, by=author_name(author))
    told(facts, as_json, f"{_line(facts)}\nreview {review_url(facts, settings().portal_url)}")


@app.command()
def export(batch: BatchId, author: AuthorOption = "", as_json: JsonOption = False) -> None:
    """The payment files of an approved batch: made once, the same bytes ever after."""
    paths = batches.export_batch(batch, by=author_name(author))
    told(paths, as_json, "\n".join(paths))


@app.command()
def confirm(
    batch: BatchId,
    results: Annotated[Path, typer.Argument(help="CSV: EndToEndId, state, date, reason.")],
    as_json: JsonOption = False,
) -> None:
    """Take in what the bank answered. Reading a file twice changes nothing.

    States: accepted, rejected, settled, returned. Exit code 3: some ids are unknown, or some
    answers contradict what is known; the others were taken in.
    """
    counts: dict[str, int] = {}
    problems: list[str] = []
    for answer in answers_of(results):
        try:
            effect, state = portal_gateway.payment_answer(
                end_to_end_id=answer.end_to_end_id,
                state=answer.state,
                on=answer.on,
                reason=answer.reason,
                source=results.name,
                batch_id=batch.partition("@")[0],
            )
        except portal_gateway.GatewayRefused as refusal:
            effect, state = "refused", str(refusal)
        counts[effect] = counts.get(effect, 0) + 1
        if effect in ("unknown", "refused"):
            told_why = state or f"no payment of {batch} has this EndToEndId"
            problems.append(f"row {answer.row}: {answer.end_to_end_id}: {told_why}")
    summary = ", ".join(f"{count} {effect}" for effect, count in sorted(counts.items()))
    told({"counts": counts, "problems": problems}, as_json, summary or "the file has no rows")
    if problems:
        raise PartlyDone(f"{results.name}: not taken in:\n" + "\n".join(problems))


def answers_of(path: Path) -> list[Answer]:
    """The rows of a results file. Raises `OpenbookError` with row and column for what is not one.

    Nothing is taken in from a file that cannot be read whole.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise OpenbookError(f"{path} can not be read ({error}); give a UTF-8 CSV file") from None
    rows = list(csv.reader(text.splitlines()))
    head = [cell.strip() for cell in rows[0]] if rows else []
    if [cell.lower() for cell in head] != [name.lower() for name in COLUMNS]:
        raise OpenbookError(f"{path.name}, row 1: write the header {','.join(COLUMNS)}")
    return [_answer(path.name, number, row) for number, row in enumerate(rows[1:], 2) if any(row)]


def _answer(name: str, number: int, row: list[str]) -> Answer:
    cells = [cell.strip() for cell in row] + [""] * (len(COLUMNS) - len(row))
    if len(cells) != len(COLUMNS) or not cells[0]:
        raise OpenbookError(f"{name}, row {number}: write {len(COLUMNS)} cells, the id first")
    state = cells[1].lower()
    if state not in ("accepted", "rejected", "settled", "returned"):
        raise OpenbookError(
            f"{name}, row {number}, state: {cells[1]!r}; "
            "write accepted, rejected, settled or returned"
        )
    try:
        on = date.fromisoformat(cells[2])
    except ValueError:
        raise OpenbookError(
            f"{name}, row {number}, date: {cells[2]!r}; write it as 2026-12-04"
        ) from None
    return Answer(number, cells[0], state, on, cells[3])


def _line(batch: dict[str, Any]) -> str:
    return (
        f"{batch['batch_id']:<24} {batch['state']:<10} {batch['payment_count']:>5} payments  "
        f"{money(batch['value_minor'], batch['currency_code'])}  "
        f"{batch['not_paid_count']} not paid  {batch['digest'][:12]}"
    )
