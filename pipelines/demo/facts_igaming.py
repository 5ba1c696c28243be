"""What players do: deposits, withdrawals, chargebacks, and activity per day and product."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from random import Random

from pipelines.demo.clients import DemoClient, season
from pipelines.demo.facts_forex import Fact, stamp

_CENT = Decimal("0.01")
_PRODUCTS = ("casino", "casino", "casino", "sports", "sports", "live")
_HOLD = {"casino": 4, "sports": 7, "live": 3}  # percent of the stakes that the house keeps


def facts_of(client: DemoClient, until: date) -> Iterator[Fact]:
    """All facts of one player before `until`, in order of days."""
    rng = client.rng("igaming")
    registered = client.registered_at
    yield registered.date(), "conversions", _row(client, "registration", registered, "r")
    if rng.randrange(100) < 35:
        return  # registers, never deposits
    first = registered + timedelta(minutes=int(rng.expovariate(1 / 900)))
    product, day, number = rng.choice(_PRODUCTS), first.date(), 0
    end = min(until, day + timedelta(days=10 + client.vigour * rng.randrange(2, 12)))
    stake = rng.choice((5, 10, 20, 30, 60, 120)) * (4 if client.vigour == 100 else 1)
    while day < end:
        if number == 0 or rng.randrange(100) < (12 + client.vigour // 3) * season(day) // 100:
            number += 1
            at = first if number == 1 else first.replace(
                year=day.year, month=day.month, day=day.day
            )  # fmt: skip
            yield from _day(client, rng, day, at, number, product, stake)
        day += timedelta(days=1)


def _day(
    client: DemoClient, rng: Random, day: date, at: datetime, number: int, product: str, stake: int
) -> Iterator[Fact]:
    if number == 1 or rng.randrange(4) == 0:
        amount = Decimal(rng.choice((10, 20, 25, 50, 50, 100, 200)) * max(stake // 30, 1))
        deposit = _row(client, "deposit", at, f"d{number}", amount)
        yield day, "conversions", deposit
        if rng.randrange(260) == 0:
            later = at + timedelta(days=12 + rng.randrange(30))
            back = _row(client, "chargeback", later, f"d{number}-cb", amount)
            yield later.date(), "conversions", back | {"refunds": deposit["event_id"]}
    if rng.randrange(9) == 0:
        amount = Decimal(rng.randrange(20, 400))
        yield (
            day,
            "conversions",
            _row(client, "withdrawal", at + timedelta(hours=1), f"w{number}", amount),
        )
    stakes = Decimal(rng.randrange(60, 900) * stake) / 100 * 4
    edge = rng.gauss(_HOLD[product], 28)
    payouts = max(Decimal(0), stakes * (10000 - int(edge * 100)) / 10000).quantize(_CENT)
    bonus = (
        Decimal(rng.randrange(0, 300)) / 100 * max(stake // 20, 1)
        if rng.randrange(5) == 0
        else Decimal(0)
    )
    jackpot = (stakes / 100).quantize(_CENT) if product == "casino" else Decimal(0)
    yield day, "activity", {
        "activity_on": day.isoformat(), "client_id": client.native_id, "product": product,
        "brand": "", "currency": client.currency_code, "stakes": str(stakes.quantize(_CENT)),
        "payouts": str(payouts), "voids": "0.00", "bonus_cost": str(bonus.quantize(_CENT)),
        "jackpot_contribution": str(jackpot), "chargebacks": "0.00", "adjustments": "0.00",
        "net_revenue": "", "fees.provider": str((stakes * 4 / 1000).quantize(_CENT)),
    }  # fmt: skip


def _row(
    client: DemoClient, kind: str, at: datetime, tail: str, amount: Decimal | None = None
) -> dict[str, str]:
    return {
        "event_id": f"{client.native_id}-{tail}", "type": kind, "occurred_at": stamp(at),
        "client_id": client.native_id, "click_id": client.click_id if client.partner else "",
        "partner_code": "", "amount": str(amount.quantize(_CENT)) if amount is not None else "",
        "currency": client.currency_code if amount is not None else "", "quantity": "1",
        "product": "", "order_id": "", "refunds": "", "brand": "", "status": "approved",
        "country": client.country,
    }  # fmt: skip
