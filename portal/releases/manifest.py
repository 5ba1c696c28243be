"""The manifest of a release: what it names, as types."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from portal import clock


@dataclass(frozen=True, slots=True)
class Feed:
    """How fresh one feed was when the release was made. Times are UTC."""

    name: str
    last_event_at: datetime | None
    last_file_at: datetime | None
    is_late: bool


@dataclass(frozen=True, slots=True)
class ReleaseFile:
    """One immutable file of a release; `period_id` is None for what spans all periods."""

    table: str
    period_id: str | None
    path: Path
    rows: int


@dataclass(frozen=True, slots=True)
class Manifest:
    """One release of one program."""

    program_id: str
    digest: str
    as_of: datetime
    published_at: datetime
    feeds: tuple[Feed, ...]
    files: tuple[ReleaseFile, ...]

    def serving(self) -> Path:
        """The DuckDB file of all small tables.

        Raises: LookupError when the manifest names none.
        """
        for file in self.files:
            if file.path.suffix == ".duckdb":
                return file.path
        raise LookupError(f"The manifest {self.digest} of {self.program_id} names no serving file.")

    def detail(self, table: str, period_ids: list[str] | None = None) -> list[ReleaseFile]:
        """The Parquet files of a table, of the given periods or of all."""
        return [
            file
            for file in self.files
            if file.table == table and (period_ids is None or file.period_id in period_ids)
        ]


def _moment(text: str | None) -> datetime | None:
    if not text:
        return None
    return clock.utc(datetime.fromisoformat(text))


def read_manifest(path: Path) -> Manifest:
    """The manifest at `path`, paths of its files resolved against the program's folder."""
    raw: dict[str, Any] = json.loads(path.read_text())
    home = path.parent.parent
    as_of = _moment(raw["as_of"])
    published_at = _moment(raw["published_at"])
    if as_of is None or published_at is None:
        raise ValueError(f"{path}: as_of and published_at must be moments.")
    return Manifest(
        program_id=raw["program_id"],
        digest=raw["digest"],
        as_of=as_of,
        published_at=published_at,
        feeds=tuple(
            Feed(
                name=feed["feed"],
                last_event_at=_moment(feed.get("last_event_at")),
                last_file_at=_moment(feed.get("last_file_at")),
                is_late=bool(feed["is_late"]),
            )
            for feed in raw["feeds"]
        ),
        files=tuple(
            ReleaseFile(
                table=file["table"],
                period_id=file.get("period_id"),
                path=(home / file["path"]).resolve(),
                rows=int(file["rows"]),
            )
            for file in raw["files"]
        ),
    )
