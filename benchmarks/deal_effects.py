"""How long the answer to "whose money would this deal move?" takes, in a warm worker.

    python -m benchmarks.deal_effects [--questions 20]

Asks, on DATA_DIR's warehouse, for the effect of deals of partners spread evenly over all programs,
each with the terms that it has (the work is the same, whatever is proposed), as `openbook answer
--watch` answers them: the project's SQL is compiled, nothing else is kept between questions. Then
as many what-ifs of typed facts. Promise: p95 at most 5 s. Exit code 1 if broken.
Where `cpu` is below `p95`, the machine was busy with something else or the disk was slow.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from typing import Any

LIMIT_S = 5.0
# What partners type into the calculator, by the vertical of their program.
TYPED = {
    "forex": {"lots_majors": "120", "lots_minors": "30", "new_clients": "3", "deposit_each": "250"},
    "igaming": {"net_revenue": "9000", "new_clients": "3", "deposit_each": "100"},
    "prop": {"sales": "12", "sale_amount": "400"},
    "software": {"sales": "12", "sale_amount": "50"},
}


def deals_asked(most: int) -> list[dict[str, Any]]:
    """Running deals of the warehouse, `most` of them, spread over programs and partners."""
    import duckdb

    from pipelines.lib.warehouse import rows
    from pipelines.settings import settings

    with duckdb.connect(str(settings().warehouse), read_only=True) as con:
        running = rows(
            con,
            "select program_id, deal_id, partner_id, plan_id, overrides, brand, currency_code, "
            "calendar_id, vertical from raw.portal_deals join (select program_id, vertical from "
            "raw.portal_programs) using (program_id) where valid_to = date '9999-12-31' "
            "order by program_id, deal_id",
        )
        (next_day,) = con.execute(
            "select max(ends_on) + 1 from raw.portal_periods where closed_at is not null"
        ).fetchone() or (None,)
    step = max(1, len(running) / most)
    chosen = [running[int(number * step)] for number in range(min(most, len(running)))]
    return [
        {
            **deal, "overrides": json.loads(deal["overrides"] or "{}"),
            "brand": deal["brand"] or "", "valid_from": str(next_day), "is_end": False,
        }
        for deal in chosen
    ]  # fmt: skip


def typed(deal: dict[str, Any]) -> dict[str, Any]:
    """The same terms with typed facts, as the partner's calculator asks."""
    return {
        "calculation_id": deal["deal_id"], "program_id": deal["program_id"], "share": None,
        "above": [],
        "question": {
            "plan_id": deal["plan_id"], "overrides": deal["overrides"], "period_id": "2026-09",
            "currency_code": deal["currency_code"],
            "facts": TYPED[deal["vertical"]],
        },
    }  # fmt: skip


def answered(deal: dict[str, Any]) -> None:
    """One typed question, answered. Raises AssertionError where the engine refused it: a quick
    refusal is no answer."""
    from pipelines.lib.calculations import _run, scenario_of

    (outcome,) = _run([scenario_of(typed(deal))])
    assert outcome.found is not None, (deal["deal_id"], outcome.errors)


def measure(name: str, deeds: Sequence[Callable[[], object]]) -> bool:
    """Run each deed once, print the times, and whether the promise was kept."""
    times, worked = [], []
    for deed in deeds:
        wall, cpu = time.perf_counter(), time.process_time()
        deed()
        times.append(time.perf_counter() - wall)
        worked.append(time.process_time() - cpu)
    late, late_cpu = (sorted(some)[-(-len(some) * 95 // 100) - 1] for some in (times, worked))
    print(
        f"{name:16} {len(times):4d} questions  p50 {statistics.median(times):5.2f} s"
        f"  p95 {late:5.2f} s  most {max(times):5.2f} s"
        f"  cpu p50 {statistics.median(worked):5.2f} s  p95 {late_cpu:5.2f} s",
        flush=True,
    )
    return late <= LIMIT_S


def main() -> None:
    """Entry point."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--questions", type=int, default=20)
    given = parser.parse_args()
    from pipelines.lib.calculations import warm_up
    from pipelines.lib.effects import effect_of

    warm_up()
    asked = deals_asked(given.questions)
    effect_of(asked[0]["program_id"], asked[0])
    is_kept = measure(
        "effect of a deal", [lambda a=a: effect_of(a["program_id"], a) for a in asked]
    )  # fmt: skip
    answered(asked[0])
    is_kept &= measure("what if", [lambda a=a: answered(a) for a in asked])
    print(f"p95 at most {LIMIT_S:.0f} s: {'kept' if is_kept else 'BROKEN'}")
    sys.exit(0 if is_kept else 1)


if __name__ == "__main__":
    main()
