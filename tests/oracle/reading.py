"""Make a `World` from rows: current versions only, typed, matched with their accounts."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from tests.fixtures.warehouse_tables import columns_of
from tests.oracle.days import day_of, last_instant
from tests.oracle.facts import FOREVER, Component, Event, Period, Row, Rows, World

CHILDREN = (
    "deal_rates", "deal_steps", "deal_conditions", "deal_deductions", "deal_lot_modifiers",
    "deal_filters",
)  # fmt: skip
PARITIES = {"USC": ("USD", Decimal("0.01"))}


def day(value: object) -> date:
    return value if isinstance(value, date) else date.fromisoformat(str(value)[:10])


def moment(value: object) -> datetime:
    return value if isinstance(value, datetime) else datetime.fromisoformat(str(value))


def current(rows: Rows, table: str) -> list[Row]:
    """The version that is known now of each record that was not removed."""
    found = rows.get(("raw", table), ())
    return [row for row in found if row["is_current"] and not row["is_removed"]]


def _dated(rows: Rows, schema: str, table: str) -> list[Row]:
    names = ("valid_from", "valid_to", "effective_on", "joined_on", "recorded_at")
    return [
        {**row, **{name: day(row[name]) for name in names if row.get(name) is not None}}
        for row in rows.get((schema, table), ())
    ]


# What a component that says nothing means.
UNSAID = {
    "hold_days": 0, "minimum_holding_seconds": 0, "own_account": "none", "algebra": "none",
    "depth": 99, "tier_kind": "single", "tier_metric": "base", "cpa_partner": "qualification",
    "sales_kind": "all",
}  # fmt: skip


def _whole(rows: Rows) -> Rows:
    """Every column of every row; what was left out is null."""
    return {
        (schema, table): [{**dict.fromkeys(columns_of(schema, table)), **row} for row in found]
        for (schema, table), found in rows.items()
    }


def read(given: Rows, as_of: datetime) -> World:
    """Read one program."""
    rows = _whole(given)
    program = rows["raw", "portal_programs"][0]
    zone = ZoneInfo(program["time_zone"])
    accounts = {row["account_id"]: row for row in current(rows, "accounts")}
    deals = _dated(rows, "terms", "deal_versions")
    fees: dict[str, list[Row]] = {}
    for row in rows.get(("raw", "activity_fees"), ()):
        fees.setdefault((row["record_key"], row["version_no"]), []).append(row)
    partners = {row["partner_id"]: row for row in _dated(rows, "raw", "portal_partners")}
    aliases = rows.get(("terms", "symbol_aliases"), ())
    return World(
        program_id=program["program_id"],
        zone=zone,
        today=day_of(as_of, zone),
        window_days=program["window_days"],
        periods=[
            Period(row["calendar_id"], row["period_id"], row["period_no"],
                   day(row["starts_on"]), day(row["ends_on"]))
            for row in rows["raw", "portal_periods"]
        ],
        partners=partners,
        relations=_dated(rows, "raw", "portal_relations"),
        links={row["link_code"]: row for row in rows.get(("raw", "portal_links"), ())},
        clicks={
            row["click_id"]: _event("click", row, row["occurred_at"], None, zone)
            for row in current(rows, "clicks")
        },
        attributions=[
            {**row, "valid_from": day(row["valid_from"]), "recorded_at": moment(row["recorded_at"])}
            for row in current(rows, "attributions")
        ],
        accounts=accounts,
        events=_events(rows, accounts, zone),
        fees=fees,
        rates={
            (row["currency_code"], day(row["rate_on"])): Decimal(str(row["units_per_eur"]))
            for row in rows.get(("raw", "fx_rates"), ())
        },
        parities=PARITIES,
        reviews=_dated(rows, "raw", "portal_reviews"),
        deals=deals,
        components=_components(rows),
        symbols={r["symbol"]: r["symbol_group"] for r in rows.get(("terms", "symbols"), ())},
        aliases={r["native_symbol"]: r["symbol"] for r in aliases if not r["is_suffix"]},
        suffixes=[r["native_symbol"] for r in aliases if r["is_suffix"]],
        own_clients={
            client: partner_id
            for partner_id, row in partners.items()
            for client in (row.get("own_client_ids") or "").split(",")
            if client
        },
    )  # fmt: skip


def _event(kind: str, row: Row, at: object, client_id: str | None, zone: ZoneInfo) -> Event:
    when = moment(at)
    return Event(
        row["record_key"], kind, client_id, when, day_of(when, zone), row.get("brand"),
        row.get("currency_code"), row,
    )  # fmt: skip


def _events(rows: Rows, accounts: dict[str, Row], zone: ZoneInfo) -> list[Event]:
    """Conversions, trades (they happen when closed) and activity (the last instant of its
    day)."""
    found = [
        _event(row["conversion_type"], row, row["occurred_at"], row["client_id"], zone)
        for row in current(rows, "conversions")
        if row.get("is_confirmed") is not False
    ]
    for trade in current(rows, "trades"):
        account = accounts.get(trade["account_id"])
        row = {**trade, "opened_at": moment(trade["opened_at"] or trade["closed_at"])}
        client = row.get("client_id") or (account["client_id"] if account else None)
        found.append(_event("trade", row, row["closed_at"], client, zone))
    for row in current(rows, "activity"):
        on = day(row["activity_on"])
        found.append(
            Event(row["record_key"], "activity", row["client_id"], last_instant(on, zone), on,
                  row.get("brand"), row.get("currency_code"), row)
        )  # fmt: skip
    return found


def _components(rows: Rows) -> list[Component]:
    found = []
    for row in _dated(rows, "terms", "deal_components"):
        key = (row["deal_id"], row["component_id"], row["valid_from"])
        children = {
            table: [
                child
                for child in rows.get(("terms", table), ())
                if (child["deal_id"], child["component_id"], day(child["valid_from"])) == key
            ]
            for table in CHILDREN
        }
        said = {name: value for name, value in row.items() if value is not None}
        once = {"valid_to": FOREVER, "once_for": row["component_id"]}
        found.append(Component({**dict.fromkeys(row), **UNSAID, **once, **said}, children))
    return found
