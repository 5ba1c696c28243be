"""`openbook partner`: create partners, list them, and say who stands above whom."""

from __future__ import annotations

import json
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Annotated

import typer

from pipelines.commands.common import (
    AuthorOption,
    DayOption,
    FourEyes,
    JsonOption,
    author_name,
    day_of,
    told,
)
from pipelines.defs.feeds.pseudonyms import pseudonym
from pipelines.lib import portal_gateway
from pipelines.lib.clock import now
from pipelines.lib.errors import OpenbookError

app = typer.Typer(help="Create partners and set relations.", no_args_is_help=True)

PartnerId = Annotated[str, typer.Argument(help="The partner's id, e.g. P-2041.")]
ProgramOption = Annotated[str, typer.Option("--program", help="The program.")]
ApprovedBy = Annotated[str, typer.Option(help=FourEyes.approved_by)]
Evidence = Annotated[str, typer.Option(help=FourEyes.evidence)]


@app.command()
def create(
    partner_id: PartnerId,
    program: ProgramOption,
    name: Annotated[str, typer.Option(help="What people read.")],
    kind: Annotated[str, typer.Option(help="affiliate, ib, sub or master.")] = "affiliate",
    code: Annotated[str, typer.Option(help="What a registration names (default: the id).")] = "",
    parent: Annotated[str, typer.Option(help="Who stands above, from --from on.")] = "",
    valid_from: DayOption = None,
    share: Annotated[str, typer.Option(help="The parent's share for passed_down plans.")] = "",
    country: Annotated[str, typer.Option(help="Two letters.")] = "",
    payout_currency: Annotated[str, typer.Option(help="Default: the program's.")] = "",
    threshold: Annotated[int, typer.Option(help="In minor units of the payout currency.")] = 0,
    own_client: Annotated[
        list[str] | None, typer.Option(help="Client id of an own account, as the feeds write it.")
    ] = None,
    id_source: Annotated[
        str, typer.Option(help="`source` of the feeds that write it (feeds.yaml).")
    ] = "main",
    identity_pending: Annotated[
        bool, typer.Option("--identity-pending", help="Not paid until it is verified.")
    ] = False,
    approved_by: ApprovedBy = "",
    evidence: Evidence = "",
    author: AuthorOption = "",
    as_json: JsonOption = False,
) -> None:
    """Create an active partner; you vouch for its identity unless you say otherwise."""
    day = day_of(valid_from)
    relation = {
        "parent_id": parent,
        "valid_from": day or now().date(),
        "share": share_of(share),
        "reason": "created below it",
        "approved_by": approved_by,
        "evidence": evidence,
    }
    made = portal_gateway.partner_create(
        author=author_name(author),
        program_id=program,
        partner_id=partner_id,
        name=name,
        kind=kind,
        partner_code=code,
        country=country.upper(),
        payout_currency_code=payout_currency,
        threshold_minor=threshold,
        joined_on=day,
        own_client_ids=[pseudonym(program, native, id_source) for native in own_client or []],
        is_identity_verified=not identity_pending,
        relation=relation if parent else None,
    )
    told(made, as_json, f"created {program}/{partner_id}{f' under {parent}' if parent else ''}")


@app.command()
def relation(
    partner_id: PartnerId,
    program: ProgramOption,
    valid_from: Annotated[datetime, typer.Option("--from", formats=["%Y-%m-%d"])],
    reason: Annotated[str, typer.Option(help="Why.")],
    parent: Annotated[str, typer.Option(help="Who stands above; empty: nobody.")] = "",
    share: Annotated[str, typer.Option(help="The parent's share for passed_down plans.")] = "",
    approved_by: ApprovedBy = "",
    evidence: Evidence = "",
    author: AuthorOption = "",
    as_json: JsonOption = False,
) -> None:
    """From a day on, another partner (or nobody) stands above this one."""
    portal_gateway.relation_create(
        author=author_name(author),
        program_id=program,
        child_id=partner_id,
        parent_id=parent or None,
        valid_from=valid_from.date(),
        share=share_of(share),
        reason=reason,
        approved_by=approved_by,
        evidence=evidence,
    )
    made = {"partner_id": partner_id, "parent_id": parent or None}
    told(made, as_json, f"{partner_id} under {parent or 'nobody'} from {valid_from:%Y-%m-%d}")


@app.command()
def account(
    partner_id: PartnerId,
    program: ProgramOption,
    number: Annotated[str, typer.Option(help="An IBAN, or the account number of a wire.")],
    holder: Annotated[str, typer.Option(help="In whose name the account is.")],
    kind: Annotated[str, typer.Option(help="sepa or wire.")] = "sepa",
    bic: Annotated[str, typer.Option(help="If the bank wants it.")] = "",
    town: Annotated[str, typer.Option(help="Of the holder; with --country, or neither.")] = "",
    country: Annotated[str, typer.Option(help="Two letters.")] = "",
    author: AuthorOption = "",
    as_json: JsonOption = False,
) -> None:
    """Send the partner's money to this account: from 72 hours on."""
    portal_gateway.payout_method_set(
        author=author_name(author),
        program_id=program,
        partner_id=partner_id,
        kind=kind,
        account=number,
        holder_name=holder,
        bic=bic,
        town=town,
        country=country,
    )
    told({"partner_id": partner_id}, as_json, f"{partner_id} is paid to it from 72 hours on")


@app.command("list")
def list_partners(program: ProgramOption, as_json: JsonOption = False) -> None:
    """The partners of a program."""
    partners = portal_gateway.partner_list(program)
    if as_json:
        typer.echo(json.dumps(partners, indent=1))
        return
    for partner in partners:
        typer.echo(
            f"{partner['partner_id']:<10} {partner['kind']:<9} {partner['status']:<9} "
            f"{partner['name']}"
        )


def share_of(text: str) -> Decimal | None:
    """A share as a Decimal; None for nothing. Raises `OpenbookError` for another text."""
    if not text:
        return None
    try:
        return Decimal(text)
    except InvalidOperation:
        raise OpenbookError(f"--share {text!r} is not a number; write e.g. 0.25") from None
