"""What people of the demo's operator entered into the portal."""

from __future__ import annotations

import json
from datetime import date

from schwifty import IBAN

from pipelines.demo import oddities
from pipelines.demo.world import PROGRAMS, DemoPartner, DemoProgram, partners_of
from pipelines.lib import portal_gateway
from pipelines.settings import settings

AUTHOR = "marek@openbook.example"
_RATES = {"majors": 6, "minors": 5, "metals": 7}  # USD a lot, as in the plan
_PAYMENT_DAY = {"larkspur": 28}


def payment_day(program_id: str) -> int:
    """The day of the month on which the program pays."""
    return _PAYMENT_DAY.get(program_id, 5)


def create_all() -> None:
    """Programs, partners with payout methods and links, relations, deals."""
    for program in PROGRAMS:
        portal_gateway.program_create(
            author="setup",
            program_id=program.program_id,
            name=program.name,
            vertical=program.vertical,
            time_zone=program.time_zone,
            currency_code=program.currency_code,
            first_period_id="2025-09",
            payment_day=payment_day(program.program_id),
            debtor_name=f"{program.name} Operations",
            debtor_iban=str(IBAN.generate("DE", bank_code="37040044", account_code="532013000")),
            debtor_bic="COBADEFFXXX",
        )
        for number, partner in enumerate(partners_of(program)):
            _partner(program, partner, number)


def _partner(program: DemoProgram, partner: DemoPartner, number: int) -> None:
    portal_gateway.partner_create(
        author="setup",
        program_id=program.program_id,
        partner_id=partner.partner_id,
        name=partner.name,
        kind=partner.kind,
        partner_code=partner.code,
        country=partner.country,
        payout_currency_code=partner.payout_currency_code,
        threshold_minor=10000,
        joined_on=partner.joined_on,
    )
    if partner.parent_id:
        portal_gateway.relation_create(
            author="setup",
            program_id=program.program_id,
            child_id=partner.partner_id,
            parent_id=partner.parent_id,
            valid_from=partner.joined_on,
            reason="introduced by",
        )
    portal_gateway.deal_create(
        author="setup",
        program_id=program.program_id,
        partner_id=partner.partner_id,
        plan_id=partner.plan_id,
        valid_from=partner.joined_on,
        deal_id=partner.deal_id,
        overrides=_overrides(program, partner),
    )
    portal_gateway.link_create(
        author="setup",
        program_id=program.program_id,
        partner_id=partner.partner_id,
        link_code=partner.link_code,
        destination=f"https://{program.program_id}.example/start",
    )
    if number % 9 != 8:  # some never say where their money should go
        account = f"{1_000_000_000 + number * 7919 + len(partner.partner_id)}"
        iban = partner.payout_currency_code == "EUR"
        portal_gateway.payout_method_set(
            author="setup",
            program_id=program.program_id,
            partner_id=partner.partner_id,
            kind="sepa" if iban else "wire",
            account=str(IBAN.generate("DE", bank_code="37040044", account_code=account))
            if iban
            else f"Account {account}, Sample Bank",
            holder_name=partner.name,
        )


def _overrides(program: DemoProgram, partner: DemoPartner) -> dict[str, str]:
    """A master earns more a lot than those below: 1.00 for every level under it."""
    above = 4 - partner.depth
    if program.vertical != "forex" or above == 0:
        return {}
    return {
        f"components.rebate.rate_per_lot[symbol_group={group}]": f"{rate + above}.00"
        for group, rate in _RATES.items()
    }


def adjustments() -> None:
    """A missed promotion in August, proposed by the manager, approved by finance."""
    adjustment_id = portal_gateway.adjustment_propose(
        author=AUTHOR,
        program_id="larkspur",
        deal_id="D-2002",
        amount_minor=25000,
        origin_period_id="2026-08",
        reason="Webinar of 20 August: the agreed fee of 250.00",
        evidence="Agreement of 3 August, page 2",
    )
    portal_gateway.adjustment_decide(
        by="priya@openbook.example",
        program_id="larkspur",
        adjustment_id=adjustment_id,
        approve=True,
        reason="agreement seen",
    )


def reviews() -> None:
    """The players from one address are held until somebody decides."""
    from pipelines.defs.feeds.pseudonyms import pseudonym

    for number in range(oddities.FRAUD_CLIENTS):
        portal_gateway.review_place(
            author="salma@openbook.example",
            program_id="brightspin",
            target_kind="client",
            target_id=pseudonym("brightspin", f"BR9{number:05d}"),
            signal_code="shared_address",
            reason="Nine registrations within an hour from one address, one deposit each",
            decide_by=date(2026, 11, 20),
            effective_on=date(2026, 10, 9),
            partner_id=oddities.FRAUD_PARTNER,
        )


def scale() -> int:
    """The scale with which this demo was made."""
    path = settings().data_dir / "demo" / "scale.json"
    return int(json.loads(path.read_text())) if path.exists() else 1


def keep_scale(value: int) -> None:
    """Note the scale, so that `advance` goes on with it."""
    path = settings().data_dir / "demo" / "scale.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(value))
