"""What a message says of a line, a statement, a payment; amounts are text."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from portal.payouts.models import Payment
from portal.payouts.money import digits
from portal.releases.lines import Line
from portal.releases.money import Money
from portal.releases.selectors.statements import Statement


def line(found: Line) -> dict[str, Any]:
    """A new line."""
    return {
        "line_id": found.line_id,
        "period_id": found.period_id,
        "event_on": found.event_on.isoformat(),
        "component_id": found.component_id,
        "level": found.level,
        "state": found.state,
        "client_ref": found.client_ref,
        "link_code": found.link_code,
        "sub1": found.sub1,
        "commission": _money(found.money),
    }


def statement(found: Statement) -> dict[str, Any]:
    """A closed statement."""
    return {
        "statement_id": found.statement_id,
        "calendar_id": found.calendar_id,
        "period_id": found.period_id,
        "closed_at": found.closed_at.isoformat(),
        "total": _money(found.total),
        "digest": found.digest,
    }


def payment(found: Payment) -> dict[str, Any]:
    """A payment in its new state."""
    minor = Decimal(found.amount_minor).scaleb(-digits(found.currency_code))
    return {
        "payment_id": found.payment_id,
        "state": found.state,
        "state_on": found.state_on.isoformat() if found.state_on else None,
        "reason_code": found.reason_code,
        "amount": {"amount": f"{minor:f}", "currency": found.currency_code},
    }


def _money(money: Money) -> dict[str, str]:
    return {"amount": f"{money.amount:f}", "currency": money.currency_code}
