"""Arrivals: what the canonical folder remembers of each file that came, in order.

An arrival is a `.json` beside which lies a `.parquet` when it has rows. Its name is its place in
the order of all arrivals, so a rebuild reads names alone. Both files are immutable.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from pipelines.defs.feeds.durable import write_durably
from pipelines.defs.feeds.readers.incoming import BadRow
from pipelines.settings import settings

STAMP = "%Y%m%dT%H%M%S%f"
DISMISSED = "dismissed"


@dataclass(frozen=True)
class Arrival:
    """One file's arrival. `arrived_at` is UTC without zone and differs for every arrival.

    `state`: loaded, quarantined (the whole file), blocked (gate 1), repeated or dismissed. A
    replay is an arrival of its own with `replays` = the name of the first one; `resolved_rows`
    are the rows that were bad there and are good now, or (reason `dismissed`) were let go.
    """

    program_id: str
    feed: str
    name: str
    sha256: str
    size: int
    arrived_at: datetime
    state: str
    reader: str = ""
    source: str = "main"
    rows: int = 0
    repeats: int = 0
    restates: str = "none"
    message: str = ""
    reason_code: str = ""
    quarantined: tuple[BadRow, ...] = ()
    replays: str | None = None
    resolved_rows: tuple[int, ...] = ()
    landed: dict[str, Any] = field(default_factory=dict)  # size and mtime_ns in landing

    @property
    def file_id(self) -> str:
        return self.sha256[:16]

    @property
    def stem(self) -> str:
        return f"{self.arrived_at.strftime(STAMP)}-{self.sha256[:12]}"

    @property
    def folder(self) -> Path:
        return settings().canonical / self.program_id / self.feed

    @property
    def parquet(self) -> Path:
        return self.folder / f"{self.stem}.parquet"

    def write(self, parquet: bytes | None) -> None:
        """Make the arrival durable: rows first, then the `.json`, which is the commit."""
        if parquet is not None:
            write_durably(self.parquet, parquet)
        text = json.dumps(
            asdict(self) | {"arrived_at": self.arrived_at.isoformat()}, indent=1, ensure_ascii=False
        )
        write_durably(self.folder / f"{self.stem}.json", text.encode())


def read_arrival(path: Path) -> Arrival:
    """An arrival from its `.json`."""
    stated = json.loads(path.read_text(encoding="utf-8"))
    stated["arrived_at"] = datetime.fromisoformat(stated["arrived_at"])
    stated["quarantined"] = tuple(BadRow(**row) for row in stated["quarantined"])
    stated["resolved_rows"] = tuple(stated["resolved_rows"])
    return Arrival(**stated)


def arrival_paths(program_id: str | None = None) -> list[Path]:
    """The `.json` of every arrival, in order of arrival over all programs."""
    pattern = f"{program_id or '*'}/*/*.json"
    found = (path for path in settings().canonical.glob(pattern) if path.name[0] != ".")
    return sorted(found, key=lambda path: (path.name, path.parent))


def arrivals_of(program_id: str, sha256: str) -> Iterator[Arrival]:
    """Every arrival of the same bytes in one program, oldest first."""
    pattern = f"{program_id}/*/*-{sha256[:12]}.json"
    for path in sorted(settings().canonical.glob(pattern), key=lambda path: path.name):
        arrival = read_arrival(path)
        if arrival.sha256 == sha256:
            yield arrival
