"""Counting tiers of a CPA (COMMISSIONS and RULINGS, "CPA"): a step for all, or by position."""

from __future__ import annotations

from typing import Any

import pytest

from tests.dbt_project.commissions.told import told
from tests.fixtures.warehouse_program import Program

STEPS = ((1, 10), (3, 20))


def counting(kind: str, metric: str = "qualified_clients", steps: Any = STEPS, **deal: Any):
    """A CPA of 10, or 20 from a value of 3 on; clients c1, c2 … deposit on 2, 3 … May."""
    program = Program("counting")
    program.partner("P0")
    program.deal(
        "P0", "cpa", component_id="cpa", tier_kind=kind, tier_metric=metric, steps=steps,
        conditions=[{"metric": "first_deposit", "at_least": 20}], **deal,
    )  # fmt: skip
    return program


def client(program: Program, name: str, at: str, amount: Any = 20) -> None:
    day = at[:10]
    program.conversion("registration", f"r-{name}", name, f"{day} 00:00:00",
                       partner_code="code-P0")  # fmt: skip
    program.conversion("deposit", f"d-{name}", name, at, amount)


@pytest.mark.parametrize(
    ("kind", "paid"), [("slab", (20, 20, 20, 20)), ("marginal", (10, 10, 20, 20))]
)
def test_the_step_prices_the_whole_period_or_each_client_by_its_position(kind: str, paid: Any):
    program = counting(kind)
    for number in range(1, 5):
        client(program, f"c{number}", f"2026-05-0{number} 10:00:00")
    client(program, "june", "2026-06-01 10:00:00")
    names = ("c1", "c2", "c3", "c4")
    assert told(program).amounts("client_id") == {**dict(zip(names, paid, strict=True)), "june": 10}


def test_two_clients_of_one_moment_stand_in_the_order_of_their_ids():
    program = counting("marginal", steps=((1, 10), (2, 20)))
    for name in ("b", "a"):
        client(program, name, "2026-05-02 10:00:00")
    assert told(program).amounts("client_id") == {"a": 10, "b": 20}


@pytest.mark.parametrize("hour", [9, 11])
def test_by_position_other_metrics_are_read_up_to_the_qualifying_fact(hour: int):
    """Deposits of 100 lift the step: those of a client that never qualifies count from their hour
    on, and c2's own deposit counts for c2."""
    program = counting("marginal", "deposits", ((0, 10), (100, 20)))
    client(program, "c1", "2026-05-01 10:00:00", 60)
    client(program, "c2", "2026-05-02 10:00:00", 40)
    client(program, "c3", "2026-05-03 10:00:00", 20)
    client(program, "never", "2026-04-01 10:00:00", 1)
    program.conversion("deposit", "more", "never", f"2026-05-01 {hour:02}:00:00", 40)
    assert told(program).amounts("client_id") == {
        "c1": 10 if hour == 11 else 20, "c2": 20, "c3": 20,
    }  # fmt: skip


def test_several_metrics_of_a_step_must_all_hold():
    program = counting("slab")
    program._add("terms", "deal_step_conditions", deal_id="deal-P0", component_id="cpa",
                 valid_from="2026-01-01", step_no=2, position=1, metric="deposits", minimum=100,
                 is_inclusive=True, network=False)  # fmt: skip
    for number in range(1, 4):
        client(program, f"c{number}", f"2026-05-0{number} 10:00:00")
        client(program, f"e{number}", f"2026-06-0{number} 10:00:00", 40)
    found = told(program).amounts("client_id")
    assert found == {"c1": 10, "c2": 10, "c3": 10, "e1": 20, "e2": 20, "e3": 20}


def test_below_the_first_step_a_client_pays_nothing_and_says_so():
    program = counting("slab", steps=((2, 10),))
    client(program, "c1", "2026-05-01 10:00:00")
    found = told(program).lines("client_id", "exact_amount::int", "reason_code")
    assert found == [("c1", 0, "below_first_step")]


def test_an_active_client_of_the_period_counts_once():
    program = counting("marginal", "active_clients", ((0, 10), (2, 20)))
    client(program, "c1", "2026-05-01 10:00:00")
    program.activity("c1", "2026-05-02", stakes=5)
    program.activity("c1", "2026-05-03", stakes=5)
    client(program, "c2", "2026-05-04 10:00:00")
    program.activity("c2", "2026-05-04", stakes=5)
    client(program, "c3", "2026-05-05 10:00:00")
    assert told(program).amounts("client_id") == {"c1": 10, "c2": 10, "c3": 20}


def test_a_look_back_reads_the_period_before():
    program = counting("marginal", "first_deposits", ((0, 10), (2, 20)), tier_look_back="previous")
    for day in (1, 2):
        client(program, f"may{day}", f"2026-05-0{day} 10:00:00")
    client(program, "june", "2026-06-01 10:00:00")
    assert told(program).amounts("client_id") == {"may1": 10, "may2": 10, "june": 20}


def test_an_excluded_client_takes_no_position():
    program = counting("marginal", steps=((1, 10), (2, 20)), hold_days=10)
    client(program, "c1", "2026-05-01 10:00:00")
    client(program, "c2", "2026-05-02 10:00:00")
    program.conversion("custom", "x", "c1", "2026-05-03 09:00:00", product="duplicate_client")
    assert told(program).amounts("client_id") == {"c1": 0, "c2": 10}
