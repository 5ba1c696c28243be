"""How the feeds are: what came last, what is late, what was kept out and why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb

from portal.releases.reader import CONNECT, Release


@dataclass(frozen=True, slots=True)
class FeedState:
    """One feed at the release. Times are UTC; `late_by_hours` counts from what was promised."""

    feed: str
    last_event_at: datetime | None
    last_file_at: datetime | None
    promised_within_hours: int | None
    is_late: bool
    late_by_hours: Decimal | None


@dataclass(frozen=True, slots=True)
class FeedFile:
    """One file that arrived, and what became of its rows."""

    feed: str
    file_name: str
    arrived_at: datetime
    state: str
    row_count: int
    new_count: int
    amended_count: int
    repeated_count: int
    removed_count: int
    quarantined_count: int
    message: str


@dataclass(frozen=True, slots=True)
class KeptOut:
    """A row, or with no `file_row` a file, that was not let in."""

    feed: str
    file_name: str
    file_row: int | None
    column_name: str | None
    reason_code: str
    message: str
    quarantined_at: datetime
    state: str


@dataclass(frozen=True, slots=True)
class Unmatched:
    """Records that wait for something they name: an account, a client."""

    feed: str
    record_count: int
    oldest_on: date


@dataclass(frozen=True, slots=True)
class FeedHealth:
    """All of it; `kept_out` first what is open."""

    feeds: tuple[FeedState, ...]
    files: tuple[FeedFile, ...]
    kept_out: tuple[KeptOut, ...]
    kept_out_open: int
    unmatched: tuple[Unmatched, ...]


def feed_health(release: Release, feed: str = "") -> FeedHealth:
    """Of all feeds, or with the files of one. Reads the release's file for the operator."""
    states = release.rows(
        "select feed, last_event_at, last_file_at, promised_within_hours, is_late, late_by_hours "
        "from pub_portal__feeds order by feed"
    )
    found: dict[str, list[tuple[Any, ...]]] = {"files": [], "kept": [], "open": [], "unmatched": []}
    path = _operators_file(release)
    if path:
        with duckdb.connect(str(path), read_only=True, config={**CONNECT}) as connection:
            for name, sql in _ASKED.items():
                values = {"feed": feed} if "$feed" in sql else {}
                found[name] = connection.execute(sql, values).fetchall()
    return FeedHealth(
        feeds=tuple(FeedState(**row) for row in states),
        files=tuple(FeedFile(*row) for row in found["files"]),
        kept_out=tuple(KeptOut(*row) for row in found["kept"]),
        kept_out_open=int(found["open"][0][0]) if found["open"] else 0,
        unmatched=tuple(Unmatched(*row) for row in found["unmatched"]),
    )


_ASKED = {
    "files": """
        select feed, file_name, arrived_at, state, row_count, new_count, amended_count,
            repeated_count, removed_count, quarantined_count, coalesce(message, '')
        from pub_dashboards__feed_health
        where $feed = '' or feed = $feed
        order by arrived_at desc, file_name
        limit 50
    """,
    "kept": """
        select feed, file_name, file_row, column_name, reason_code, coalesce(message, ''),
            quarantined_at, state
        from pub_dashboards__quarantine
        where $feed = '' or feed = $feed
        order by state <> 'open', quarantined_at desc, file_name, file_row
        limit 200
    """,
    "open": "select count(*) from pub_dashboards__quarantine where state = 'open'",
    "unmatched": (
        "select feed, record_count, oldest_on from pub_dashboards__unmatched order by feed"
    ),
}


def _operators_file(release: Release) -> Path | None:
    """The release's file of the operator's tables; None in a release without one."""
    serving = release.manifest.serving()
    return next(
        (f.path for f in release.manifest.files
         if f.path.suffix == ".duckdb" and f.path != serving and f.path.exists()),
        None,
    )  # fmt: skip
