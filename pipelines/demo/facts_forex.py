"""What forex clients do: accounts, deposits and trades with real symbols and plausible sizes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from functools import cache
from random import Random

from pipelines.demo.calendar import FIRST_DAY, SEED
from pipelines.demo.clients import DemoClient, season

Fact = tuple[date, str, dict[str, str]]  # day, feed, row


@dataclass(frozen=True)
class Symbol:
    """Prices are integers in ticks of `digits` decimals; `usd` is what 1 quote unit is worth."""

    name: str
    contract_size: int
    digits: int
    price: int
    spread: int
    move: int
    quote: str
    usd: Decimal
    weight: int


SYMBOLS = (
    Symbol("EURUSD", 100000, 5, 112400, 9, 420, "USD", Decimal(1), 26),
    Symbol("GBPUSD", 100000, 5, 131200, 12, 520, "USD", Decimal(1), 12),
    Symbol("USDJPY", 100000, 3, 150400, 11, 700, "JPY", Decimal("0.0066"), 12),
    Symbol("AUDUSD", 100000, 5, 65900, 11, 340, "USD", Decimal(1), 6),
    Symbol("USDCAD", 100000, 5, 138100, 13, 380, "CAD", Decimal("0.72"), 5),
    Symbol("EURGBP", 100000, 5, 85700, 12, 260, "GBP", Decimal("1.31"), 4),
    Symbol("EURJPY", 100000, 3, 169100, 16, 800, "JPY", Decimal("0.0066"), 4),
    Symbol("XAUUSD", 100, 2, 402500, 22, 3600, "USD", Decimal(1), 17),
    Symbol("XAGUSD", 5000, 3, 48600, 24, 900, "USD", Decimal(1), 4),
    Symbol("US500", 1, 1, 67200, 5, 700, "USD", Decimal(1), 5),
    Symbol("DE40", 1, 1, 238500, 12, 2400, "EUR", Decimal("1.12"), 2),
    Symbol("BTCUSD", 1, 2, 11050000, 2600, 260000, "USD", Decimal(1), 3),
)
_WEIGHTS = [symbol.weight for symbol in SYMBOLS]
_LOTS = (1, 1, 2, 2, 5, 5, 10, 10, 10, 20, 20, 50, 50, 100, 100, 200, 300, 500)  # hundredths
_CENT = Decimal("0.01")
_ACCOUNT_USD = {"USD": Decimal(1), "EUR": Decimal("1.12"), "GBP": Decimal("1.31")}


@cache
def price_on(symbol: Symbol, day: date) -> int:
    """The symbol's price at the day's opening, in ticks: a walk from the first day on."""
    if day <= FIRST_DAY:
        return symbol.price
    before = price_on(symbol, day - timedelta(days=1))
    rng = Random(f"{SEED}/price/{symbol.name}/{day}")
    step = rng.randrange(-symbol.move, symbol.move + 1)
    pull = (symbol.price - before) // 60
    return before + step + pull


def facts_of(client: DemoClient, until: date, per_day: int = 100) -> Iterator[Fact]:
    """All facts of one client before `until`; `per_day` scales the number of trades (percent)."""
    rng = client.rng("forex")
    login = str(5100000 + client.number * 7)
    opened = client.registered_at.date()
    demo = rng.randrange(12) == 0
    kind = rng.choice(("standard", "standard", "raw", "pro"))
    yield opened, "conversions", _conversion(client, "registration", client.registered_at, "r")
    yield opened, "accounts", {
        "account_id": login, "client_id": client.native_id, "server": "Larkspur-Live01",
        "account_type": f"demo_{kind}" if demo else kind, "currency": client.currency_code,
        "opened_on": opened.isoformat(),
    }  # fmt: skip
    if rng.randrange(100) < 28:
        return  # registers, never funds
    funded_at = client.registered_at + timedelta(hours=rng.randrange(1, 200))
    if funded_at.date() < until and not demo:
        amount = rng.choice((100, 200, 250, 500, 500, 1000, 2500, 5000))
        yield (
            funded_at.date(),
            "conversions",
            _conversion(client, "deposit", funded_at, "d1", str(amount)),
        )
    day, number = funded_at.date() + timedelta(days=1), 0
    end = min(until, day + timedelta(days=20 + client.vigour * rng.randrange(3, 12)))
    while day < end:
        if day.weekday() < 5 and rng.randrange(100) < 30 + client.vigour // 2:
            wanted = 1 + client.vigour * season(day) * per_day // 30500 + rng.randrange(6)
            for _ in range(wanted):
                number += 1
                yield _trade(client, login, kind, number, day, rng)
        day += timedelta(days=1)


def _conversion(
    client: DemoClient, kind: str, at: datetime, tail: str, amount: str = ""
) -> dict[str, str]:
    return {
        "event_id": f"{client.native_id}-{tail}", "type": kind, "occurred_at": stamp(at),
        "client_id": client.native_id, "click_id": client.click_id if client.partner else "",
        "partner_code": "", "amount": amount, "currency": client.currency_code if amount else "",
        "quantity": "1", "product": "", "order_id": "", "refunds": "", "brand": "",
        "status": "approved", "country": client.country,
    }  # fmt: skip


def stamp(at: datetime) -> str:
    """ISO 8601 in UTC with a Z, as feeds carry it."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _trade(client: DemoClient, login: str, kind: str, number: int, day: date, rng: Random) -> Fact:
    symbol = rng.choices(SYMBOLS, _WEIGHTS)[0]
    lots = Decimal(rng.choice(_LOTS)) / 100
    closed = datetime.combine(day, time(0), UTC) + timedelta(seconds=rng.randrange(3600, 79000))
    held = 20 + int(rng.expovariate(1 / 5400))
    side = rng.choice(("buy", "sell"))
    start = price_on(symbol, day) + rng.randrange(-symbol.move // 3, symbol.move // 3 + 1)
    move = rng.randrange(-symbol.move // 4, symbol.move // 4 + 1) - symbol.spread // 2
    finish = start + (move if side == "buy" else -move)
    tick = Decimal(1).scaleb(-symbol.digits)
    value = lots * symbol.contract_size * tick * symbol.usd / _ACCOUNT_USD[client.currency_code]
    commission = lots * Decimal("7.00") if kind == "raw" else Decimal(0)
    return day, "trades", {
        "trade_id": f"{login}-{number}", "account_id": login, "client_id": "",
        "server": "Larkspur-Live01", "symbol": symbol.name, "side": side, "lots": str(lots),
        "contract_size": str(symbol.contract_size),
        "opened_at": stamp(closed - timedelta(seconds=held)),
        "closed_at": stamp(closed), "open_price": str(start * tick),
        "close_price": str(finish * tick),
        "commission": str(commission.quantize(_CENT)), "swap": "0.00",
        "spread_revenue": str((value * symbol.spread).quantize(_CENT)),
        "spread_points": str(symbol.spread), "profit": str((value * move).quantize(_CENT)),
        "currency": client.currency_code, "quote_currency": symbol.quote,
        "position_id": f"{login}-{number}", "brand": "",
        "deal_reason": rng.choice(("client", "mobile", "expert", "sl", "tp")),
    }  # fmt: skip
