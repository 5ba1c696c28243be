# ruff: noqa: S608 - statements are made of these files' own names
"""Lots: 50 million trades to partner x day, and with every line stored.

    python benchmarks/engine_lots.py [--scale TRADES] [--folder DIR] [--keep]

Three things over the same Parquet in the same run: a plain scan (the floor), the work by hand, and
the project's own models as dbt compiles them. Prints seconds, ratios to the floor and to the work
by hand, and the peak memory of each step's process. Compares the amounts of all of them.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.engine import lots_by_hand, lots_models
from benchmarks.engine.clock import HEAD, measured, opened, told
from benchmarks.engine.lots_world import make
from benchmarks.engine.world import World


def counted(world: World) -> int:
    """f0: a count and two sums over the Parquet."""
    with opened(world.warehouse, read_only=True) as con:
        row = con.execute(
            f"select count(*), sum(lots), sum(epoch_ms(closed_at)) from '{world.parquet}'"
        ).fetchone()
    return int(row[0]) if row else 0


def grouped(world: World) -> int:
    """f1: the same by symbol and day."""
    with opened(world.warehouse, read_only=True) as con:
        return len(
            con.execute(
                "select native_symbol, closed_at::date, count(*), sum(lots) "
                f"from '{world.parquet}' group by all"
            ).fetchall()
        )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--scale", type=int, default=2_000_000, help="trades (full: 50000000)")
    parser.add_argument("--folder", type=Path, help="where the world is made, or lies already")
    parser.add_argument("--keep", action="store_true", help="leave the world there")
    given = parser.parse_args()
    folder = given.folder or Path(tempfile.mkdtemp(prefix="openbook-lots-"))
    folder.mkdir(parents=True, exist_ok=True)
    world = World(folder, given.scale)
    try:
        if not world.warehouse.exists():
            print(f"made in {measured('world', make, world).seconds:.0f} s")
        print(HEAD)
        floor = measured("f0 floor: count and two sums", counted, world)
        print(told(floor, floor))
        by_symbol = measured("f1 floor: by symbol and day", grouped, world)
        print(told(by_symbol, floor))
        hand_days = measured("by hand: straight to partner x day", lots_by_hand.partner_days, world)
        print(told(hand_days, floor, hand_days), flush=True)
        hand_lines = measured("by hand: lines stored", lots_by_hand.lines, world)
        print(told(hand_lines, floor, hand_lines), flush=True)
        lots_models.report(world, floor, hand_days, hand_lines)
        return lots_models.compared(world)
    finally:
        if not given.keep:
            shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
