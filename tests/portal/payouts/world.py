"""A small program for tests: partners, accounts, entries and rates that can be added up by hand."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.conf import settings

from portal.accounts.models import UsedTimeStep, User
from portal.accounts.services import totp_code_now
from portal.partners.authors import Author
from portal.partners.models import Partner, Program
from portal.partners.services import partner_create, program_create
from portal.payouts import services
from portal.payouts.models import PayoutBatch
from portal.payouts.services import batch_freeze, method_set, token_mint

OPERATOR = Author("operator")
FREEZE_DAY = date(2026, 12, 4)
NOW = datetime(2026, 12, 4, 6, 0, tzinfo=UTC)
LONG_AGO = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
IBANS = {
    "DE": "DE89370400440532013000",
    "NL": "NL91ABNA0417164300",
    "FR": "FR1420041010050500013M02606",
    "ES": "ES9121000418450200051332",
}
RATES = [
    # 1.1243 USD and 0.8316 GBP for 1 EUR on 30 November, as in design/payout-review.html.
    {
        "currency_code": "USD",
        "rate_on": date(2026, 11, 30),
        "units_per_eur": Decimal("1.1243"),
        "source": "ECB",
    },
    {
        "currency_code": "GBP",
        "rate_on": date(2026, 11, 30),
        "units_per_eur": Decimal("0.8316"),
        "source": "ECB",
    },
    # Dated after the freeze: must never be used.
    {
        "currency_code": "USD",
        "rate_on": date(2026, 12, 5),
        "units_per_eur": Decimal("2.0000"),
        "source": "ECB",
    },
]


@contextmanager
def standing_clock(moment: datetime = NOW) -> Iterator[None]:
    """The product's clock stands at `moment`."""
    path = Path(settings.DATA_DIR) / "clock.json"
    path.write_text(json.dumps({"now": moment.isoformat()}))
    try:
        yield
    finally:
        path.unlink(missing_ok=True)


def make_program(program_id: str = "larkspur", **fields: Any) -> Program:
    """A forex program in USD whose payments leave a German account."""
    facts: dict[str, Any] = {
        "by": OPERATOR,
        "program_id": program_id,
        "name": program_id.title() + " Markets",
        "vertical": "forex",
        "time_zone": "UTC",
        "currency_code": "USD",
        "first_period_id": "2025-09",
        "debtor_name": "Larkspur Markets Ltd",
        "debtor_iban": IBANS["DE"],
        "debtor_bic": "COBADEFFXXX",
    }
    return program_create(**{**facts, **fields})


def make_partner(
    program_id: str = "larkspur",
    partner_id: str = "P-2041",
    *,
    account: str = IBANS["NL"],
    kind: str = "sepa",
    changed_at: datetime = LONG_AGO,
    **fields: Any,
) -> Partner:
    """A verified partner that is paid in EUR to a SEPA account, whatever the amount."""
    facts: dict[str, Any] = {
        "by": OPERATOR,
        "program_id": program_id,
        "partner_id": partner_id,
        "name": f"Partner {partner_id}",
        "payout_currency_code": "EUR",
        "joined_on": date(2025, 9, 1),
    }
    partner = partner_create(**{**facts, **fields})
    if account:
        method_set(
            by=OPERATOR,
            partner=partner,
            kind=kind,
            account=account,
            holder_name=f"{partner.name} BV",
            at=changed_at,
        )
    return partner


def entry(amount_minor: int, partner_id: str = "P-2041", **fields: Any) -> dict[str, Any]:
    """A ledger entry whose hold is over."""
    facts: dict[str, Any] = {
        "partner_id": partner_id,
        "currency_code": "USD",
        "amount_minor": amount_minor,
        "payable_from": date(2026, 12, 1),
        "event_on": date(2026, 11, 10),
        "client_id": None,
        "event_record_key": None,
        "line_id": None,
    }
    return {**facts, **fields}


def freeze(entries: list[dict[str, Any]], **fields: Any) -> PayoutBatch:
    """A batch of 4 December, frozen at six in the morning."""
    facts: dict[str, Any] = {
        "program_id": "larkspur",
        "on": FREEZE_DAY,
        "rates": RATES,
        "now": NOW,
    }
    return batch_freeze(**{**facts, **fields}, entries=lambda targets: entries)


def mint(user: User, verb: str, batch: PayoutBatch) -> str:
    """A token of `user` for the batch as it stands; time steps used before are forgotten."""
    UsedTimeStep.objects.filter(user=user).delete()
    text, _token = token_mint(
        person=user,
        verb=verb,
        program_id=batch.program_id,
        subject=batch.batch_id,
        digest=batch.digest,
        code=totp_code_now(user),
    )
    return text


def decide(user: User, verb: str, batch: PayoutBatch, **fields: Any) -> PayoutBatch:
    """Do `verb` to the batch as it stands, with a fresh token of the person."""
    batch.refresh_from_db()
    facts: dict[str, Any] = {
        "person": user,
        "batch_id": batch.batch_id,
        "digest": batch.digest,
        "token": mint(user, verb, batch),
    }
    deeds = {
        "submit": services.batch_submit,
        "approve": services.batch_approve,
        "reject": services.batch_reject,
        "hold": services.batch_hold,
        "release": services.batch_release,
        "recall": services.batch_recall,
    }
    return deeds[verb](**{**facts, **fields})
