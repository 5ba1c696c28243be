"""Receive: what lies in landing goes through the door and gate 1 into `raw`."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb

from data_tests.runner import CheckResult
from pipelines.defs.feeds import gate, landing
from pipelines.defs.feeds.arrivals import STAMP, Arrival, arrival_paths
from pipelines.defs.feeds.config import BadConfig
from pipelines.defs.feeds.door import Taken, commit, earlier, take
from pipelines.defs.feeds.landing import Landed
from pipelines.defs.feeds.raw import ensure_tables, load_pending
from pipelines.defs.feeds.raw.status import Counts

CHUNK_FILES, CHUNK_BYTES = 100, 64 * 1024**2


@dataclass(frozen=True)
class FileResult:
    """What became of one file. `state` is that of raw.files; counts are of records."""

    program_id: str
    feed: str
    name: str
    file_id: str
    state: str
    message: str = ""
    new: int = 0
    amended: int = 0
    repeated: int = 0
    removed: int = 0
    quarantined: int = 0


@dataclass
class Received:
    """`notes` say what could not even be tried: folders of no feed, a bad feeds.yaml."""

    files: list[FileResult] = field(default_factory=list)
    checks: list[CheckResult] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def touched_programs(self) -> set[str]:
        """Programs of which something was loaded."""
        return {file.program_id for file in self.files if file.state == "loaded"}


def receive(
    con: duckdb.DuckDBPyConnection,
    *,
    program_ids: list[str] | None = None,
    paths: list[Path] | None = None,
    now: datetime,
) -> Received:
    """Take what waits in landing (of these programs), or the given paths there, and load it.

    `now` is the product's time, with zone. The caller holds the warehouse lock. Raises
    `landing.NoSuchFeed` for a given path that is no feed's.
    """
    ensure_tables(con)
    load_pending(con)  # what a crash left between door and raw
    received = Received()
    found = landing.given(paths) if paths else landing.waiting(program_ids)
    if not paths:
        received.notes += [
            f"{folder} is no feed's folder; its files wait for ever"
            for folder in landing.unknown_folders()
        ]
    arrived: list[Arrival] = []
    for chunk in _chunks(found):
        try:
            arrived += take_chunk(chunk, now, received)
        except BadConfig as error:
            received.notes.append(str(error))
    counts = load_pending(con)
    received.files += [file_result(arrival, counts) for arrival in arrived]
    return received


def _chunks(found: Iterable[Landed]) -> Iterator[list[Landed]]:
    """Neighbours of one feed, so many that they fit in memory and are gated together."""
    chunk: list[Landed] = []
    for landed in found:
        other = chunk and (landed.program_id, landed.feed) != (chunk[0].program_id, chunk[0].feed)
        full = sum(c.size for c in chunk) + landed.size > CHUNK_BYTES or len(chunk) >= CHUNK_FILES
        if chunk and (other or full):
            yield chunk
            chunk = []
        chunk.append(landed)
    if chunk:
        yield chunk


def take_chunk(chunk: list[Landed], now: datetime, received: Received) -> list[Arrival]:
    """Read, gate and commit neighbouring files; then they leave landing."""
    at = next_moment(now)
    seen: set[str] = set()
    taken: list[Taken] = []
    leaving: list[Landed] = []
    for landed in chunk:
        original = landed.path.read_bytes()
        leaving.append(landed)
        sha256 = hashlib.sha256(original).hexdigest()
        before = earlier(landed.program_id, landed.feed, sha256, landed.mark)
        if before and before.landed == landed.mark:
            continue  # it was taken; only leaving landing is left to do
        if before or sha256 in seen:
            taken.append(_repeated(landed, original, sha256, at))
        else:
            taken.append(
                take(landed.program_id, landed.feed, landed.path.name, original, at, landed.mark)
            )
        seen.add(sha256)
        at += timedelta(microseconds=1)
    gated, checks = gate.gate_files(taken)
    received.checks += checks
    for one in gated:
        commit(one)
    for landed in leaving:
        _leave(landed)
    return [one.arrival for one in gated]


def _leave(landed: Landed) -> None:
    """Take a file out of landing, unless another one lies under its name by now."""
    try:
        stat = landed.path.stat()
    except FileNotFoundError:
        return
    if (stat.st_size, stat.st_mtime_ns) == (landed.size, landed.mtime_ns):
        landed.path.unlink()  # should a crash undo this, `earlier` knows the file again


def _repeated(landed: Landed, original: bytes, sha256: str, at: datetime) -> Taken:
    arrival = Arrival(
        program_id=landed.program_id,
        feed=landed.feed,
        name=landed.path.name,
        sha256=sha256,
        size=len(original),
        arrived_at=at,
        state="repeated",
        message="the same bytes were taken before; nothing of it is counted again",
        landed=landed.mark,
    )
    return Taken(arrival, None, b"")


def next_moment(now: datetime) -> datetime:
    """`now` in UTC without zone, moved behind the last arrival: arrivals have one order."""
    at = now.astimezone(UTC).replace(tzinfo=None)
    paths = arrival_paths()
    if paths:
        last = datetime.strptime(paths[-1].name.split("-")[0], STAMP)  # noqa: DTZ007 - UTC
        at = max(at, last + timedelta(microseconds=1))
    return at


def file_result(arrival: Arrival, counts: dict[str, Counts]) -> FileResult:
    """What to tell about an arrival after it was loaded."""
    count = counts.get(arrival.stem, {})
    numbers = {name: count.get(name, 0) for name in ("new", "amended", "repeated", "removed")}
    if arrival.state == "repeated":
        numbers = {}
    return FileResult(
        arrival.program_id,
        arrival.feed,
        arrival.name,
        arrival.file_id,
        arrival.state,
        arrival.message,
        quarantined=count.get("quarantined", len(arrival.quarantined)),
        **numbers,
    )
