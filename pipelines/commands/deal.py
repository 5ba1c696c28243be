"""`openbook deal`: agree, change and end deals."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any

import typer

from pipelines.commands.common import AuthorOption, FourEyes, JsonOption, author_name, told
from pipelines.lib import portal_gateway
from pipelines.lib.errors import OpenbookError

app = typer.Typer(help="Create, change and end deals.", no_args_is_help=True)

# The first `=` outside of brackets.
_SPLIT = re.compile(r"((?:[^=\[\]]|\[[^\]]*\])+)=(.+)", re.DOTALL)
DealId = Annotated[str, typer.Argument(help="The deal's id, e.g. D-104.")]
ProgramOption = Annotated[str, typer.Option("--program", help="The program.")]
From = Annotated[datetime, typer.Option("--from", formats=["%Y-%m-%d"], help="First day.")]
Override = Annotated[
    list[str] | None,
    typer.Option("--override", help="key=value, of what the plan marks negotiable; again for more"),
]
ApprovedBy = Annotated[str, typer.Option(help=FourEyes.approved_by)]
Evidence = Annotated[str, typer.Option(help=FourEyes.evidence)]


@app.command()
def create(
    partner_id: Annotated[str, typer.Argument(help="The partner's id.")],
    plan_id: Annotated[str, typer.Argument(help="The plan: a file in commission_rules/plans.")],
    program: ProgramOption,
    valid_from: From,
    until: Annotated[
        datetime | None, typer.Option("--to", formats=["%Y-%m-%d"], help="Last day, if known.")
    ] = None,
    brand: Annotated[str, typer.Option(help="Only this brand.")] = "",
    currency: Annotated[str, typer.Option(help="Default: the program's.")] = "",
    calendar: Annotated[str, typer.Option(help="Default: the program's first.")] = "",
    override: Override = None,
    deal_id: Annotated[str, typer.Option("--id", help="Default: the next free one.")] = "",
    reason: Annotated[str, typer.Option(help="Why.")] = "agreed",
    approved_by: ApprovedBy = "",
    evidence: Evidence = "",
    author: AuthorOption = "",
    as_json: JsonOption = False,
) -> None:
    """A partner earns by a plan from a day on."""
    made = portal_gateway.deal_create(
        author=author_name(author),
        program_id=program,
        partner_id=partner_id,
        plan_id=plan_id,
        valid_from=valid_from.date(),
        valid_to=until.date() if until else None,
        brand=brand,
        currency_code=currency,
        calendar_id=calendar,
        overrides=overrides_of(override or []),
        deal_id=deal_id,
        reason=reason,
        approved_by=approved_by,
        evidence=evidence,
    )
    told({"deal_id": made}, as_json, f"{made}: {partner_id} on {plan_id} from {valid_from:%F}")


@app.command()
def change(
    deal_id: DealId,
    program: ProgramOption,
    valid_from: From,
    reason: Annotated[str, typer.Option(help="Why.")],
    plan: Annotated[str, typer.Option(help="Another plan; default: the same.")] = "",
    override: Override = None,
    approved_by: ApprovedBy = "",
    evidence: Evidence = "",
    author: AuthorOption = "",
    as_json: JsonOption = False,
) -> None:
    """From a day on, another plan or other overrides; carryover, locks and caps go on."""
    number = portal_gateway.deal_change(
        author=author_name(author),
        program_id=program,
        deal_id=deal_id,
        valid_from=valid_from.date(),
        plan_id=plan,
        overrides=None if override is None else overrides_of(override),
        reason=reason,
        approved_by=approved_by,
        evidence=evidence,
    )
    told({"deal_id": deal_id, "version_no": number}, as_json, f"{deal_id} is at version {number}")


@app.command()
def end(
    deal_id: DealId,
    program: ProgramOption,
    last_day: Annotated[datetime, typer.Option("--on", formats=["%Y-%m-%d"], help="Last day.")],
    reason: Annotated[str, typer.Option(help="Why.")],
    approved_by: ApprovedBy = "",
    evidence: Evidence = "",
    author: AuthorOption = "",
    as_json: JsonOption = False,
) -> None:
    """A day is the deal's last; what it carries and what is locked ends with it."""
    number = portal_gateway.deal_end(
        author=author_name(author),
        program_id=program,
        deal_id=deal_id,
        last_day=last_day.date(),
        reason=reason,
        approved_by=approved_by,
        evidence=evidence,
    )
    told({"deal_id": deal_id, "version_no": number}, as_json, f"{deal_id} ends on {last_day:%F}")


def overrides_of(texts: Sequence[str]) -> dict[str, Any]:
    """`key=value` texts as a dict. Values stay text; a table is written as JSON.

    A key may hold brackets with a `=` in them (`components.cpa.amount[country=DE]=50`).
    Raises `OpenbookError` for a text without a value.
    """
    found = {}
    for text in texts:
        split = _SPLIT.fullmatch(text)
        if split is None:
            raise OpenbookError(f"--override {text!r} has no value; write key=value")
        key, value = split[1].strip(), split[2].strip()
        try:
            found[key] = json.loads(value) if value[:1] in ("{", "[") else value
        except json.JSONDecodeError as error:
            raise OpenbookError(f"--override {key}: {error.msg}; write JSON or a number") from None
    return found
