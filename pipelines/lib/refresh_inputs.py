# ruff: noqa: S608 - schema, table and column names come from the catalogue
"""What a build reads beside the feeds: portal tables, terms, ledger; and whether any of it changed.

`raw.digests` (program_id, subject, digest) keeps what the last build was made from. A subject in
`TOUCHES_ALL` may change lines of any day, so its change marks all days of the program.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from commission_rules.compiler.errors import RuleErrors
from pipelines.defs import rules
from pipelines.defs.feeds.pseudonyms import IP_SOURCE, pseudonym
from pipelines.lib import clock, content_hash
from pipelines.lib.warehouse import columns_of, rows, table_exists
from pipelines.settings import settings

EVERYWHERE = ""  # the program of a digest that concerns all programs
TOUCHES_ALL = (
    "terms",
    "portal_programs",
    "portal_periods",
    "portal_partners",
    "portal_relations",
    "portal_deals",
    "portal_links",
    "portal_reviews",
)
ARRIVALS = ("files", "quarantine")
# Where the days of a program are found: (table, column).
DAYS = (
    ("clicks", "occurred_at"),
    ("conversions", "occurred_at"),
    ("trades", "closed_at"),
    ("activity", "activity_on"),
)

ADDRESSES = "portal_member_addresses"
Digests = dict[tuple[str, str], str]


def exported_tables(as_of: datetime) -> dict[str, pa.Table]:
    """The portal's tables, through the one gateway."""
    from pipelines.lib import portal_gateway

    tables = portal_gateway.export_tables(as_of)
    tables[ADDRESSES] = as_at_the_door(tables[ADDRESSES])
    return tables


def as_at_the_door(addresses: pa.Table) -> pa.Table:
    """Addresses of sign-ins under each program's key, as the door writes those of clicks."""
    named = [
        {**row, "ip_hash": pseudonym(row["program_id"], row["ip_hash"], IP_SOURCE)}
        for row in addresses.to_pylist()
    ]
    return pa.Table.from_pylist(named, schema=addresses.schema)


def load_portal(con: duckdb.DuckDBPyConnection, tables: Mapping[str, pa.Table]) -> None:
    """Replace `raw.portal_*` by the portal's tables and keep them as Parquet in `portal_feed/`."""
    folder = settings().portal_feed
    folder.mkdir(parents=True, exist_ok=True)
    con.execute("create schema if not exists raw")
    for name, table in tables.items():
        beside = folder / f".{name}.part"
        pq.write_table(table, beside)
        beside.replace(folder / f"{name}.parquet")
        con.register("portal_rows", table)
        con.execute(f"create or replace table raw.{name} as select * from portal_rows")
        con.unregister("portal_rows")


def load_terms(con: duckdb.DuckDBPyConnection) -> str:
    """Compile plans and deals into schema `terms`; the rules hash.

    Raises `RuleErrors`. Where only deals are refused, or versions that were in force are edited,
    the other programs' terms are loaded first, the refused ones keep theirs, and the error carries
    the rules hash.
    """
    deals = rows(con, "select * from raw.portal_deals order by all")
    recorded = rules.recorded_versions(con)
    tables, rules_hash, errors = rules.sound_terms(
        settings().plans, deals, recorded, clock.now().date()
    )
    rules.load(con, tables, keep={error.program_id for error in errors})
    if errors:
        raise RuleErrors(errors, rules_hash)
    return rules_hash


def load_ledger(con: duckdb.DuckDBPyConnection) -> int:
    """Load the segments that the portal's heads name; how many were new. Raises `LedgerBroken`."""
    from pipelines.defs.ledger.head import raw_heads
    from pipelines.defs.ledger.load import load_entries

    return load_entries(con, raw_heads(con), settings().ledger)


def program_ids(con: duckdb.DuckDBPyConnection) -> list[str]:
    """The programs that the portal knows."""
    found = con.execute("select program_id from raw.portal_programs order by 1").fetchall()
    return [str(row[0]) for row in found]


