"""The door: from an original's bytes to a canonical table, and from there to an arrival.

Order of a taking, so that a crash at any point loses and doubles nothing: original sealed →
canonical rows → arrival (the commit) → out of landing. Source: FEEDS, Promises 1.
"""

from __future__ import annotations

import hashlib
import io
import traceback
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from pipelines.defs.feeds.arrivals import Arrival, arrivals_of
from pipelines.defs.feeds.config import FeedConfig, feed_config
from pipelines.defs.feeds.contract import FEEDS
from pipelines.defs.feeds.opening import UnreadableFile, open_original
from pipelines.defs.feeds.readers import read
from pipelines.defs.feeds.sealed import seal
from pipelines.defs.feeds.validation import validate


@dataclass(frozen=True)
class Taken:
    """A file that was read and is not written yet. `table` is None where nothing was read."""

    arrival: Arrival
    table: pa.Table | None
    original: bytes


def take(
    program_id: str,
    feed_name: str,
    name: str,
    original: bytes,
    arrived_at: datetime,
    landed: dict[str, Any],
) -> Taken:
    """Read one file. A file that cannot be understood becomes a quarantined arrival."""
    feed, config = FEEDS[feed_name], feed_config(program_id, feed_name)
    arrival = Arrival(
        program_id=program_id,
        feed=feed_name,
        name=name,
        sha256=hashlib.sha256(original).hexdigest(),
        size=len(original),
        arrived_at=arrived_at,
        state="loaded",
        source=config.source,
        landed=landed,
    )
    try:
        plain_name, plain = open_original(name, original)
        incoming = read(feed, config, plain_name, plain)
        validated = validate(program_id, feed, config, incoming)
    except UnreadableFile as error:
        return _refused(arrival, original, error.reason_code, str(error))
    except (ArithmeticError, LookupError, TypeError, ValueError, duckdb.Error) as error:
        return _refused(arrival, original, "not_understood", _unforeseen(error))
    arrival = replace(
        arrival,
        reader=incoming.reader,
        rows=validated.rows.num_rows,
        repeats=validated.repeats,
        restates=config.restates if feed.happened and feed_name != "fx_rates" else "none",
        quarantined=validated.bad_rows,
        message=" ".join(incoming.notes),
    )
    return Taken(arrival, canonical_table(arrival, validated.rows), original)


def _refused(arrival: Arrival, original: bytes, reason_code: str, message: str) -> Taken:
    refused = replace(arrival, state="quarantined", reason_code=reason_code, message=message)
    return Taken(refused, None, original)


def _unforeseen(error: Exception) -> str:
    """Says where a reader failed, never on which value: that may be a person's."""
    place = traceback.extract_tb(error.__traceback__)[-1]
    return (
        f"the reader failed on it ({type(error).__name__} in {place.name}, line {place.lineno}); "
        "nothing is lost: report this, and replay the file after the fix"
    )


def canonical_table(arrival: Arrival, rows: pa.Table) -> pa.Table:
    """The rows with what every record says about where it came from."""
    said = {
        "program_id": pa.scalar(arrival.program_id),
        "source_system": pa.scalar(arrival.source),
        "file_id": pa.scalar(arrival.file_id),
        "file_name": pa.scalar(arrival.name),
        "recorded_at": pa.scalar(arrival.arrived_at, pa.timestamp("us")),
    }
    if arrival.feed != "fx_rates":  # a rate's source is the bank it comes from
        said["source"] = said.pop("source_system")
    columns = {name: pa.repeat(value, rows.num_rows) for name, value in said.items()}
    columns |= {name: rows.column(name) for name in rows.column_names}
    return pa.table(columns)


def earlier(program_id: str, feed: str, sha256: str, landed: dict[str, Any]) -> Arrival | None:
    """An arrival that makes this one a repeat, or that already is this one (after a crash).

    Bytes that were quarantined or blocked before are no repeat: they are tried again.
    """
    same = [a for a in arrivals_of(program_id, sha256) if a.feed == feed]
    this = next((a for a in same if landed and a.landed == landed), None)
    return this or next((a for a in same if a.state == "loaded"), None)


def commit(taken: Taken) -> None:
    """Seal the original and make the arrival durable."""
    arrival = taken.arrival
    if arrival.state != "repeated":
        seal(arrival.program_id, arrival.sha256, taken.original, arrival.arrived_at)
    has_rows = taken.table is not None and taken.table.num_rows
    arrival.write(parquet_bytes(taken.table) if has_rows else None)


def parquet_bytes(table: pa.Table) -> bytes:
    """Parquet with the same bytes for the same rows."""
    out = io.BytesIO()
    pq.write_table(table, out, compression="zstd", version="2.6", store_schema=False)
    return out.getvalue()


def config_of(arrival: Arrival) -> FeedConfig:
    """The configuration now in force for an arrival's feed."""
    return feed_config(arrival.program_id, arrival.feed)
