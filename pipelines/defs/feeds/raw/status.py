"""What `raw` says about files and feeds: raw.files, raw.quarantine, raw.feed_status."""

# ruff: noqa: S608 - names come from the contract, values are parameters

from __future__ import annotations

from collections.abc import Sequence

import duckdb
import pyarrow as pa

from pipelines.defs.feeds.arrivals import DISMISSED, Arrival
from pipelines.defs.feeds.config import configured_feeds, promise_hours
from pipelines.defs.feeds.contract import FEEDS

Counts = dict[str, int]
COUNTED = ("new", "amended", "repeated", "removed", "quarantined")


def record_files(
    con: duckdb.DuckDBPyConnection, arrivals: Sequence[Arrival], counts: dict[str, Counts]
) -> None:
    """One row per file in `raw.files`; a replay adds to the row of the file it replays."""
    rows = []
    for arrival in arrivals:
        count = counts.get(arrival.stem, {})
        if arrival.replays:
            _add_replay(con, arrival, count)
            continue
        rows.append(
            {
                "program_id": arrival.program_id,
                "feed": arrival.feed,
                "file_id": arrival.file_id,
                "file_name": arrival.name,
                "sha256": arrival.sha256,
                "size_bytes": arrival.size,
                "arrived_at": arrival.arrived_at,
                "reader": arrival.reader,
                "source": arrival.source,
                "state": arrival.state,
                "row_count": arrival.rows,
                **{f"{name}_count": count.get(name, 0) for name in COUNTED},
                "message": arrival.message,
            }
        )
    if rows:
        con.register("arrived_files", pa.Table.from_pylist(rows))
        con.execute("insert into raw.files by name select * from arrived_files")
        con.unregister("arrived_files")
    record_quarantine(con, arrivals)


def _add_replay(con: duckdb.DuckDBPyConnection, arrival: Arrival, count: Counts) -> None:
    con.execute(
        "update raw.files set state = $state, reader = $reader, message = $message, "
        "row_count = row_count + $rows, new_count = new_count + $new, "
        "amended_count = amended_count + $amended, repeated_count = repeated_count + $repeated, "
        "removed_count = removed_count + $removed, quarantined_count = $quarantined "
        "where program_id = $program and feed = $feed and file_id = $file "
        "and state <> 'repeated'",
        {
            "state": arrival.state,
            "reader": arrival.reader,
            "message": arrival.message,
            "rows": arrival.rows,
            **{name: count.get(name, 0) for name in ("new", "amended", "repeated", "removed")},
            "quarantined": count.get("quarantined", 0),
            "program": arrival.program_id,
            "feed": arrival.feed,
            "file": arrival.file_id,
        },
    )


def record_quarantine(con: duckdb.DuckDBPyConnection, arrivals: Sequence[Arrival]) -> None:
    """Rows and whole files that could not be understood; those that a replay resolved."""
    for arrival in arrivals:
        if arrival.replays:
            con.execute(
                "update raw.quarantine set state = ? where program_id = ? and feed = ? "
                "and file_id = ? and state = 'open' and (file_row is null "
                "or list_contains(?, file_row))",
                [
                    DISMISSED if arrival.reason_code == DISMISSED else "replayed",
                    arrival.program_id,
                    arrival.feed,
                    arrival.file_id,
                    list(arrival.resolved_rows),
                ],
            )
        rows: list[tuple[int | None, str | None, str, str]] = [
            (row.file_row, row.column, row.reason_code, row.message) for row in arrival.quarantined
        ]
        if arrival.state in ("quarantined", "blocked"):
            rows.append((None, None, arrival.reason_code, arrival.message))
        if rows:
            places, columns, reasons, messages = zip(*rows, strict=True)
            con.register(
                "bad_rows",
                pa.table(
                    {
                        "file_row": pa.array(places, pa.int32()),
                        "column_name": pa.array(columns, pa.string()),
                        "reason_code": pa.array(reasons, pa.string()),
                        "message": pa.array(messages, pa.string()),
                    }
                ),
            )
            con.execute(
                "insert into raw.quarantine select $program, $feed, $file, $name, file_row, "
                "column_name, reason_code, message, $at::timestamp, 'open' from bad_rows "
                "where not exists (select 1 from raw.quarantine as open_row "
                "where open_row.program_id = $program and open_row.feed = $feed "
                "and open_row.file_id = $file and open_row.state = 'open' "
                "and open_row.file_row is not distinct from bad_rows.file_row)",
                {
                    "program": arrival.program_id,
                    "feed": arrival.feed,
                    "file": arrival.file_id,
                    "name": arrival.name,
                    "at": arrival.arrived_at,
                },
            )
            con.unregister("bad_rows")


def refresh_feed_status(con: duckdb.DuckDBPyConnection, program_id: str) -> None:
    """Rewrite the program's rows: every feed that came or that its configuration names."""
    con.execute("delete from raw.feed_status where program_id = ?", [program_id])
    came = con.execute(
        "select feed, max(arrived_at) filter (where state in ('loaded', 'repeated')) "
        "from raw.files where program_id = ? group by feed",
        [program_id],
    ).fetchall()
    last_file = dict(came) | {
        feed: None for feed in configured_feeds(program_id) if feed not in dict(came)
    }
    for feed, last_file_at in sorted(last_file.items()):
        con.execute(
            "insert into raw.feed_status values (?, ?, ?, ?, ?)",
            [
                program_id,
                feed,
                promise_hours(program_id, feed),
                _last_event(con, program_id, feed),
                last_file_at,
            ],
        )


def _last_event(con: duckdb.DuckDBPyConnection, program_id: str, feed: str) -> object:
    happened = FEEDS[feed].happened
    if happened is None:
        return None
    where = "" if feed == "fx_rates" else "where program_id = ? and is_current and not is_removed"
    found = con.execute(
        f"select max({happened})::timestamp from raw.{feed} {where}",
        [program_id] if where else [],
    ).fetchone()
    return found[0] if found else None
