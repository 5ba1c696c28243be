"""The demo's files: written once into a waiting room, dropped when their moment has come."""

from __future__ import annotations

import os
from datetime import datetime, timedelta
from pathlib import Path

from pipelines.demo.files import files_of, write
from pipelines.demo.rates import rate_files
from pipelines.demo.world import PROGRAMS
from pipelines.settings import settings


def waiting_room() -> Path:
    """Where files lie whose moment has not come; their modification time is that moment."""
    return settings().data_dir / "demo" / "waiting"


def prepare(after: datetime, until: datetime, scale: int = 1) -> int:
    """Write every file that arrives after `after` and by `until`; how many there are."""
    count = 0
    for program in PROGRAMS:
        files = files_of(program, until.date() + timedelta(days=1), scale)
        for file in [*files, *rate_files(program, until)]:
            if after < file.arrives_at <= until:
                path = write(file, waiting_room())
                stamp = int(file.arrives_at.timestamp())
                os.utime(path, (stamp, stamp))
                count += 1
    return count


def drop(until: datetime) -> int:
    """Move what has arrived by `until` into `landing/`; how many files that were."""
    moment, count = until.timestamp(), 0
    for path in sorted(waiting_room().rglob("*")):
        if path.is_file() and path.stat().st_mtime <= moment:
            landed = settings().landing / path.relative_to(waiting_room())
            landed.parent.mkdir(parents=True, exist_ok=True)
            path.rename(landed)
            count += 1
    return count
