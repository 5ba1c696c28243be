"""`openbook explain`: why a line has its amount, or why an event paid nothing."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer

from pipelines.commands.common import JsonOption, told
from pipelines.lib.quiet import be_quiet

if TYPE_CHECKING:
    from pipelines.defs.ledger.explain import Explained

app = typer.Typer()


@app.command()
def explain(
    wanted: Annotated[
        str, typer.Argument(help="A line id, a record key, or an event's reference.")
    ],
    program: Annotated[str, typer.Option("--program", "-p", help="The program.")],
    language: Annotated[
        str, typer.Option("--language", "-l", help="Of rules and reasons: en, de or ar.")
    ] = "en",
    as_json: JsonOption = False,
) -> None:
    """Print the formula with its numbers, the conditions, the rule, and what changed since.

    Reads the release that people see now. Exit code 1: no such id; 3: a formula does not give
    the amount that is shown.
    """
    be_quiet()
    from pipelines.defs.ledger.explain import explain as find

    found = find(program, wanted, language)
    told(asdict(found), as_json, in_words(found))
    if not all(line["readds"] for line in found.lines):
        raise typer.Exit(3)


def in_words(found: Explained) -> str:
    """Each line and each unpaid component as a paragraph."""
    parts = [_line(line) for line in found.lines] + [_unpaid(event) for event in found.unpaid]
    return "\n\n".join([f"{found.program_id}, as of {found.as_of}", *parts])


def _line(line: dict[str, Any]) -> str:
    where = "its own client" if line["level"] == 0 else f"level {line['level']}"
    rule = line["rule"]
    words = [
        f"{line['partner_id']} earned {line['amount']} {line['currency_code']} "
        f"by {line['component_id']} on {line['event_on']} ({where}, {line['state']})",
        f"  line      {line['line_id']}",
        f"  formula   {line['formula']} = {line['formula_gives']}",
        f"  exact     {line['exact_amount']}",
    ]
    if line["reason_code"]:
        words.append(f"  reason    {line['reason_code']}: {line['reason']}")
    if line["file_name"]:
        words.append(f"  event     {line['file_name']}, row {line['file_row']}")
    if line["fx_on"]:
        words.append(
            f"  exchange  {line['fx_rate']} {line['currency_code']} for 1 "
            f"{line['source_currency_code']}, {line['fx_on']}, {line['fx_source']}"
        )
    words += [f"  {_fact(fact)}" for fact in line["facts"]]
    words.append(f"  deal      {line['deal_id']}, plan {rule['plan_id']} v{rule['version_no']}")
    words += [f"  rule      {sentence}" for sentence in rule["sentences"]]
    words.append(f"  payable   from {line['payable_from']}")
    words += [f"  {_version(version)}" for version in line["versions"]]
    words += [f"  {_entry(entry, line['currency_code'])}" for entry in line["entries"]]
    return "\n".join(words)


def _fact(fact: dict[str, Any]) -> str:
    named = " ".join(str(fact[key]) for key in ("code", "subject") if fact[key])
    if fact["section"] == "condition":
        return (
            f"condition {named}: asked {fact['asked']}, found {fact['found']} → {fact['verdict']}"
        )
    numbers = [
        f"{key} {fact[key]}" for key in ("amount", "quantity", "rate") if fact[key] is not None
    ]
    return f"{fact['section']:<9} {named}: {', '.join(numbers)}"


def _version(version: dict[str, Any]) -> str:
    size = version["base_amount"] if version["base_amount"] is not None else version["quantity"]
    return f"changed   {version['recorded_at']:%Y-%m-%d %H:%M} {version['change_code']}: {size}"


def _entry(entry: dict[str, Any], currency: str) -> str:
    if entry["is_pending"]:
        return f"pending   {entry['amount']} {currency} ({entry['reason_code']}), next close"
    why = f" ({entry['reason_code']})" if entry["reason_code"] else ""
    return f"booked    {entry['amount']} {currency} in {entry['period_id']}{why}"


def _unpaid(event: dict[str, Any]) -> str:
    words = [
        f"{event['partner_id']} earned nothing by {event['component_id'] or 'any component'} "
        f"on {event['event_on']}: {event['reason_code']}",
        f"  reason    {event['reason']}",
    ]
    if event["asked"] is not None or event["found"] is not None:
        words.append(f"  asked {event['asked']}, found {event['found']}")
    if event["file_name"]:
        words.append(f"  event     {event['file_name']}, row {event['file_row']}")
    return "\n".join(words)
