"""How the portal answers 20 users at once on a large release, with a build beside it.

    python -m benchmarks.portal_load --from DATA_DIR [--build] [--seconds 60] [--users 20]

Takes a demo's data folder as its pattern (a copy is made), multiplies the busiest partner's rows to
10,000 partners and 5 million lines, serves it as `openbook up` does, and lets 20 people read pages
and the API, thinking a second between two. `--build` refreshes the pattern's own warehouse over and
over meanwhile, at the priority of pipelines. Promises: p95 of a page at most 300 ms, of an API call
at most 150 ms, a page at most 200 KB, a CSV of 100,000 lines starts within 1 s. Exit code 1 if one
is broken.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
from pathlib import Path

from benchmarks.load.crowd import Answer, crowd, first_byte
from benchmarks.load.large_release import enlarge
from benchmarks.load.served import building, people, serving

PAGE_MS, API_MS, PAGE_KB, CSV_SECONDS = 300, 150, 200, 1.0
PROGRAM = "larkspur"
PARTNERS, LINES = 10_000, 5_000_000


def main() -> None:
    """Entry point."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--from", dest="pattern", type=Path, required=True)
    parser.add_argument("--build", action="store_true")
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--users", type=int, default=20)
    parser.add_argument("--keep", type=Path, help="keep the large release here, or reuse it")
    given = parser.parse_args()
    folder = given.keep or Path(tempfile.mkdtemp(prefix="openbook-load-"))
    try:
        if not (folder / "ready").exists():
            _copied(given.pattern, folder)
            partners, lines = enlarge(folder, PROGRAM, PARTNERS, LINES)
            print(f"{partners:,} partners, {lines:,} lines")
            (folder / "ready").touch()
        os.environ["DATA_DIR"] = str(folder)
        readers = people(PROGRAM, given.users)
        with serving(folder) as url, building(given.pattern if given.build else None):
            answers = crowd(url, readers, given.seconds)
            started, seconds, rows = first_byte(url, readers[0], f"/{PROGRAM}/")
    finally:
        if given.keep is None:
            shutil.rmtree(folder, ignore_errors=True)
    kept = _told(answers)
    print(f"CSV: {rows:,} lines, first byte after {started:.2f} s, whole after {seconds:.1f} s")
    sys.exit(0 if kept and started <= CSV_SECONDS else 1)


def _copied(pattern: Path, folder: Path) -> None:
    for name in ("portal", "keys", "programs"):
        if (pattern / name).exists():
            shutil.copytree(pattern / name, folder / name)
    shutil.copytree(pattern / "releases" / PROGRAM, folder / "releases" / PROGRAM, symlinks=True)
    if (pattern / "clock.json").exists():
        shutil.copy(pattern / "clock.json", folder)


def _told(answers: list[Answer]) -> bool:
    kept = True
    kinds = sorted({answer.kind for answer in answers})
    print(f"{'what':18} {'answers':>8} {'median ms':>10} {'p95 ms':>8} {'largest kB':>11}")
    for kind in [*kinds, "all pages", "all API calls"]:
        mine = [a for a in answers if kind in (a.kind, a.family)]
        if not mine:
            continue
        times = sorted(a.milliseconds for a in mine)
        p95, size = times[int(len(times) * 0.95) - 1], max(a.bytes for a in mine) / 1000
        print(f"{kind:18} {len(mine):8} {times[len(times) // 2]:10.1f} {p95:8.1f} {size:11.1f}")
        if kind == "all pages":
            kept &= p95 <= PAGE_MS and size <= PAGE_KB
        if kind == "all API calls":
            kept &= p95 <= API_MS
    bad = [a for a in answers if a.status != 200]
    if bad:
        print(f"{len(bad)} answers were not 200, such as {bad[0].kind}: {bad[0].status}")
    print(
        f"pages at most {PAGE_MS} ms and {PAGE_KB} kB, API at most {API_MS} ms: "
        f"{'kept' if kept and not bad else 'BROKEN'}"
    )
    return kept and not bad


if __name__ == "__main__":
    main()