def digests_now(con: duckdb.DuckDBPyConnection, as_of: datetime, project: str) -> Digests:
    """Digests of everything a build depends on, as it stands in the warehouse now.

    Time counts by the hour: holds end by the day, lateness of feeds is told in hours.
    """
    found: Digests = {
        (EVERYWHERE, "hour"): as_of.strftime("%Y-%m-%dT%H"),
        (EVERYWHERE, "project"): project,
    }
    portal = con.execute(
        "select table_name from information_schema.tables "
        "where table_schema = 'raw' and table_name like 'portal\\_%' escape '\\' order by 1"
    ).fetchall()
    for name in [*(str(row[0]) for row in portal), *ARRIVALS]:
        found.update(_by_program(con, "raw", name, name))
    terms: dict[str, list[str]] = {}
    for name in rules.TABLES:
        for (program, _), digest in _by_program(con, "terms", name, name).items():
            terms.setdefault(program, []).append(f"{name} {digest}")
    for program, parts in terms.items():
        text = "\n".join(sorted(parts))
        found[program, "terms"] = hashlib.sha256(text.encode()).hexdigest()
    return found


def _by_program(con: duckdb.DuckDBPyConnection, schema: str, table: str, subject: str) -> Digests:
    columns = columns_of(con, schema, table)
    if "program_id" not in columns:
        return {}
    query = f"select program_id, {content_hash.aggregate(columns)} from {schema}.{table} group by 1"
    return {
        (str(program), subject): str(digest) for program, digest in con.execute(query).fetchall()
    }


def digests_before(con: duckdb.DuckDBPyConnection) -> Digests:
    """The digests of the last build; empty before the first."""
    con.execute("create schema if not exists raw")
    con.execute(
        "create table if not exists raw.digests "
        "(program_id varchar, subject varchar, digest varchar)"
    )
    found = con.execute("select program_id, subject, digest from raw.digests").fetchall()
    return {(str(program), str(subject)): str(digest) for program, subject, digest in found}


def keep_digests(con: duckdb.DuckDBPyConnection, digests: Digests) -> None:
    """Remember what this build was made from; written last, so that a crash builds again."""
    listed = [[program, subject, digest] for (program, subject), digest in sorted(digests.items())]
    con.execute("begin")
    con.execute("delete from raw.digests")
    if listed:
        con.executemany("insert into raw.digests values (?, ?, ?)", listed)
    con.execute("commit")


def changed(before: Digests, now: Digests) -> set[tuple[str, str]]:
    """(program, subject) of every digest that is new, other or gone."""
    return {key for key in before.keys() | now.keys() if before.get(key) != now.get(key)}


def touch_all_days(con: duckdb.DuckDBPyConnection, program_id: str) -> None:
    """Mark every day on which a program has records, a day to each side for its time zone."""
    parts = [
        f"select min({column})::date - 1 as first_on, max({column})::date + 1 as last_on "
        f"from raw.{table} where program_id = $program"
        for table, column in DAYS
        if table_exists(con, "raw", table)
    ]
    if not parts:
        return
    con.execute(
        "insert into raw.touched_partitions (program_id, event_on) "
        "with ranges as (" + " union all ".join(parts) + "), "
        "whole as (select min(first_on) as first_on, max(last_on) as last_on from ranges), "
        "days as (select unnest(generate_series(first_on, last_on, interval 1 day))::date as d "
        "from whole where first_on is not null) "
        "select $program, d from days anti join raw.touched_partitions as known "
        "on known.program_id = $program and known.event_on = days.d",
        {"program": program_id},
    )


def touch_first_days(con: duckdb.DuckDBPyConnection) -> None:
    """Mark the first day of every period of the programs that count late events there.

    A late record of `late_events: current_period` stands on the first day of the period that was
    open when it came (model int_late_facts__moved), not on the day that its load marked.
    """
    needed = (("terms", "deal_versions"), ("raw", "portal_periods"))
    if not all(table_exists(con, *name) for name in needed):
        return
    con.execute(
        "insert into raw.touched_partitions (program_id, event_on) "
        "select distinct periods.program_id, periods.starts_on from raw.portal_periods as periods "
        "semi join terms.deal_versions as deals on periods.program_id = deals.program_id "
        "and deals.late_events = 'current_period' "
        "semi join raw.touched_partitions as touched on periods.program_id = touched.program_id "
        "anti join raw.touched_partitions as known on periods.program_id = known.program_id "
        "and periods.starts_on = known.event_on"
    )
