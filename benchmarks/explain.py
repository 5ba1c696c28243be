"""`openbook explain` of one line among many, inside a running process.

    python benchmarks/explain.py --data DIR [--program ID] [--lines N] [--partners N] [--keep DIR]

Copies a built demo's release, makes it N lines large, and asks for lines drawn by chance: by id, by
the first 10 characters and by an event's reference; without lookups and with them. Prints what
making the lookups cost beside a count and two sums over the same files. The limit is 0.5 s for
one line among 158 million; `--lines` says how many there are here.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import duckdb

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

TRIES = 15


def made(given: argparse.Namespace, folder: Path) -> None:
    """The release of one program with many more lines."""
    from benchmarks.engine.large_lines import grow

    home = folder / "releases" / given.program
    shutil.copytree(given.data / "releases" / given.program, home, symlinks=True)
    started = time.perf_counter()
    lines = grow(home, given.partners, given.lines)
    seconds = time.perf_counter() - started
    print(f"{lines:,} lines of {given.partners:,} partners in {seconds:.0f} s")


def drawn(files: list[str]) -> list[tuple[str, str]]:
    """Line ids and references of events, by chance but the same ones every time."""
    with duckdb.connect() as con:
        return con.execute(
            "select line_id, event_record_key from (from read_parquet($files) "
            "tablesample reservoir(200 rows) repeatable (7)) where event_record_key <> '' limit $n",
            {"files": files, "n": TRIES},
        ).fetchall()


def asked(program_id: str, ids: list[str]) -> list[float]:
    """Seconds of each answer, the first (which opens the release) left out."""
    from pipelines.defs.ledger.explain import explain

    explain(program_id, ids[0])
    seconds = []
    for wanted in ids[1:]:
        started = time.perf_counter()
        explain(program_id, wanted)
        seconds.append(time.perf_counter() - started)
    return seconds


def told(name: str, seconds: list[float]) -> None:
    print(
        f"{name:<34} median {statistics.median(seconds):7.3f} s   slowest {max(seconds):7.3f} s",
        flush=True,
    )


def measure(program_id: str, manifest: dict[str, Any], top: Path) -> None:
    """Scan, answers without lookups, making them, answers with them."""
    from pipelines.defs.publish import lookup

    files = [str(top / f["path"]) for f in manifest["files"] if f["table"] == lookup.LINES]
    ids = drawn(files)
    with duckdb.connect() as con:
        con.execute("set threads = 2")
        started = time.perf_counter()
        con.execute(
            "select count(*), sum(quantity), sum(amount_minor) from read_parquet(?)", [files]
        ).fetchall()
        scan = time.perf_counter() - started
        told("scan: count and two sums", [scan])
        told("by line id, without lookups", asked(program_id, [line for line, _ in ids[:4]]))
        started, cpu = time.perf_counter(), time.process_time()
        lookup.write(con, top, manifest["files"])
        seconds, spent = time.perf_counter() - started, time.process_time() - cpu
    size = sum(path.stat().st_size for path in (top / lookup.FOLDER).glob("*.parquet"))
    lines = sum(Path(name).stat().st_size for name in files)
    print(
        f"lookups made in {seconds:.1f} s ({spent:.1f} s cpu, {seconds / scan:.1f} x the scan), "
        f"{size / 1e6:,.0f} MB beside {lines / 1e6:,.0f} MB of lines"
    )
    told("by line id", asked(program_id, [line for line, _ in ids]))
    told("by its first 10 characters", asked(program_id, [line[:10] for line, _ in ids]))
    told("by an event's reference", asked(program_id, [event for _, event in ids]))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--data", type=Path, required=True, help="data folder of a built demo")
    parser.add_argument("--program", default="summit")
    parser.add_argument("--lines", type=int, default=20_000_000)
    parser.add_argument("--partners", type=int, default=10_000)
    parser.add_argument("--keep", type=Path, help="where the large release lies, or is made")
    given = parser.parse_args()
    folder = given.keep or Path(tempfile.mkdtemp(prefix="openbook-explain-"))
    os.environ["DATA_DIR"] = str(folder)
    try:
        if not (folder / "releases").exists():
            made(given, folder)
        from pipelines.defs.publish import history
        from pipelines.lib.portal_gateway.door import set_up

        set_up()
        manifest = history.current(given.program)
        assert manifest is not None
        shutil.rmtree(history.folder(given.program) / "lookup", ignore_errors=True)
        measure(given.program, manifest, history.folder(given.program))
    finally:
        if not given.keep:
            shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
