"""Quarantine: list what could not be understood, show it from the sealed store, replay or dismiss.

A replay reads the sealed original again under the configuration now in force, and takes in the
rows that were bad and are good now; of a file that was quarantined whole or blocked, all rows.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from pipelines.defs.feeds.arrivals import DISMISSED, Arrival, arrival_paths, read_arrival
from pipelines.defs.feeds.config import feed_config
from pipelines.defs.feeds.contract import FEEDS
from pipelines.defs.feeds.door import Taken, commit, take
from pipelines.defs.feeds.gate import gate_files
from pipelines.defs.feeds.opening import UnreadableFile, open_original
from pipelines.defs.feeds.raw import ensure_tables, load_pending
from pipelines.defs.feeds.readers import read
from pipelines.defs.feeds.receiving import Received, file_result, next_moment
from pipelines.defs.feeds.sealed import unseal
from pipelines.lib.errors import OpenbookError

_LIST = """
select program_id, feed, file_id, file_name, file_row, column_name, reason_code, message,
    quarantined_at, state
from raw.quarantine
where ($program is null or program_id = $program) and ($all or state = 'open')
order by quarantined_at, program_id, feed, file_name, file_row nulls first
"""


def listed(
    con: duckdb.DuckDBPyConnection, program_id: str | None = None, closed_too: bool = False
) -> list[dict[str, Any]]:
    """One dict per quarantined row or file, oldest first; the open ones unless `closed_too`."""
    ensure_tables(con)
    found = con.execute(_LIST, {"program": program_id, "all": closed_too})
    names = [column[0] for column in found.description or ()]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def shown(arrival: Arrival, file_row: int) -> dict[str, str]:
    """What stands in one row of a sealed original, by our column names where it was split.

    This is the payload, with personal data: for the eyes of who may see it, never for a log.
    Raises `NotSealed` after the originals were destroyed.
    """
    name, plain = open_original(arrival.name, unseal(arrival.program_id, arrival.sha256))
    config = feed_config(arrival.program_id, arrival.feed)
    try:
        table = read(FEEDS[arrival.feed], config, name, plain).table
        row = table.filter(pc.equal(table.column("file_row"), file_row)).to_pylist()
    except UnreadableFile:
        row = []
    if row:
        return {key: str(value) for key, value in row[0].items() if value is not None}
    lines = plain.decode(config.encoding, errors="replace").splitlines()
    return {"line": lines[file_row - 1] if 0 < file_row <= len(lines) else ""}


def replay(
    con: duckdb.DuckDBPyConnection,
    file_id: str,
    *,
    now: datetime,
    accept: bool = False,
    whole: bool = False,
) -> Received:
    """Read a file again. `accept` lets a file through that gate 1 blocked; `whole` takes every
    row of a loaded file again (after its clock was corrected), over newer versions too.

    Raises `OpenbookError` when there is no such file or nothing to replay, `NotSealed` when its
    original was destroyed.
    """
    load_pending(con)
    arrival, last = first_arrival(file_id)
    rows = _open_rows(con, arrival)
    everything = whole or last.state in ("quarantined", "blocked")
    if not (everything or rows):
        raise OpenbookError(
            f"{arrival.name}: nothing of it is in quarantine; --whole reads every row again"
        )
    original = unseal(arrival.program_id, arrival.sha256)
    taken = take(arrival.program_id, arrival.feed, arrival.name, original, next_moment(now), {})
    again = _narrowed(taken, arrival, rows, everything)
    (gated,), checks = gate_files([again])
    if gated.arrival.state == "blocked" and (accept or not everything):
        note = "let through by hand; " if accept else ""
        gated = replace(
            gated, arrival=replace(gated.arrival, state="loaded", message=note + last.message)
        )
    commit(gated)
    counts = load_pending(con)
    return Received([file_result(gated.arrival, counts)], checks)


def dismiss(
    con: duckdb.DuckDBPyConnection, file_id: str, *, now: datetime, by: str, reason: str
) -> Received:
    """Let go what waits of a file: its open rows, or the whole file if it never came in.

    A decision is an arrival of its own, so a rebuild knows it; the original stays sealed as long
    as others. Raises `OpenbookError` without a reason, or when nothing of the file waits.
    """
    if not reason.strip():
        raise OpenbookError("say why it is dismissed: the reason stays with the file")
    load_pending(con)
    arrival, last = first_arrival(file_id)
    is_outside = last.state in ("quarantined", "blocked")
    found = con.execute(
        "select file_row from raw.quarantine where program_id = ? and feed = ? and file_id = ? "
        "and state = 'open'",
        [arrival.program_id, arrival.feed, arrival.file_id],
    ).fetchall()
    if not found:
        raise OpenbookError(f"{arrival.name}: nothing of it is in quarantine")
    decision = replace(
        arrival,
        arrived_at=next_moment(now),
        state=DISMISSED if is_outside else last.state,
        reason_code=DISMISSED,
        message=f"dismissed by {by}: {reason.strip()}",
        rows=0,
        repeats=0,
        restates="none",
        quarantined=(),
        replays=arrival.stem,
        resolved_rows=tuple(sorted(row[0] for row in found if row[0] is not None)),
        landed={},
    )
    decision.write(None)
    return Received([file_result(decision, load_pending(con))], [])


def first_arrival(file_id: str) -> tuple[Arrival, Arrival]:
    """A file's first arrival and its last replay (or itself). Raises `OpenbookError`."""
    found = [
        arrival
        for path in arrival_paths()
        if path.stem.split("-")[1].startswith(file_id[:12])
        and (arrival := read_arrival(path)).file_id.startswith(file_id)
        and arrival.state != "repeated"
    ]
    if not found:
        raise OpenbookError(f"no file {file_id}; `openbook quarantine list` names them")
    if len({(arrival.program_id, arrival.feed, arrival.file_id) for arrival in found}) > 1:
        raise OpenbookError(f"several files begin with {file_id}; write more of the id")
    return found[0], found[-1]


def _open_rows(con: duckdb.DuckDBPyConnection, arrival: Arrival) -> list[int]:
    """Rows that a replay may help: a rate that landed with another value stays out for ever."""
    found = con.execute(
        "select file_row from raw.quarantine where program_id = ? and feed = ? and file_id = ? "
        "and state = 'open' and file_row is not null and reason_code <> 'rate_already_landed'",
        [arrival.program_id, arrival.feed, arrival.file_id],
    ).fetchall()
    return sorted(row[0] for row in found)


def _narrowed(taken: Taken, first: Arrival, rows: list[int], everything: bool) -> Taken:
    """What the replay takes in of what was read, as an arrival that replays the first one."""
    table = taken.table
    if table is not None and not everything:
        table = table.filter(pc.is_in(table.column("file_row"), pa.array(rows, pa.int32())))
    still_bad = {row.file_row for row in taken.arrival.quarantined}
    arrival = replace(
        taken.arrival,
        replays=first.stem,
        rows=0 if table is None else table.num_rows,
        repeats=0,
        resolved_rows=tuple(row for row in rows if row not in still_bad),
        restates=taken.arrival.restates if everything and taken.table is not None else "none",
    )
    return Taken(arrival, table, taken.original)
