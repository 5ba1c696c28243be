"""Make a `World` from rows: current versions only, typed, matched with their accounts."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from commission_rules.compiler.currencies import digits_of
from tests.fixtures.warehouse_tables import columns_of
from tests.oracle.days import day_of, last_instant
from tests.oracle.facts import Deal, Event, Period, Row, Rows, World
from tests.oracle.spec import number
from tests.oracle.terms import as_day


def moment(value: object) -> datetime:
    return value if isinstance(value, datetime) else datetime.fromisoformat(str(value))


def current(rows: Rows, table: str) -> list[Row]:
    """The version that is known now of each record that was not removed."""
    found = rows.get(("raw", table), ())
    return [row for row in found if row["is_current"] and not row["is_removed"]]


def _dated(rows: Rows, table: str) -> list[Row]:
    names = ("valid_from", "valid_to", "effective_on", "joined_on", "recorded_at")
    return [
        {**row, **{name: as_day(row[name]) for name in names if row.get(name) is not None}}
        for row in rows.get(("raw", table), ())
    ]


def _whole(rows: Rows) -> Rows:
    """Every column of every row of `raw` and `terms`; what was left out is null."""
    return {
        (schema, table): found
        if schema == "plan"
        else [{**dict.fromkeys(columns_of(schema, table)), **row} for row in found]
        for (schema, table), found in rows.items()
    }


def read(given: Rows, as_of: datetime) -> World:
    """Read one program."""
    rows = _whole(given)
    program = rows["raw", "portal_programs"][0]
    zone = ZoneInfo(program["time_zone"])
    accounts = {row["account_id"]: row for row in current(rows, "accounts")}
    fees: dict[tuple[str, int], list[Row]] = {}
    for row in rows.get(("raw", "activity_fees"), ()):
        fees.setdefault((row["record_key"], row["version_no"]), []).append(row)
    partners = {row["partner_id"]: row for row in _dated(rows, "portal_partners")}
    aliases = rows.get(("terms", "symbol_aliases"), ())
    beside = {row["name"]: row["value"] for row in rows.get(("plan", "beside"), ())}
    after = program["reattribute_after_inactive_days"]
    return World(
        program_id=program["program_id"],
        zone=zone,
        today=day_of(as_of, zone),
        window_days=program["window_days"],
        reattribute_after=None if after is None else int(after),
        periods=[
            Period(row["calendar_id"], row["period_id"], row["period_no"],
                   as_day(row["starts_on"]), as_day(row["ends_on"]))
            for row in rows["raw", "portal_periods"]
        ],
        partners=partners,
        relations=_dated(rows, "portal_relations"),
        links={row["link_code"]: row for row in rows.get(("raw", "portal_links"), ())},
        clicks={
            row["click_id"]: _event("click", row, row["occurred_at"], None, zone)
            for row in current(rows, "clicks")
        },
        attributions=[
            {**row, "valid_from": as_day(row["valid_from"]),
             "recorded_at": moment(row["recorded_at"])}
            for row in current(rows, "attributions")
        ],
        accounts=accounts,
        events=_events(rows, accounts, zone),
        fees=fees,
        rates={
            (row["currency_code"], as_day(row["rate_on"])): number(row["units_per_eur"])
            for row in rows.get(("raw", "fx_rates"), ())
        },
        reviews=_dated(rows, "portal_reviews"),
        deals=_deals(rows),
        plans={row["plan_id"]: row for row in rows.get(("plan", "plans"), ())},
        countries=beside.get("countries", {}),
        symbols={r["symbol"]: r["symbol_group"] for r in rows.get(("terms", "symbols"), ())},
        details=beside.get("details", {}),
        aliases={r["native_symbol"]: r["symbol"] for r in aliases if not r["is_suffix"]},
        suffixes=[r["native_symbol"] for r in aliases if r["is_suffix"]],
        own_clients={
            client: partner_id
            for partner_id, row in partners.items()
            for client in (row.get("own_client_ids") or "").split(",")
            if client
        },
    )  # fmt: skip


def _deals(rows: Rows) -> list[Deal]:
    return [
        Deal(
            row["deal_id"], int(row["deal_version_no"]), row["partner_id"], row["brand"],
            row["plan_id"], row["currency_code"], digits_of(row["currency_code"]),
            row["calendar_id"], row["valid_from"], row["valid_to"],
            _Overrides(_overrides(row["overrides"])),
        )
        for row in _dated(rows, "portal_deals")
    ]  # fmt: skip


class _Overrides(dict[str, Any]):
    """Overrides that may be part of a key."""

    def __hash__(self) -> int:  # type: ignore[override]
        return hash(json.dumps(self, sort_keys=True))


def _overrides(value: Any) -> dict[str, Any]:
    return dict(json.loads(value) if isinstance(value, str) and value else value or {})


def _event(kind: str, row: Row, at: object, client_id: str | None, zone: ZoneInfo) -> Event:
    when = moment(at)
    return Event(
        row["record_key"], kind, client_id, when, day_of(when, zone), row.get("brand"),
        row.get("currency_code"), row,
    )  # fmt: skip


def _events(rows: Rows, accounts: dict[str, Row], zone: ZoneInfo) -> list[Event]:
    """Conversions, trades (they happen when closed) and activity (the last instant of its
    day)."""
    records = [r for r in current(rows, "conversions") if r.get("is_confirmed") is not False]
    sales = {row["event_id"] for row in records if row["conversion_type"] == "sale"}
    found = [
        _event(_kind(row, sales), row, row["occurred_at"], row["client_id"], zone)
        for row in records
    ]
    for trade in current(rows, "trades"):
        account = accounts.get(trade["account_id"])
        opened = None if trade["opened_at"] is None else moment(trade["opened_at"])
        client = trade.get("client_id") or (account["client_id"] if account else None)
        found.append(
            _event("trade", {**trade, "opened_at": opened}, trade["closed_at"], client, zone)
        )
    for row in current(rows, "activity"):
        on: date = as_day(row["activity_on"])
        found.append(
            Event(row["record_key"], "activity", row["client_id"], last_instant(on, zone), on,
                  row.get("brand"), row.get("currency_code"), row)
        )  # fmt: skip
    return found


def _kind(row: Row, sales: set[str]) -> str:
    """RULINGS: "a chargeback names its deposit or sale (`refunds`)": one of a sale takes the sale
    back, as a refund does, and is none of a deposit."""
    is_of_sale = row["conversion_type"] == "chargeback" and row.get("refunds") in sales
    return "refund" if is_of_sale else str(row["conversion_type"])
