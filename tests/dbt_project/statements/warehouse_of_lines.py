"""A warehouse whose commission lines are put in by hand: what statements, marts, publish read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import duckdb
import yaml

from pipelines.defs.ledger.load import ensure_tables
from tests.dbt_project.statements import compiled
from tests.fixtures.warehouse import DBT_PROJECT, create_tables, insert

PROGRAM = "meridian"
MONTHS = {
    "2026-07": (1, "2026-07-01", "2026-07-31"),
    "2026-08": (2, "2026-08-01", "2026-08-31"),
    "2026-09": (3, "2026-09-01", "2026-09-30"),
    "2026-10": (4, "2026-10-01", "2026-10-31"),
    "2026-11": (5, "2026-11-01", "2026-11-30"),
}
TABLES = ("com_lines", "com_lines__per_lot", "com_line_facts", "com_unpaid_events")
DEFAULTS: dict[str, Any] = {
    "program_id": PROGRAM, "calendar_id": "month", "period_id": "2026-07", "partner_id": "P-1",
    "deal_id": "D-1", "plan_id": "rebates", "plan_version_no": 1, "component_id": "rebate",
    "component_type": "per_lot", "family": "event", "level": 0, "line_kind": "earned",
    "event_on": "2026-07-10", "occurred_at": "2026-07-10 09:00:00", "client_id": "aa11bb22cc33",
    "direct_partner_id": "P-1", "formula_code": "fixed", "quantity": "1", "quantity_unit": "lots",
    "rate": "5", "rate_unit": "per_lot", "currency_code": "EUR", "rounding": "line",
    "is_plain": False,
    "payable_from": "2026-07-10", "state": "approved", "recorded_at": "2026-07-10 10:00:00",
}  # fmt: skip


def contract_of(model: str) -> dict[str, str]:
    """Column names and types that the commissions layer promises."""
    [path] = (DBT_PROJECT / "models" / "commissions").rglob(f"{model}.yml")
    columns = yaml.safe_load(path.read_text())["models"][0]["columns"]
    return {column["name"]: column["data_type"] for column in columns}


def line(line_id: str, amount_minor: int, **given: Any) -> dict[str, Any]:
    """A line; its event's record key is `test:<line_id>` unless it is a period line."""
    row = {**DEFAULTS, "line_id": line_id, "event_record_key": f"test:{line_id}", **given}
    row["amount_minor"] = amount_minor
    row.setdefault("fact_on", row["event_on"])
    row.setdefault("exact_amount", f"{amount_minor / 100:.2f}")
    row.setdefault("line_digest", f"{line_id}:{amount_minor}:{row['state']}")
    return row


def warehouse(path: Path) -> None:
    """A program of months with an open and several coming periods, one partner, one deal."""
    with duckdb.connect(str(path)) as con:
        create_tables(con)
        con.execute("drop table raw.ledger_entries")
        ensure_tables(con)
        con.execute("create schema if not exists commissions")
        for table in TABLES:
            columns = ", ".join(f"{name} {kind}" for name, kind in contract_of(table).items())
            con.execute(f"create or replace table commissions.{table} ({columns})")
        put(con, "raw", "portal_programs", [
            {"program_id": PROGRAM, "name": "Meridian", "vertical": "forex",
             "time_zone": "Europe/Berlin", "calendar_ids": "month", "currency_code": "EUR",
             "rate_set": "ecb", "window_days": 30, "first_period_id": "2026-07"},
        ])  # fmt: skip
        put(con, "raw", "portal_periods", [
            {"program_id": PROGRAM, "calendar_id": "month", "period_id": period_id,
             "period_no": number, "starts_on": first, "ends_on": last, "is_open": False}
            for period_id, (number, first, last) in MONTHS.items()
        ])  # fmt: skip
        put(con, "raw", "portal_partners", [
            {"program_id": PROGRAM, "partner_id": partner_id, "partner_code": partner_id,
             "name": f"Partner {partner_id}", "kind": "ib", "status": "active",
             "payout_currency_code": "EUR", "threshold_minor": 5000, "joined_on": "2026-01-01"}
            for partner_id in ("P-1", "P-2")
        ])  # fmt: skip
        put(con, "raw", "portal_deals", [
            {"program_id": PROGRAM, "deal_id": "D-1", "deal_version_no": 1, "partner_id": "P-1",
             "plan_id": "rebates", "currency_code": "EUR", "calendar_id": "month",
             "valid_from": "2026-01-01", "valid_to": "9999-12-31"},
        ])  # fmt: skip


def put(
    con: duckdb.DuckDBPyConnection, schema: str, table: str, rows: Iterable[Mapping[str, Any]]
) -> None:
    """Insert dicts into a raw or terms table."""
    insert(con, schema, table, rows)


def set_lines(path: Path, rows: Iterable[Mapping[str, Any]], table: str = "com_lines") -> None:
    """Replace what the commissions layer says now."""
    columns = contract_of(table)
    with duckdb.connect(str(path)) as con:
        con.execute(f"delete from commissions.{table}")
        for row in rows:
            unknown = set(row) - set(columns)
            assert not unknown, f"{table} has no column {unknown}"
            con.execute(
                f"insert into commissions.{table} values ({', '.join('?' for _ in columns)})",
                [row.get(name) for name in columns],
            )


def build(path: Path, *layers: str, as_of: str = compiled.MOMENT) -> None:
    """Build and test the chosen layers (default: statements) over what is there."""
    with duckdb.connect(str(path)) as con:
        con.execute("set TimeZone = 'UTC'")
        compiled.build(con, *(layers or ("statements",)), as_of=as_of, given=("commissions",))


def ask(path: Path, sql: str) -> list[dict[str, Any]]:
    """Rows of a query, as dicts."""
    with duckdb.connect(str(path), read_only=True) as con:
        cursor = con.execute(sql)
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def at(text: str) -> dt.datetime:
    """A UTC moment."""
    return dt.datetime.fromisoformat(text).replace(tzinfo=dt.UTC)
