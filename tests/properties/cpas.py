"""Programs that pay for clients: conditions, windows, chargebacks, moves, reviews."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from tests.properties.draft import Data, Draft, Record
from tests.properties.values import a_day, a_moment, a_number

MONEY_METRICS = ("first_deposit", "total_deposits", "net_deposits", "wagered", "net_revenue")


def cpa(dice: Random) -> Data:
    """A component `cpa`."""
    rows: list[Data] = [{"value": a_number(dice, 10, 90)}]
    if dice.random() < 0.3:
        rows.append({"country": "DE", "value": a_number(dice, 10, 90)})
    return {
        "id": "cpa", "type": "cpa", "amount": rows,
        "hold_days": dice.choice(["0", "14", "45"]),
        "cpa_partner": dice.choice(["qualification", "qualification", "registration"]),
        "conditions": [_condition(dice) for _ in range(dice.choice([1, 1, 1, 2]))],
    }  # fmt: skip


def _condition(dice: Random) -> Data:
    metric = dice.choice(
        [*MONEY_METRICS, *MONEY_METRICS, "lots", "trades", "commission_paid", "identity_verified"]
    )
    condition: Data = {"metric": metric, "at_least": f"{dice.choice([10, 20, 50])}.00"}
    if metric in ("lots", "trades", "identity_verified"):
        condition["at_least"] = "1"
    elif dice.random() < 0.25:
        of = dice.choice(["first_deposit", "amount_due"])
        condition["at_least"] = {"times": dice.choice(["0.5", "1", "2"]), "of": of}
    if dice.random() < 0.6:
        condition["anchor"] = dice.choice(["registration", "registration", "first_deposit"])
        if dice.random() < 0.8:
            condition["within_days"] = dice.choice(["5", "30", "60"])
    return condition


def add_client_facts(dice: Random, draft: Draft, clients: list[str]) -> None:
    """What clients do: money in and out, play, trades, identity."""
    for number in range(dice.randint(6, 18)):
        client = dice.choice(clients)
        kind = dice.choice(["deposit"] * 4 + ["withdrawal", "identity_verified", "play", "trade"])
        on = a_day(dice) if dice.random() < 0.5 else date(2026, 1, dice.randint(2, 31))
        phase = dice.choice([1, 1, 2])
        if kind == "play":
            _add_play(dice, draft, client, on, phase)
        elif kind == "trade":
            _add_trade(dice, draft, client, on, number)
        else:
            _add_conversion(dice, draft, kind, client, on, number)


def _add_conversion(
    dice: Random, draft: Draft, kind: str, client: str, on: date, number: int
) -> None:
    has_money = kind != "identity_verified"
    fact: Data = {
        "event_id": f"f{number}", "conversion_type": kind, "client_id": client,
        "occurred_at": a_moment(dice, draft.zone, on), "quantity": 1, "is_confirmed": True,
        "brand": dice.choice([None, None, None, "red"]),
        "amount": a_number(dice, 5, 120) if has_money else None,
        "currency_code": dice.choice(["EUR", "EUR", "USD"]) if has_money else None,
    }  # fmt: skip
    versions: list[Data | None] = [fact]
    later = dice.choice(["same"] * 4 + ["amended", "removed"])
    if later == "amended" and has_money:
        versions.append({**fact, "amount": a_number(dice, 5, 120)})
    if later == "removed":
        versions.append(None)
    phase = dice.choice([1, 1, 2])
    draft.records.append(Record("conversions", f"test:f{number}", versions, phase=phase))
    if kind == "deposit" and dice.random() < 0.25:
        back = {
            **fact, "event_id": f"b{number}", "conversion_type": "chargeback",
            "refunds": f"f{number}",
            "occurred_at": fact["occurred_at"] + timedelta(days=dice.choice([0, 3, 40])),
            "amount": fact["amount"] if dice.random() < 0.6 else a_number(dice, 1, 4),
        }  # fmt: skip
        draft.records.append(Record("conversions", f"test:b{number}", [back], phase=2))


def _add_play(dice: Random, draft: Draft, client: str, on: date, phase: int) -> None:
    key = f"test:{client}/{on}"
    if any(record.record_key == key for record in draft.records):
        return
    row = {
        "activity_on": on, "client_id": client, "product": "casino", "currency_code": "EUR",
        "stakes": a_number(dice, 0, 200), "payouts": a_number(dice, 0, 150), "voids": "0",
    }  # fmt: skip
    draft.records.append(Record("activity", key, [row], phase=phase))


def _add_trade(dice: Random, draft: Draft, client: str, on: date, number: int) -> None:
    account, kind = f"a-{client}", dice.choice(["standard", "standard", "demo"])
    if not any(record.record_key == f"test:{account}" for record in draft.records):
        row = {
            "account_id": account, "client_id": client, "account_tail": "001",
            "account_type": kind, "is_demo": kind == "demo",
        }  # fmt: skip
        draft.records.append(Record("accounts", f"test:{account}", [row]))
    closed = a_moment(dice, draft.zone, on)
    trade = {
        "trade_id": f"t{number}", "account_id": account, "native_symbol": "EURUSD",
        "lots": a_number(dice, 0, 2), "opened_at": closed - timedelta(hours=1),
        "closed_at": closed, "commission_amount": a_number(dice, 0, 60), "currency_code": "USD",
    }  # fmt: skip
    draft.records.append(Record("trades", f"test:t{number}", [trade]))


def add_reviews(dice: Random, draft: Draft, clients: list[str]) -> None:
    """Sometimes a client or a record is held or rejected, from a day on or from the first."""
    for _ in range(dice.choice([0, 0, 0, 1, 2])):
        records = [r.record_key for r in draft.records if r.table in ("conversions", "trades")]
        kind = dice.choice(["client", "record"])
        target = dice.choice(clients if kind == "client" else records)
        if any(row["target_id"] == target for row in draft.reviews):
            continue
        draft.reviews.append({
            "target_kind": kind, "target_id": target,
            "state": dice.choice(["held", "rejected", "rejected", "released"]),
            "effective_on": dice.choice([None, None, a_day(dice)]),
            "phase": dice.choice([1, 2]),
        })  # fmt: skip
