"""Dropping the demo's files between two moments of its story."""

from __future__ import annotations

import os
from datetime import datetime, timedelta

from pipelines.demo.files import DemoFile, files_of, write
from pipelines.demo.rates import rate_files
from pipelines.demo.world import PROGRAMS
from pipelines.settings import settings


def drop(after: datetime, until: datetime, scale: int = 1) -> list[DemoFile]:
    """Write every file that arrives after `after` and by `until` into `landing/`."""
    dropped: list[DemoFile] = []
    for program in PROGRAMS:
        files = files_of(program, until.date() + timedelta(days=1), scale) + rate_files(
            program, until
        )
        for file in files:
            if after < file.arrives_at <= until:
                path = write(file, settings().landing)
                stamp = int(file.arrives_at.timestamp())
                os.utime(path, (stamp, stamp))
                dropped.append(file)
    return dropped
