"""Who is paid and who is not, and why. Pure: the freeze writes what this decides."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from portal.partners.models import Partner
from portal.payouts.balances import Balance, Key
from portal.payouts.models import PayoutMethod
from portal.payouts.money import NoRate, Rate, Rates, convert


@dataclass(frozen=True)
class Paid:
    """One payment to be: leaves the balance in one currency, converted once."""

    partner: Partner
    method: PayoutMethod
    currency_code: str
    amount_minor: int
    payout_minor: int
    rate: Rate
    value_minor: int


@dataclass(frozen=True)
class Carried:
    """One line of what is not paid. `operands` are what the reason's sentence needs."""

    partner: Partner
    kind: str  # carried, held
    currency_code: str
    amount_minor: int
    reason_code: str
    operands: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Plan:
    payments: list[Paid]
    carried: list[Carried]


def plan_of(
    *,
    balances: Mapping[Key, Balance],
    reserved: Mapping[Key, int],
    partners: Mapping[str, Partner],
    methods: Mapping[int, PayoutMethod],
    rates: Rates,
    program_currency: str,
    on: date,
    now: datetime,
) -> Plan:
    """Decide every balance: a payment, or a carry line with its reason; held amounts beside it.

    `reserved` are the living reservations by partner and currency; `methods` the active one by
    the partner's primary key. Balances of different currencies are decided by themselves.
    """
    payments: list[Paid] = []
    carried: list[Carried] = []
    for key in sorted({*balances, *reserved}):
        partner, currency = partners[key[0]], key[1]
        balance = balances.get(key, Balance())
        for hold, amount in sorted(balance.held.items(), key=lambda item: item[0].review_id):
            carried.append(_held(partner, currency, amount, hold))
        available = balance.cleared_minor - reserved.get(key, 0)
        if available == 0:
            continue
        found = _decide(
            partner, methods.get(partner.pk), currency, available, rates, program_currency, on, now
        )
        if isinstance(found, Paid):
            payments.append(found)
        else:
            carried.append(found)
    return Plan(payments, carried)


def _held(partner: Partner, currency: str, amount: int, hold: Any) -> Carried:
    operands = {
        "review_id": hold.review_id,
        "decide_by": hold.decide_by.isoformat() if hold.decide_by else None,
    }
    code = f"review:{hold.review_id}"[:30]
    return Carried(partner, "held", currency, amount, code, operands)


def _decide(
    partner: Partner,
    method: PayoutMethod | None,
    currency: str,
    available: int,
    rates: Rates,
    program_currency: str,
    on: date,
    now: datetime,
) -> Paid | Carried:
    def carry(reason: str, **operands: Any) -> Carried:
        return Carried(partner, "carried", currency, available, reason, operands)

    if available < 0:
        return carry("negative_balance")
    blocked = blocker_of(partner, method, now)
    if blocked or method is None:
        code, operands = blocked or ("no_method", {})
        return carry(code, **operands)
    target = partner.payout_currency_code
    try:
        rate = rates.between(currency, target, on)
        value = rates.between(currency, program_currency, on)
    except NoRate as error:
        return carry("no_rate", message=str(error))
    payout = convert(available, currency, target, rate.value)
    if payout < max(partner.threshold_minor, 1):
        return carry(
            "below_threshold",
            threshold_minor=partner.threshold_minor,
            payout_minor=payout,
            payout_currency_code=target,
        )
    value_minor = convert(available, currency, program_currency, value.value)
    return Paid(partner, method, currency, available, payout, rate, value_minor)


def blocker_of(
    partner: Partner, method: PayoutMethod | None, now: datetime
) -> tuple[str, dict[str, Any]] | None:
    """What stands between a partner and a payment at `now`: a reason code with operands."""
    if partner.status in ("suspended", "applied"):
        return f"partner_{partner.status}", {}
    if partner.identity_verified_on is None:
        return "identity_unverified", {}
    if method is None:
        return "no_method", {}
    if method.usable_from > now:
        return "method_cooling_off", {
            "changed_at": method.changed_at.isoformat(),
            "usable_from": method.usable_from.isoformat(),
        }
    if method.kind == "sepa" and partner.payout_currency_code != "EUR":
        return "method_currency", {"payout_currency_code": partner.payout_currency_code}
    return None
