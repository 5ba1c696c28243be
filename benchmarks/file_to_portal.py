"""From a file dropped to the release that shows it, on the running demo: `make up` first.

    python benchmarks/file_to_portal.py [PROGRAM]

Drops one trades file into `landing/`, waits for a release that counts it, prints the seconds.
At most 60 s is promised, 20 s is the aim. Exit code 1 when it took longer, or never came.
"""

from __future__ import annotations

import sys
import time
from datetime import timedelta

import duckdb

from pipelines.defs.publish import history
from pipelines.lib import clock
from pipelines.settings import settings

PROMISED, AIM, GIVE_UP = 60.0, 20.0, 300.0
HEAD = "trade_id,account_id,symbol,side,lots,opened_at,closed_at,currency,quote_currency"


def received(program_id: str, name: str) -> bool:
    """Whether the present release knows of the file."""
    manifest = history.current(program_id)
    if manifest is None:
        return False
    entry = next(e for e in manifest["files"] if e["name"] == "dashboards")
    path = str(history.folder(program_id) / entry["path"])
    con = duckdb.connect(path, read_only=True)
    try:
        found = con.execute(
            "select count(*) from pub_dashboards__feed_health where file_name = ?", [name]
        ).fetchone()
        return bool(found and found[0])
    finally:
        con.close()


def drop(program_id: str) -> str:
    """Put one trade of an account that nobody knows into landing; returns the file's name."""
    moment = clock.now() - timedelta(hours=2)
    stamp = f"{time.time_ns()}"
    name = f"benchmark-{stamp}.csv"
    opened = (moment - timedelta(hours=1)).strftime("%Y-%m-%dT%H:%M:%SZ")
    closed = moment.strftime("%Y-%m-%dT%H:%M:%SZ")
    row = f"BENCH-{stamp},BENCH-ACCOUNT,EURUSD,buy,0.10,{opened},{closed},USD,USD"
    folder = settings().landing / program_id / "trades"
    folder.mkdir(parents=True, exist_ok=True)
    beside = folder / f".{name}.part"
    beside.write_text(f"{HEAD}\n{row}\n")
    beside.replace(folder / name)
    return name


def main() -> int:
    program_id = sys.argv[1] if len(sys.argv) > 1 else "larkspur"
    name = drop(program_id)
    started = time.monotonic()
    while time.monotonic() - started < GIVE_UP:
        if received(program_id, name):
            seconds = time.monotonic() - started
            print(f"{program_id}: {seconds:.1f} s (promised {PROMISED:.0f}, aim {AIM:.0f})")
            return 0 if seconds <= PROMISED else 1
        time.sleep(0.25)
    print(f"{program_id}: not shown within {GIVE_UP:.0f} s; see the sensor micro_batch")
    return 1


if __name__ == "__main__":
    sys.exit(main())
