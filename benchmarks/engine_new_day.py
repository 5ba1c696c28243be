# ruff: noqa: S608 - statements are made of these files' own names
"""One new day on top of 24 months, beside a warehouse that has that day alone.

    python benchmarks/engine_new_day.py [--scale TRADES] [--folder DIR] [--keep]

Both are built by dbt itself, as a refresh does: the long one is built whole and then again with its
last day as the touched one; the short one, with the same people and deals, is built whole. Prints
the seconds of the models (without what dbt spends between them), and those that differ most.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
from datetime import datetime, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.engine.clock import measured, opened
from benchmarks.engine.lots_world import make
from benchmarks.engine.world import PROGRAM, World, read_from_parquet

MOMENT = datetime(2026, 11, 2, 12)  # noqa: DTZ001 - the moment of a build is UTC without a zone
# What plain lots need from the feeds on, and what else reads every trade by day
MODELS = ("+int_lot_days__summed", "+int_fx_rates__daily", "+com_unpaid__trades",
          "+int_client_event_days__summed")  # fmt: skip
ALIKE = 1.5  # the limit: so many times the day alone
LISTED = 8


def build(data: Path, told: Path, days: list[str]) -> int:
    """Build the models with these days as touched; writes each model's seconds to `told`."""
    os.environ["DATA_DIR"] = str(data)
    from pipelines.lib import dbt_runner

    with opened(data / "warehouse" / "openbook.duckdb") as con:
        con.execute("delete from raw.touched_partitions")
        for day in days:
            con.execute("insert into raw.touched_partitions values (?, ?)", [PROGRAM, day])
    done = dbt_runner.build_models(MOMENT, select=MODELS)
    broken = [f"{node.name}: {node.message}" for node in done if node.is_bad]
    if broken:
        raise RuntimeError(broken[0])
    told.write_text("".join(f"{node.name} {node.seconds}\n" for node in done))
    return len(done)


def seconds(told: Path) -> dict[str, float]:
    """What `build` wrote."""
    rows = (line.split() for line in told.read_text().splitlines())
    return {name: float(took) for name, took in rows}


def day_alone(long: World, data: Path) -> str:
    """The same people and deals in `data`, with the trades of the last day alone; which day."""
    day = str(long.months()[-1][1] - timedelta(days=1))
    of_day = data / "day.parquet"
    with opened(long.warehouse, read_only=True) as con:
        con.execute(
            f"copy (select * from '{long.parquet}' where closed_at::date = date '{day}') "
            f"to '{of_day}' (format parquet)"
        )
    warehouse = data / "warehouse" / "openbook.duckdb"
    shutil.copy(long.warehouse, warehouse)
    with opened(warehouse) as con:
        con.execute("create table raw.trades_of_all as from raw.trades limit 0")
        con.execute("drop view raw.trades")
        con.execute("alter table raw.trades_of_all rename to trades")
        read_from_parquet(con, "trades", str(of_day))
    return day


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--scale", type=int, default=2_000_000, help="trades of the 24 months")
    parser.add_argument("--folder", type=Path, help="where the worlds are made")
    parser.add_argument("--keep", action="store_true", help="leave them there")
    given = parser.parse_args()
    folder = given.folder or Path(tempfile.mkdtemp(prefix="openbook-day-"))
    try:
        took = {}
        world = World(folder, given.scale)
        print(f"made in {measured('world', make, world).seconds:.0f} s", flush=True)
        for name in ("long", "short"):
            (folder / name / "warehouse").mkdir(parents=True, exist_ok=True)
        day = day_alone(world, folder / "short")
        shutil.copy(world.warehouse, folder / "long" / "warehouse" / "openbook.duckdb")
        for name, title, days in (
            ("long", "24 months, whole", []),
            ("long", "the same, one new day", [day]),
            ("short", "that day alone, whole", []),
        ):
            told = folder / f"{title}.txt"
            row = measured(title, build, folder / name, told, days)
            took[title] = seconds(told)
            print(f"{title:<26}{sum(took[title].values()):8.2f} s in models, {row.seconds:7.2f} s "
                  f"in all, {row.cpu:7.2f} s cpu, {row.peak_gb:.2f} GB", flush=True)  # fmt: skip
        new, alone = took["the same, one new day"], took["that day alone, whole"]
        ratio = sum(new.values()) / sum(alone.values())
        print(f"the new day takes {ratio:.2f} times that day alone (limit {ALIKE})")
        for name in sorted(new, key=lambda n: alone.get(n, 0) - new[n])[:LISTED]:
            print(f"  {name:<34}{new[name]:8.2f} s, alone {alone.get(name, 0):8.2f} s")
        return 0 if ratio <= ALIKE else 1
    finally:
        if not given.keep:
            shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
