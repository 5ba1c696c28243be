"""Which days a load touches: those of its records, and those of records whose parent it brings.

An event's day is its date in the program's zone (`raw.portal_programs`; UTC until it is there).
An account brings its trades' days; an attribution or a registration, all days of its client; a
click, the days of the clients that registered by it; a rate, all days after its own.
"""

# ruff: noqa: S608 - names come from the contract, values are parameters

from __future__ import annotations

import duckdb

from pipelines.defs.feeds.contract import Feed

_DAYS = {
    "clicks": "occurred_at",
    "conversions": "occurred_at",
    "trades": "closed_at",
    "activity": None,
}
_HERE = "program_id = $program and record_key in (select record_key from versions)"
_CLIENTS = {
    "accounts": f"select client_id from raw.accounts where {_HERE}",
    "attributions": f"select client_id from raw.attributions where {_HERE}",
    "conversions": (
        f"select client_id from raw.conversions where {_HERE} and conversion_type = 'registration'"
    ),
    "clicks": (
        "select client_id from raw.conversions where program_id = $program and is_current "
        "and click_id in (select click_id from versions)"
    ),
}


def touch_records(con: duckdb.DuckDBPyConnection, feed: Feed, program_id: str) -> None:
    """Record the days that `versions` (just stored) touches, with those of versions before."""
    zone = program_zone(con, program_id)
    if feed.name in _DAYS:
        _touch(
            con,
            program_id,
            f"select {_day(feed.name, zone)} from raw.{feed.name} "
            "where program_id = $program "
            "and record_key in (select record_key from versions)",
        )
    if feed.name in _CLIENTS:
        con.execute(
            f"create or replace temp table reached as {_CLIENTS[feed.name]}",
            {"program": program_id},
        )
        _touch(con, program_id, _client_days(zone))


def touch_rates(con: duckdb.DuckDBPyConnection) -> None:
    """New rates touch every program's days after the earliest of them."""
    first = con.execute("select min(rate_on) from firsts").fetchone()
    if not first or first[0] is None:
        return
    programs = con.execute(
        "select distinct program_id from (select program_id from raw.trades union "
        "select program_id from raw.activity union select program_id from raw.conversions)"
    ).fetchall()
    for (program_id,) in programs:
        zone = program_zone(con, program_id)
        days = " union ".join(
            f"select {_day(name, zone)} as day from raw.{name} where program_id = $program"
            for name in ("conversions", "activity", "trades")
        )
        _touch(con, program_id, f"select day from ({days}) where day > date '{first[0]}'")


def program_zone(con: duckdb.DuckDBPyConnection, program_id: str) -> str:
    """The program's time zone, as the portal says; UTC until it has."""
    known = con.execute(
        "select 1 from information_schema.tables "
        "where table_schema = 'raw' and table_name = 'portal_programs'"
    ).fetchone()
    if not known:
        return "UTC"
    zone = con.execute(
        "select time_zone from raw.portal_programs where program_id = ?", [program_id]
    ).fetchone()
    return zone[0].replace("'", "") if zone and zone[0] else "UTC"


def _touch(con: duckdb.DuckDBPyConnection, program_id: str, days: str) -> None:
    con.execute(
        f"insert into raw.touched_partitions select distinct $program, day from ({days}) as t(day) "
        "where day is not null and ($program, day) not in "
        "(select (program_id, event_on) from raw.touched_partitions)",
        {"program": program_id},
    )


def _day(feed: str, zone: str) -> str:
    column = _DAYS[feed]
    if column is None:
        return "activity_on"
    return f"({column} at time zone 'UTC' at time zone '{zone}')::date"


def _client_days(zone: str) -> str:
    by_client = " union ".join(
        f"select {_day(name, zone)} from raw.{name} "
        "where program_id = $program and client_id in (select client_id from reached)"
        for name in ("conversions", "activity", "trades")
    )
    by_account = (
        f"select {_day('trades', zone)} from raw.trades where program_id = $program "
        "and account_id in (select account_id from raw.accounts where program_id = $program "
        "and client_id in (select client_id from reached))"
    )
    return f"{by_client} union {by_account}"
