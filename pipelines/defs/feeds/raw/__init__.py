"""`raw`: from arrivals in the canonical folder to tables, in the order in which they came.

`raw.arrivals` names what is loaded. Loading what is missing is the same act after an ordinary
arrival, after a crash and after the warehouse was deleted; so a rebuild gives equal tables.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

import duckdb

from pipelines.defs.feeds.arrivals import Arrival, arrival_paths, read_arrival
from pipelines.defs.feeds.contract import FEEDS
from pipelines.defs.feeds.raw import records
from pipelines.defs.feeds.raw.rates import load_rates
from pipelines.defs.feeds.raw.status import Counts, record_files, refresh_feed_status
from pipelines.defs.feeds.raw.tables import drop_tables, ensure_tables
from pipelines.defs.feeds.raw.touched import touch_rates, touch_records

__all__ = ["ensure_tables", "load_pending", "rebuild_raw"]

BATCH_FILES = 200


def rebuild_raw(con: duckdb.DuckDBPyConnection) -> None:
    """Forget what the feeds loaded and load every arrival again, from canonical files alone."""
    drop_tables(con)
    ensure_tables(con)
    load_pending(con)


def load_pending(con: duckdb.DuckDBPyConnection) -> dict[str, Counts]:
    """Load every arrival that `raw` does not hold yet, all of them or none.

    Returns, by the arrival's name, how many records were new, amended, repeated, removed and
    quarantined.
    """
    ensure_tables(con)
    loaded = {row[0] for row in con.execute("select arrival from raw.arrivals").fetchall()}
    waiting = [read_arrival(path) for path in arrival_paths() if _name(path.parts) not in loaded]
    counts: dict[str, Counts] = {}
    if not waiting:
        return counts
    con.begin()
    try:
        for batch in _batches(waiting):
            counts |= _load(con, batch)
        for program_id in sorted({arrival.program_id for arrival in waiting}):
            refresh_feed_status(con, program_id)
        con.commit()
    except BaseException:
        con.rollback()
        raise
    return counts


def _name(parts: Sequence[str]) -> str:
    return "/".join(parts[-3:]).removesuffix(".json")


def _batches(waiting: Iterable[Arrival]) -> Iterator[list[Arrival]]:
    """Neighbours of one feed go together; one that restates days, and a replay, goes alone."""

    def alone_or_with(arrival: Arrival) -> tuple[str, str, str]:
        alone = arrival.restates == "day" or arrival.replays
        return arrival.program_id, arrival.feed, arrival.stem if alone else ""

    for _, group in groupby(waiting, key=alone_or_with):
        together = list(group)
        for start in range(0, len(together), BATCH_FILES):
            yield together[start : start + BATCH_FILES]


def _load(con: duckdb.DuckDBPyConnection, batch: list[Arrival]) -> dict[str, Counts]:
    feed, program_id = FEEDS[batch[0].feed], batch[0].program_id
    counts: dict[str, Counts] = {
        arrival.stem: {
            "repeated": arrival.repeats,
            "quarantined": len(arrival.quarantined) + (arrival.state == "quarantined"),
        }
        for arrival in batch
    }
    with_rows = [a for a in batch if a.state == "loaded" and a.rows]
    if with_rows:
        records.read_batch(con, with_rows)
        if feed.name == "fx_rates":
            load_rates(con)
            _count_rates(con, counts)
            touch_rates(con)
        else:
            records.load_versions(con, feed, program_id)
            _count_versions(con, counts)
            touch_records(con, feed, program_id)
        if with_rows[0].restates == "day" and not with_rows[0].replays:
            removed = records.load_removals(con, feed, with_rows[0])
            counts[with_rows[0].stem]["removed"] = removed
            touch_records(con, feed, program_id)
    record_files(con, batch, counts)
    con.executemany(
        "insert into raw.arrivals values (?)",
        [[f"{a.program_id}/{a.feed}/{a.stem}"] for a in batch],
    )
    return counts


_COUNT = """
select strftime(batch.recorded_at, '%Y%m%dT%H%M%S%f') || '-' || batch.file_id[:12], count(*),
    count(*) filter (where {new}), count(*) filter (where {amended}),
    count(*) filter (where {bad})
from batch left join {other}
group by 1
"""


def _count_versions(con: duckdb.DuckDBPyConnection, counts: dict[str, Counts]) -> None:
    same = (
        "versions on versions.record_key = batch.record_key "
        "and versions.recorded_at = batch.recorded_at"
    )
    _count(con, counts, "version_no = 1", "version_no > 1", "false", same)


def _count_rates(con: duckdb.DuckDBPyConnection, counts: dict[str, Counts]) -> None:
    landed = (
        "raw.fx_rates as rates on rates.rate_set = batch.rate_set "
        "and rates.rate_on = batch.rate_on and rates.currency_code = batch.currency_code"
    )
    new = "rates.recorded_at = batch.recorded_at and rates.file_row = batch.file_row"
    bad = "rates.units_per_eur <> batch.units_per_eur"
    _count(con, counts, new, "false", bad, landed)


def _count(
    con: duckdb.DuckDBPyConnection,
    counts: dict[str, Counts],
    new: str,
    amended: str,
    bad: str,
    other: str,
) -> None:
    query = _COUNT.format(new=new, amended=amended, bad=bad, other=other)
    for stem, rows, new_rows, amended_rows, bad_rows in con.execute(query).fetchall():
        count = counts[stem]
        count["new"], count["amended"] = new_rows, amended_rows
        count["repeated"] += rows - new_rows - amended_rows - bad_rows
        count["quarantined"] += bad_rows
