"""Files of the collector: an open journal, sealed segments with manifests, recovery after a crash.

`DATA_DIR/collector/<program>/<feed>/open.ndjson` grows; sealing moves it into
`landing/<program>/<feed>/` in one rename, its manifest beside it under a name that begins with a
dot (the door leaves such names alone). docs/reference/collector.md states the manifest's fields.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

OPEN, SEALED, TORN = "open.ndjson", "sealed.ndjson", "torn.ndjson"
MANIFEST_VERSION = 1
MANIFEST_SECONDS = 86_400  # how long a manifest stays in landing after its segment was taken


@dataclass(frozen=True)
class Place:
    """Where records of one program and feed are written and sealed to."""

    data_dir: Path
    program_id: str
    feed: str

    @property
    def folder(self) -> Path:
        return self.data_dir / "collector" / self.program_id / self.feed

    @property
    def landing(self) -> Path:
        return self.data_dir / "landing" / self.program_id / self.feed

    @property
    def open_file(self) -> Path:
        return self.folder / OPEN


def places(data_dir: Path) -> list[Place]:
    """Every program and feed of which there is a journal."""
    root = data_dir / "collector"
    return [
        Place(data_dir, path.parts[-3], path.parts[-2]) for path in sorted(root.glob(f"*/*/{OPEN}"))
    ]


def append(place: Place, lines: list[bytes]) -> None:
    """Write whole lines and fsync. When it fails nothing of them stays. Raises OSError."""
    place.folder.mkdir(parents=True, exist_ok=True)
    is_new = not place.open_file.exists()
    handle = os.open(place.open_file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        before = os.fstat(handle).st_size
        try:
            data = b"".join(line + b"\n" for line in lines)
            while data:
                data = data[os.write(handle, data) :]
            os.fsync(handle)
        except OSError:
            with contextlib.suppress(OSError):
                os.ftruncate(handle, before)
            raise
    finally:
        os.close(handle)
    if is_new:
        _sync_folder(place.folder)


def recover(place: Place) -> int:
    """Make the journal whole lines again after a crash; returns the bytes that were put aside.

    A last line without its end is kept when it is a whole record; else it was never answered, and
    goes to `torn.ndjson`.
    """
    try:
        data = place.open_file.read_bytes()
    except FileNotFoundError:
        return 0
    whole, _, tail = data.rpartition(b"\n")
    if not tail:
        return 0
    if _is_record(tail):
        append_raw(place.open_file, b"\n")
        return 0
    append_raw(place.folder / TORN, tail + b"\n")
    handle = os.open(place.open_file, os.O_WRONLY)
    try:
        os.ftruncate(handle, len(whole) + 1 if whole else 0)
        os.fsync(handle)
    finally:
        os.close(handle)
    return len(tail)


def seal(place: Place, now: datetime) -> Path | None:
    """Move the journal into landing as a segment; None when there is nothing to seal."""
    try:
        data = place.open_file.read_bytes()
    except FileNotFoundError:
        return None
    if not data:
        return None
    digest = hashlib.sha256(data).hexdigest()
    name = f"collector-{now.astimezone(UTC):%Y%m%dT%H%M%S%f}-{digest[:12]}.ndjson"
    manifest = _manifest(place, name, data, digest, now)
    place.landing.mkdir(parents=True, exist_ok=True)
    beside = place.landing / f".{name}.manifest.json"
    part = beside.with_name(beside.name + ".part")
    part.write_bytes(manifest)
    _sync_file(part)
    part.rename(beside)
    target = place.landing / name
    os.utime(place.open_file)  # the door waits until a file stands still
    place.open_file.rename(target)
    _sync_folder(place.landing)
    _sync_folder(place.folder)
    append_raw(place.folder / SEALED, manifest + b"\n")
    return target


def forget_old_manifests(place: Place) -> None:
    """Remove manifests of segments that the door took a day ago; `sealed.ndjson` keeps them all."""
    before = time.time() - MANIFEST_SECONDS
    for path in place.landing.glob(".collector-*.manifest.json"):
        segment = path.with_name(path.name[1 : -len(".manifest.json")])
        if not segment.exists() and path.stat().st_mtime < before:
            path.unlink(missing_ok=True)


def append_raw(path: Path, data: bytes) -> None:
    """Append and fsync."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        os.write(handle, data)
        os.fsync(handle)
    finally:
        os.close(handle)


def _manifest(place: Place, name: str, data: bytes, digest: str, now: datetime) -> bytes:
    lines = data.splitlines()
    times = sorted(str(json.loads(line)["occurred_at"]) for line in lines)
    stated: dict[str, Any] = {
        "version": MANIFEST_VERSION,
        "segment": name,
        "program_id": place.program_id,
        "feed": place.feed,
        "rows": len(lines),
        "bytes": len(data),
        "sha256": digest,
        "previous_sha256": _previous(place),
        "first_occurred_at": times[0],
        "last_occurred_at": times[-1],
        "sealed_at": now.astimezone(UTC).isoformat(),
    }
    return json.dumps(stated, separators=(",", ":")).encode()


def _previous(place: Place) -> str | None:
    try:
        last = (place.folder / SEALED).read_bytes().splitlines()[-1]
        return str(json.loads(last)["sha256"])
    except (FileNotFoundError, IndexError, ValueError, KeyError):
        return None


def _is_record(line: bytes) -> bool:
    try:
        return isinstance(json.loads(line), dict)
    except ValueError:
        return False


def _sync_file(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


_sync_folder = _sync_file
