"""What buyers do: challenges of a prop firm, invoices of a software subscription, refunds."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal

from pipelines.demo.clients import DemoClient
from pipelines.demo.facts_forex import Fact, stamp

_CHALLENGES = ("89.00", "155.00", "155.00", "289.00", "289.00", "489.00", "969.00")
_SEATS = ("29.00", "29.00", "79.00", "79.00", "199.00", "499.00")


def prop_facts_of(client: DemoClient, until: date) -> Iterator[Fact]:
    """Registration, challenges, resets and add-ons, some refunded, before `until`."""
    rng = client.rng("prop")
    yield (
        client.registered_at.date(),
        "conversions",
        _row(client, "registration", client.registered_at, "r"),
    )
    if rng.randrange(100) < 40:
        return
    at, number = client.registered_at + timedelta(hours=rng.randrange(1, 300)), 0
    while at.date() < until and number < 1 + client.vigour // 12:
        number += 1
        price = Decimal(rng.choice(_CHALLENGES))
        kind = (
            "challenge"
            if number == 1
            else rng.choice(("challenge", "reset", "add_on", "challenge"))
        )
        if kind != "challenge":
            price = (price / 5).quantize(Decimal("0.01"))
        sale = _row(client, "sale", at, f"s{number}", price, kind)
        yield at.date(), "conversions", sale
        if rng.randrange(18) == 0:
            later = at + timedelta(days=rng.randrange(1, 25))
            back = _row(client, "refund", later, f"s{number}-rf", price, kind)
            yield later.date(), "conversions", back | {"refunds": sale["event_id"]}
        at += timedelta(hours=rng.randrange(90, 1400))


def software_facts_of(client: DemoClient, until: date) -> Iterator[Fact]:
    """Trial, then an invoice a month until the customer leaves; partial refunds on downgrades."""
    rng = client.rng("software")
    yield (
        client.registered_at.date(),
        "conversions",
        _row(client, "registration", client.registered_at, "r"),
    )
    if rng.randrange(100) < 30:
        return
    at, number = client.registered_at + timedelta(days=14), 0
    price = Decimal(rng.choice(_SEATS))
    while at.date() < until and rng.randrange(100) < 93:
        number += 1
        sale = _row(client, "sale", at, f"inv{number}", price, "subscription")
        yield at.date(), "conversions", sale
        if rng.randrange(30) == 0:
            later = at + timedelta(days=rng.randrange(2, 20))
            part = (price / rng.choice((1, 2, 4))).quantize(Decimal("0.01"))
            back = _row(client, "refund", later, f"inv{number}-rf", part, "subscription")
            yield later.date(), "conversions", back | {"refunds": sale["event_id"]}
        at += timedelta(days=30)


def _row(
    client: DemoClient,
    kind: str,
    at: datetime,
    tail: str,
    amount: Decimal | None = None,
    product: str = "",
) -> dict[str, str]:
    return {
        "event_id": f"{client.native_id}-{tail}", "type": kind, "occurred_at": stamp(at),
        "client_id": client.native_id, "click_id": client.click_id if client.partner else "",
        "partner_code": "", "amount": str(amount) if amount is not None else "",
        "currency": client.currency_code if amount is not None else "", "quantity": "1",
        "product": product, "order_id": f"{client.native_id}-{tail}" if kind == "sale" else "",
        "refunds": "", "brand": "", "status": "approved", "country": client.country,
    }  # fmt: skip
