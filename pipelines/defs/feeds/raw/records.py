"""Records into `raw`, set-wise: new ones, amendments, repeats and removals.

A batch is the rows of one or several arrivals of one feed. Per record key the arrivals are put in
order behind the current version, and each one whose content differs from the one before it
becomes a version. Source: FEEDS, Promises 2.
"""

# ruff: noqa: S608 - names come from the contract, values are parameters

from __future__ import annotations

from collections.abc import Sequence

import duckdb

from pipelines.defs.feeds.arrivals import Arrival
from pipelines.defs.feeds.contract import Feed
from pipelines.defs.feeds.raw.tables import COMMON, payload_columns
from pipelines.defs.feeds.readers.incoming import FEES

_VERSIONS = """
create or replace temp table versions as
with standing as (
    select record_key, version_no, content_hash, is_removed, first_recorded_at
    from raw.{feed}
    where program_id = $program and is_current
        and record_key in (select record_key from batch)
),
taken as ({taken}),
in_order as (
    select
        taken.*,
        standing.version_no as standing_no,
        standing.first_recorded_at as standing_since,
        coalesce(
            lag(taken.content_hash) over key_in_order,
            case when not standing.is_removed then standing.content_hash end
        ) as content_before,
    from taken
    left join standing on standing.record_key = taken.record_key
    window key_in_order as (partition by taken.record_key order by recorded_at, file_row)
),
changed as (
    select * from in_order where content_before is distinct from content_hash
)
select
    * exclude (standing_no, standing_since, content_before),
    coalesce(standing_no, 0) + row_number() over (
        partition by record_key order by recorded_at, file_row
    ) as version_no,
    row_number() over (
        partition by record_key order by recorded_at desc, file_row desc
    ) = 1 as is_current,
    coalesce(standing_since, min(recorded_at) over (partition by record_key))
        as first_recorded_at,
    false as is_removed,
from changed
"""

# What nobody signed changes nothing that is confirmed, whichever of the two doors it came through.
_SIGNED = """
    select * exclude (was_confirmed)
    from (
        select
            batch.*,
            coalesce(
                bool_or(batch.is_confirmed) over (
                    partition by batch.record_key order by recorded_at, file_row
                    rows between unbounded preceding and 1 preceding
                ),
                false
            ) or record_key in (
                select record_key from raw.conversions
                where program_id = $program and is_current and not is_removed and is_confirmed
            ) as was_confirmed,
        from batch
    )
    where not (was_confirmed and coalesce(lower(status) = 'unconfirmed', false))
"""

_ALL_NEW = """
create or replace temp table versions as
select
    *,
    1 as version_no,
    true as is_current,
    recorded_at as first_recorded_at,
    false as is_removed,
from batch
"""

_SEEN = """
select
    count(*) - count(distinct record_key) + count(*) filter (
        where record_key in (select record_key from raw.{feed} where program_id = $program)
    )
from batch
"""

_RETIRE = """
update raw.{feed} as old set is_current = false
where old.program_id = $program and old.is_current
    and old.record_key in (select record_key from versions)
"""

_VANISHED = """
create or replace temp table versions as
select
    {kept},
    old.version_no + 1 as version_no,
    true as is_current,
    true as is_removed,
    $recorded_at::timestamp as recorded_at,
    $file_id as file_id,
    $file_name as file_name,
    null::integer as file_row,
from raw.{feed} as old
where old.program_id = $program and old.source = $source and old.is_current
    and not old.is_removed
    and old.source_day in (select distinct source_day from batch)
    and old.record_key not in (select record_key from batch)
    and not list_contains($unread, old.record_key)
"""


def read_batch(con: duckdb.DuckDBPyConnection, arrivals: Sequence[Arrival]) -> None:
    """The rows of the arrivals' canonical files as the temp table `batch`."""
    paths = [str(arrival.parquet) for arrival in arrivals]
    con.execute(
        "create or replace temp table batch as "
        "select * from read_parquet($paths, union_by_name = true)",
        {"paths": paths},
    )


def load_versions(con: duckdb.DuckDBPyConnection, feed: Feed, program_id: str) -> None:
    """Put what is new or changed in `batch` into `raw`; `versions` holds it afterwards."""
    _complete(con, feed)
    seen = con.execute(_SEEN.format(feed=feed.name), {"program": program_id}).fetchone()
    if seen == (0,):  # the ordinary case, and several times quicker
        con.execute(_ALL_NEW)
    else:
        taken = _SIGNED if feed.name == "conversions" else "select * from batch"
        con.execute(_VERSIONS.format(feed=feed.name, taken=taken), {"program": program_id})
    _store(con, feed, program_id)
    _store_fees(con, feed)


def _complete(con: duckdb.DuckDBPyConnection, feed: Feed) -> None:
    """Give a batch of older arrivals the columns that the contract got since, empty."""
    there = {row[0] for row in con.execute("describe batch").fetchall()}
    for name, kind in payload_columns(feed):
        if name not in there:
            con.execute(f"alter table batch add column {name} {kind}")


def load_removals(con: duckdb.DuckDBPyConnection, feed: Feed, arrival: Arrival) -> int:
    """A file that restates days removes what it no longer names; returns how many.

    Where a bad row's key could not be read, nothing is removed: it may be the one that misses.
    """
    if any(row.record_key is None for row in arrival.quarantined):
        con.execute("truncate table versions")
        return 0
    written = {"version_no", "is_current", "is_removed", "recorded_at", "file_id", "file_name"}
    names = [name for name, _ in (*COMMON, *payload_columns(feed))]
    kept = ", ".join(f"old.{n}" for n in names if n not in written | {"file_row"})
    con.execute(
        _VANISHED.format(feed=feed.name, kept=kept),
        {
            "program": arrival.program_id,
            "source": arrival.source,
            "recorded_at": arrival.arrived_at,
            "file_id": arrival.file_id,
            "file_name": arrival.name,
            "unread": [row.record_key or "" for row in arrival.quarantined],
        },
    )
    _store(con, feed, arrival.program_id)
    if feed.name == "activity":
        con.execute(
            "insert into raw.activity_fees "
            "select fees.program_id, fees.record_key, versions.version_no, fee_code, amount "
            "from versions join raw.activity_fees as fees "
            "on fees.program_id = versions.program_id "
            "and fees.record_key = versions.record_key "
            "and fees.version_no = versions.version_no - 1"
        )
    row = con.execute("select count(*) from versions").fetchone()
    return row[0] if row else 0


def _store(con: duckdb.DuckDBPyConnection, feed: Feed, program_id: str) -> None:
    con.execute(_RETIRE.format(feed=feed.name), {"program": program_id})
    names = ", ".join(name for name, _ in (*COMMON, *payload_columns(feed)))
    con.execute(f"insert into raw.{feed.name} ({names}) select {names} from versions")


def _store_fees(con: duckdb.DuckDBPyConnection, feed: Feed) -> None:
    if feed.name != "activity":
        return
    described = con.execute("describe versions").fetchall()
    for column in (row[0] for row in described if row[0].startswith(FEES)):
        con.execute(
            "insert into raw.activity_fees "
            f'select program_id, record_key, version_no, $code, "{column}" from versions '
            f'where "{column}" is not null',
            {"code": column.removeprefix(FEES)},
        )
