"""The journal: records are on the disk before `append` returns; many wait for one fsync."""

from __future__ import annotations

import asyncio
import fcntl
import json
import logging
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

from portal.collector import segments
from portal.collector.segments import Place

SEAL_SECONDS = 3.0
log = logging.getLogger(__name__)


class JournalTaken(RuntimeError):
    """Another collector writes in this data folder."""


def line_of(record: Mapping[str, Any]) -> bytes:
    """A record as one line, without what is empty."""
    kept = {name: value for name, value in record.items() if value not in (None, "")}
    return json.dumps(kept, ensure_ascii=False, separators=(",", ":")).encode()


class Journal:
    """One per process and data folder. `start` recovers and seals what a crash has left."""

    def __init__(
        self,
        data_dir: Path,
        *,
        seal_seconds: float = SEAL_SECONDS,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self.data_dir = data_dir
        self.seal_seconds = seal_seconds
        self.now = now
        self._waiting: list[tuple[Place, bytes, asyncio.Future[None]]] = []
        self._wake = asyncio.Event()
        self._disk = asyncio.Lock()  # appending and sealing never meet
        self._tasks: list[asyncio.Task[None]] = []
        self._lock: IO[str] | None = None

    async def start(self) -> None:
        """Take the data folder, make journals whole, seal them. Raises JournalTaken."""
        folder = self.data_dir / "collector"
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._lock = (folder / "lock").open("w")
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise JournalTaken(f"another collector writes in {folder}; stop it first") from None
        for place in segments.places(self.data_dir):
            torn = segments.recover(place)
            if torn:
                log.warning("%s/%s: %s bytes of a torn line were put aside; it was never answered",
                            place.program_id, place.feed, torn)  # fmt: skip
        await self.seal_all()
        self._tasks = [asyncio.create_task(self._write()), asyncio.create_task(self._seal())]

    async def stop(self) -> None:
        """Write what waits, seal, let go of the folder."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._flush()
        await self.seal_all()
        if self._lock:
            self._lock.close()

    async def append(self, program_id: str, feed: str, record: Mapping[str, Any]) -> None:
        """Keep a record; it is on the disk when this returns. Raises OSError when it is not."""
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append((Place(self.data_dir, program_id, feed), line_of(record), done))
        self._wake.set()
        await done

    async def seal_all(self) -> None:
        """Seal every journal that has records."""
        async with self._disk:
            for place in segments.places(self.data_dir):
                try:
                    await asyncio.to_thread(segments.seal, place, self.now())
                    await asyncio.to_thread(segments.forget_old_manifests, place)
                except (OSError, ValueError):
                    log.exception("%s/%s was not sealed; it is tried again",
                                  place.program_id, place.feed)  # fmt: skip

    async def _seal(self) -> None:
        while True:
            await asyncio.sleep(self.seal_seconds)
            await self.seal_all()

    async def _write(self) -> None:
        while True:
            await self._wake.wait()
            await asyncio.shield(self._flush())

    async def _flush(self) -> None:
        async with self._disk:
            self._wake.clear()
            taken, self._waiting = self._waiting, []
            by_place: dict[Place, list[tuple[bytes, asyncio.Future[None]]]] = {}
            for place, line, done in taken:
                by_place.setdefault(place, []).append((line, done))
            for place, rows in by_place.items():
                failed: OSError | None = None
                try:
                    await asyncio.to_thread(segments.append, place, [line for line, _ in rows])
                except OSError as error:
                    log.exception("a journal cannot be written")
                    failed = error
                for _, done in rows:
                    if done.done():
                        continue
                    if failed:
                        done.set_exception(failed)
                    else:
                        done.set_result(None)
