"""The journal: on the disk before it is answered, whole after a crash, sealed once."""

from __future__ import annotations

import asyncio
import hashlib
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from portal.collector import segments
from portal.collector.journal import Journal, JournalTaken
from portal.collector.segments import Place

NOW = datetime(2026, 10, 28, 12, tzinfo=UTC)


def record(number: int) -> dict[str, Any]:
    at = NOW + timedelta(seconds=number)
    return {"click_id": f"c{number}", "occurred_at": at.isoformat(), "sub1": "ü", "sub2": ""}


def sealed(folder: Path) -> list[dict[str, Any]]:
    found = sorted((folder / "landing").glob("*/*/collector-*.ndjson"))
    return [json.loads(line) for path in found for line in path.read_text().splitlines()]


def test_a_record_is_on_the_disk_when_append_returns(tmp_path: Path) -> None:
    async def run() -> bytes:
        journal = Journal(tmp_path, seal_seconds=60, now=lambda: NOW)
        await journal.start()
        await journal.append("larkspur", "clicks", record(1))
        return Place(tmp_path, "larkspur", "clicks").open_file.read_bytes()

    line = asyncio.run(run())
    assert line.endswith(b"\n")
    assert json.loads(line) == {k: v for k, v in record(1).items() if v}


def test_sealing_moves_the_journal_and_says_what_is_in_it(tmp_path: Path) -> None:
    async def run() -> None:
        journal = Journal(tmp_path, seal_seconds=60, now=lambda: NOW)
        await journal.start()
        await asyncio.gather(*(journal.append("larkspur", "clicks", record(n)) for n in range(20)))
        await journal.seal_all()
        await journal.append("larkspur", "clicks", record(99))
        await journal.stop()

    asyncio.run(run())
    landing = tmp_path / "landing" / "larkspur" / "clicks"
    assert {row["click_id"] for row in sealed(tmp_path)} == {f"c{n}" for n in (*range(20), 99)}
    manifests = [json.loads(p.read_text()) for p in sorted(landing.glob(".*.manifest.json"))]
    manifests.sort(key=lambda m: -m["rows"])
    for manifest in manifests:
        data = (landing / manifest["segment"]).read_bytes()
        assert (manifest["rows"], manifest["bytes"]) == (data.count(b"\n"), len(data))
        assert manifest["sha256"] == hashlib.sha256(data).hexdigest()
    assert manifests[1]["previous_sha256"] == manifests[0]["sha256"]
    assert manifests[0]["first_occurred_at"] < manifests[0]["last_occurred_at"]


def test_sealing_nothing_makes_no_file(tmp_path: Path) -> None:
    async def run() -> None:
        journal = Journal(tmp_path, now=lambda: NOW)
        await journal.start()
        await journal.stop()

    asyncio.run(run())
    assert not (tmp_path / "landing").exists()


@pytest.mark.parametrize(
    ("tail", "kept"),
    [
        (b'{"click_id":"c2","occurred_at":"2026', ["c1"]),
        (b'{"click_id":"c2","occurred_at":"2026-10-28"}', ["c1", "c2"]),
        (b"", ["c1"]),
        (b"\x00\x00\x00", ["c1"]),
    ],
)
def test_a_torn_last_line_is_put_aside(tmp_path: Path, tail: bytes, kept: list[str]) -> None:
    place = Place(tmp_path, "larkspur", "clicks")
    segments.append(place, [b'{"click_id":"c1","occurred_at":"2026-10-27"}'])
    with place.open_file.open("ab") as file:
        file.write(tail)

    async def restart() -> None:
        journal = Journal(tmp_path, now=lambda: NOW)
        await journal.start()
        await journal.stop()

    asyncio.run(restart())
    assert [row["click_id"] for row in sealed(tmp_path)] == kept
    torn = place.folder / "torn.ndjson"
    assert torn.exists() is (kept == ["c1"] and bool(tail))


def test_every_cut_of_a_journal_gives_whole_records(tmp_path: Path) -> None:
    """Whatever byte the power cut fell on: no record is lost that was whole, none is doubled."""
    place = Place(tmp_path, "p", "clicks")
    lines = [json.dumps(record(n)).encode() for n in range(3)]
    data = b"".join(line + b"\n" for line in lines)
    for cut in range(len(data) + 1):
        place.folder.mkdir(parents=True, exist_ok=True)
        place.open_file.write_bytes(data[:cut])
        segments.recover(place)
        whole = place.open_file.read_bytes()
        assert whole == b"" or whole.endswith(b"\n")
        found = [json.loads(line)["click_id"] for line in whole.splitlines()]
        assert found == [f"c{n}" for n in range(len(found))]
        assert len(found) >= data[:cut].count(b"\n")


def test_a_failed_write_leaves_nothing_and_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = Place(tmp_path, "p", "clicks")
    segments.append(place, [b'{"a":1}'])

    def full(handle: int) -> None:
        raise OSError(28, "no space left on device")

    monkeypatch.setattr(segments.os, "fsync", full)
    with pytest.raises(OSError, match="no space"):
        segments.append(place, [b'{"a":2}'])
    assert place.open_file.read_bytes() == b'{"a":1}\n'


def test_two_collectors_never_write_in_one_folder(tmp_path: Path) -> None:
    async def run() -> None:
        first, second = Journal(tmp_path), Journal(tmp_path)
        await first.start()
        try:
            with pytest.raises(JournalTaken):
                await second.start()
        finally:
            await first.stop()

    asyncio.run(run())


def test_manifests_go_a_day_after_their_segment(tmp_path: Path) -> None:
    import os
    import time

    place = Place(tmp_path, "p", "clicks")
    segments.append(place, [b'{"occurred_at":"x"}'])
    segment = segments.seal(place, NOW)
    assert segment
    manifest = segment.with_name(f".{segment.name}.manifest.json")
    old = time.time() - 2 * 86_400
    os.utime(manifest, (old, old))
    segments.forget_old_manifests(place)
    assert manifest.exists(), "its segment still waits"
    segment.unlink()
    segments.forget_old_manifests(place)
    assert not manifest.exists()
