# ruff: noqa: S608 - statements are made of this file's own names
"""Revenue shares of many clients over 24 months: deductions, slab tiers, carryover.

    python benchmarks/engine_periods.py [--clients N] [--folder DIR] [--keep] [--models]

A scan, the work by hand and the project's models over the same Parquet in the same run (1,000,000
clients is the size that the limit of 10 s speaks of). Compares every amount. `--models` names what
each model took.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.engine.clock import HEAD, measured, opened, together, told
from benchmarks.engine.lots_models import before, build
from benchmarks.engine.periods_world import by_hand, counted, make
from benchmarks.engine.world import World
from pipelines.lib.scenarios.sql import Node, nodes

LINES, SUMS, PEOPLE = "com_lines__periods", "int_revshare_sums__by_period", "int_clients__placed"


def build_each(world: World, models: list[Node]) -> int | None:
    """Build models one by one and say what took more than a fifth of a second."""
    rows = None
    for model in models:
        started, cpu = time.perf_counter(), time.process_time()
        rows = build(world, [model]) or rows
        seconds, spent = time.perf_counter() - started, time.process_time() - cpu
        if spent > 0.2:
            print(f"    {model.name:<40}{seconds:9.2f} {spent:9.2f}", flush=True)
    return rows


def compared(world: World) -> int:
    """0 when the models and the work by hand give the same amounts."""
    with opened(world.warehouse, read_only=True) as con:
        found = con.execute(
            "with hand as (select partner_id, strftime(period, '%Y-%m') as period_id, amount_minor "
            "from by_hand_periods where amount_minor <> 0), "
            "ours as (select partner_id, period_id, sum(amount_minor)::bigint as amount_minor "
            f"from commissions.{LINES} group by all having sum(amount_minor) <> 0) "
            "select count(*), count(hand.amount_minor), count(ours.amount_minor) filter "
            "(hand.amount_minor is distinct from ours.amount_minor) + count(*) filter "
            "(ours.amount_minor is null) from hand full join ours using (partner_id, period_id)"
        ).fetchone()
    all_rows, hand, differing = found or (0, 0, -1)
    print(f"partner x period: {all_rows}, by hand {hand}, differing {differing}")
    return 0 if differing == 0 else 1


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--clients", type=int, default=50_000)
    parser.add_argument("--folder", type=Path, help="where the world is made, or lies already")
    parser.add_argument("--keep", action="store_true", help="leave the world there")
    parser.add_argument("--models", action="store_true", help="tell each model's time")
    given = parser.parse_args()
    folder = given.folder or Path(tempfile.mkdtemp(prefix="openbook-periods-"))
    folder.mkdir(parents=True, exist_ok=True)
    world = World(folder, given.clients)
    step = build_each if given.models else build
    try:
        if not world.warehouse.exists():
            print(f"made in {measured('world', make, world).seconds:.0f} s")
        by_name = {node.name: node for node in nodes().values()}
        sums, lines = by_name[SUMS], by_name[LINES]
        print(HEAD)
        floor = measured("floor: count and two sums", counted, world)
        print(told(floor, floor))
        hand = measured("by hand", by_hand, world)
        print(told(hand, floor, hand), flush=True)
        people = [*before(PEOPLE), by_name[PEOPLE]]
        summing = [node for node in [*before(SUMS), sums] if node not in people]
        rest = [node for node in [*before(LINES), lines] if node not in [*people, *summing]]
        steps = []
        for name, models in (
            ("models: people", people),
            ("models: Parquet to sums of shares", summing),
            ("models: these to lines of periods", rest),
        ):
            steps.append(measured(name, step, world, models))
            print(told(steps[-1], floor, hand), flush=True)
        together("all from the Parquet to lines", steps, hand)
        together("of it without people", steps[1:], hand)
        return compared(world)
    finally:
        if not given.keep:
            shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
