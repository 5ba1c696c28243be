"""The landing folder: `landing/<program>/<feed>/`, where other systems drop files.

A file is taken when its size stood still for a second. Names that begin with `.` or end in
`.part` are being written and are left alone.
"""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from pipelines.defs.feeds.contract import FEEDS
from pipelines.lib.errors import OpenbookError
from pipelines.settings import settings

STILL_SECONDS = 1.0
SURELY_STILL_SECONDS = 2.0


class NoSuchFeed(OpenbookError):
    """A path whose program or feed is not known; says what to do."""


@dataclass(frozen=True)
class Landed:
    """A file that lies in landing."""

    program_id: str
    feed: str
    path: Path
    size: int
    mtime_ns: int

    @property
    def mark(self) -> dict[str, int | str]:
        """What tells this file from another one of the same bytes that came later."""
        return {"name": self.path.name, "size": self.size, "mtime_ns": self.mtime_ns}


def waiting(program_ids: Iterable[str] | None = None) -> list[Landed]:
    """What may be taken now, parents before children, and in one feed in order of time."""
    root = settings().landing
    programs = program_ids or [p.name for p in sorted(root.glob("*")) if p.is_dir()]
    found = [
        _landed(program, feed, path)
        for program in sorted(set(programs))
        for feed in FEEDS
        for path in (root / program / feed).glob("*")
        if _is_complete_name(path)
    ]
    return _in_order(_standing_still(found))


def given(paths: Iterable[Path]) -> list[Landed]:
    """Files under landing named by hand, or all files of folders there; taken as they are.

    Raises `NoSuchFeed` for a path that lies elsewhere, and `FileNotFoundError`.
    """
    found = []
    for path in paths:
        files = [p for p in sorted(path.rglob("*")) if p.is_file()] if path.is_dir() else [path]
        found += [_landed(*program_and_feed(p), p) for p in files if _is_complete_name(p)]
        if not path.exists():
            raise FileNotFoundError(f"{path}: no such file")
    return _in_order(found)


def program_and_feed(path: Path) -> tuple[str, str]:
    """Which program and feed a path under landing means. Raises `NoSuchFeed`."""
    try:
        program, feed, *_ = path.resolve().relative_to(settings().landing).parts
    except ValueError:
        raise NoSuchFeed(
            f"{path} does not lie in landing/<program>/<feed>/; "
            "say which it is: openbook ingest PATH --program P --feed F"
        ) from None
    if feed not in FEEDS:
        raise NoSuchFeed(f"{path}: there is no feed {feed}; feeds are {', '.join(FEEDS)}")
    return program, feed


def unknown_folders() -> list[str]:
    """Folders in landing that are no feed's: their files would wait for ever."""
    return [
        str(folder)
        for folder in sorted(settings().landing.glob("*/*"))
        if folder.is_dir() and folder.name not in FEEDS and any(folder.iterdir())
    ]


def _landed(program_id: str, feed: str, path: Path) -> Landed:
    stat = path.stat()
    return Landed(program_id, feed, path, stat.st_size, stat.st_mtime_ns)


def _is_complete_name(path: Path) -> bool:
    return path.is_file() and path.name[0] != "." and path.suffix != ".part"


def _in_order(found: list[Landed]) -> list[Landed]:
    order = {feed: place for place, feed in enumerate(FEEDS)}
    return sorted(found, key=lambda f: (f.program_id, order[f.feed], f.mtime_ns, f.path.name))


def _standing_still(found: list[Landed]) -> list[Landed]:
    """Leave out files that still grow; waits a second when one of them is younger than two."""
    old_before = time.time_ns() - int(SURELY_STILL_SECONDS * 1e9)
    young = {landed.path for landed in found if landed.mtime_ns > old_before}
    if not young:
        return found
    time.sleep(STILL_SECONDS)
    still = []
    for landed in found:
        if landed.path in young:
            if not landed.path.exists():
                continue
            stat = landed.path.stat()
            if (stat.st_size, stat.st_mtime_ns) != (landed.size, landed.mtime_ns):
                continue
        still.append(landed)
    return still
