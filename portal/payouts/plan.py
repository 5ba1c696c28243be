"""Who is paid and who is not, and why. Pure: the freeze writes what this decides."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
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
    requested: Mapping[Key, int] | None = None,
    on_request: Collection[int] = (),
    sharing: Collection[int] = (),
) -> Plan:
    """Decide every balance: a payment, or a carry line with its reason; held amounts beside it.

    `reserved` are the living reservations by partner and currency; `methods` the active one by
    the partner's primary key. Balances of different currencies are decided by themselves. One for
    which there is a request (`requested`, minor units) pays exactly that, or nothing; without one,
    partners `on_request` (primary keys) are not paid. Nothing leaves to an account that partners
    `sharing` (primary keys) have in common with another one.
    """
    asked = dict(requested or {})
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
        wish = asked.get(key)
        amount = available if wish is None else min(wish, available)
        found: Paid | Carried = (
            _blocked(partner, methods.get(partner.pk), currency, available, now, sharing)
            or _not_wished(partner, currency, available, wish, partner.pk in on_request)
            or _decide(partner, methods[partner.pk], currency, amount, rates, program_currency, on)
        )
        if isinstance(found, Paid):
            payments.append(found)
            if amount < available:
                rest = available - amount
                carried.append(Carried(partner, "carried", currency, rest, "not_requested"))
        else:
            carried.append(replace(found, amount_minor=available))
    return Plan(payments, carried)


def _not_wished(
    partner: Partner, currency: str, available: int, wish: int | None, is_on_request: bool
) -> Carried | None:
    """What a request, or that there is none, says against paying."""
    if wish is None:
        if is_on_request:
            return Carried(partner, "carried", currency, available, "not_requested")
    elif wish > available:
        operands = {"requested_minor": wish, "currency_code": currency}
        return Carried(partner, "carried", currency, available, "request_too_high", operands)
    return None


def _blocked(
    partner: Partner, method: PayoutMethod | None, currency: str, available: int, now: datetime,
    sharing: Collection[int],
) -> Carried | None:  # fmt: skip
    """What stands between any payment of this balance and the partner."""
    if available < 0:
        return Carried(partner, "carried", currency, available, "negative_balance")
    blocked = blocker_of(partner, method, now, shares_account=partner.pk in sharing)
    return Carried(partner, "carried", currency, available, *blocked) if blocked else None


def _held(partner: Partner, currency: str, amount: int, hold: Any) -> Carried:
    operands = {
        "review_id": hold.review_id,
        "decide_by": hold.decide_by.isoformat() if hold.decide_by else None,
    }
    code = f"review:{hold.review_id}"[:30]
    return Carried(partner, "held", currency, amount, code, operands)


def _decide(
    partner: Partner,
    method: PayoutMethod,
    currency: str,
    available: int,
    rates: Rates,
    program_currency: str,
    on: date,
) -> Paid | Carried:
    """A payment of `available`, unless a rate is missing or the threshold is not reached."""

    def carry(reason: str, **operands: Any) -> Carried:
        return Carried(partner, "carried", currency, available, reason, operands)

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
    partner: Partner, method: PayoutMethod | None, now: datetime, *, shares_account: bool = False
) -> tuple[str, dict[str, Any]] | None:
    """What stands between a partner and a payment at `now`: a reason code with operands.

    `shares_account`: its account is another's too, and somebody looks into it (`sharing.py`).
    """
    if partner.status in ("suspended", "applied"):
        return f"partner_{partner.status}", {}
    if partner.identity_verified_on is None:
        return "identity_unverified", {}
    if method is None:
        return "no_method", {}
    return _blocker_of_account(partner, method, now, shares_account)


def _blocker_of_account(
    partner: Partner, method: PayoutMethod, now: datetime, shares_account: bool
) -> tuple[str, dict[str, Any]] | None:
    if method.usable_from > now:
        return "method_cooling_off", {
            "changed_at": method.changed_at.isoformat(),
            "usable_from": method.usable_from.isoformat(),
        }
    if shares_account:
        return "account_shared", {}
    if method.kind == "sepa" and partner.payout_currency_code != "EUR":
        return "method_currency", {"payout_currency_code": partner.payout_currency_code}
    return None
