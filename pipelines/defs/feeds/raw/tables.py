"""The tables of `raw` that feeds fill: docs/reference/tables.md, section 2."""

from __future__ import annotations

import duckdb

from pipelines.defs.feeds.contract import FEEDS, Feed
from pipelines.lib.warehouse import columns_of

RECORD_FEEDS = tuple(name for name in FEEDS if name != "fx_rates")

COMMON = (
    ("program_id", "varchar"),
    ("record_key", "varchar"),
    ("version_no", "integer"),
    ("is_current", "boolean"),
    ("is_removed", "boolean"),
    ("content_hash", "varchar"),
    ("recorded_at", "timestamp"),
    ("first_recorded_at", "timestamp"),
    ("source", "varchar"),
    ("file_id", "varchar"),
    ("file_name", "varchar"),
    ("file_row", "integer"),
)
DERIVED_TYPES = {
    "conversions": (("is_confirmed", "boolean"),),
    "accounts": (("account_tail", "varchar"), ("is_demo", "boolean")),
    "trades": (("account_tail", "varchar"),),
}

_OTHERS = """
create table if not exists raw.activity_fees (
    program_id varchar, record_key varchar, version_no integer, fee_code varchar,
    amount decimal(18, 4)
);
create table if not exists raw.fx_rates (
    rate_set varchar, rate_on date, currency_code varchar, units_per_eur decimal(18, 8),
    source varchar, recorded_at timestamp, file_id varchar, file_name varchar, file_row integer
);
create table if not exists raw.files (
    program_id varchar, feed varchar, file_id varchar, file_name varchar, sha256 varchar,
    size_bytes bigint, arrived_at timestamp, reader varchar, source varchar, state varchar,
    row_count bigint, new_count bigint, amended_count bigint, repeated_count bigint,
    removed_count bigint, quarantined_count bigint, message varchar
);
create table if not exists raw.quarantine (
    program_id varchar, feed varchar, file_id varchar, file_name varchar, file_row integer,
    column_name varchar, reason_code varchar, message varchar, quarantined_at timestamp,
    state varchar
);
create table if not exists raw.feed_status (
    program_id varchar, feed varchar, promised_within_hours integer, last_event_at timestamp,
    last_file_at timestamp
);
create table if not exists raw.touched_partitions (program_id varchar, event_on date);
create table if not exists raw.commission_totals (
    program_id varchar, deal_id varchar, calendar_id varchar, period_id varchar,
    amount decimal(38, 12)
);
-- of the close at hand: what comes in begins without any
create or replace table raw.difference_parts (
    program_id varchar, calendar_id varchar, origin_period_id varchar, line_id varchar,
    part_no integer, seen_at timestamp, reason_code varchar, cause_record_key varchar,
    cause_on date, is_own_day boolean, exact_amount decimal(38, 12), amount_minor bigint
);
create table if not exists raw.arrivals (arrival varchar);
"""
TABLES = (
    *RECORD_FEEDS,
    *("activity_fees", "fx_rates", "files", "quarantine", "feed_status", "arrivals"),
)


def payload_columns(feed: Feed) -> list[tuple[str, str]]:
    """Name and type of what a record of the feed says, in the order of `raw`."""
    columns = [(column.name, column.sql_type) for column in feed.columns]
    columns += DERIVED_TYPES.get(feed.name, ())
    if feed.happened:
        columns.append(("source_day", "date"))
        if feed.column(feed.happened).kind == "timestamp":
            columns.append(("is_time_ambiguous", "boolean"))
    return columns


def ensure_tables(con: duckdb.DuckDBPyConnection) -> None:
    """Create the schema `raw` and the feeds' tables where they are missing.

    A column that the contract got since a table was made is added, empty.
    """
    con.execute("create schema if not exists raw")
    for name in RECORD_FEEDS:
        columns = (*COMMON, *payload_columns(FEEDS[name]))
        body = ", ".join(f"{column} {kind}" for column, kind in columns)
        con.execute(f"create table if not exists raw.{name} ({body})")
        there = set(columns_of(con, "raw", name))
        for column, kind in columns:
            if column not in there:
                con.execute(f"alter table raw.{name} add column {column} {kind}")
    con.execute(_OTHERS)


def drop_tables(con: duckdb.DuckDBPyConnection) -> None:
    """Forget what the feeds loaded; the portal's tables stay."""
    for name in (*TABLES, "touched_partitions", "commission_totals", "difference_parts"):
        con.execute(f"drop table if exists raw.{name}")
