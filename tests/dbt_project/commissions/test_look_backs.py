"""Look-backs: previous, average and rolling days of period components (COMMISSIONS, Tiers)."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.dbt_project.agreed import Agreed, computed, paid
from tests.dbt_project.cases.periods import NO_CARRY, base, revshare, share
from tests.dbt_project.formulas import wrong_formulas

STEPS = [{"from": "0", "share": "0.10"}, {"from": "300", "share": "0.20"},
         {"above": "300", "share": "0.30"}]  # fmt: skip


def _by(metric: str, look_back, steps=STEPS):
    return {"kind": "slab", "metric": metric, "look_back": look_back, "steps": steps}


def _average() -> Agreed:
    """average_3, joined last month with 900: 300."""
    program = share("average", tiers=_by("net_revenue", {"average": "3"}))
    for month, amount in ((4, 900), (5, 100), (6, 100), (7, 100)):
        base(program, "A", month, amount)
    return program


def _previous() -> Agreed:
    program = share("previous", tiers=_by("turnover", "previous"))
    for month, amount in ((1, 301), (2, 300), (3, 100), (5, 100)):
        base(program, "A", month, amount)
    return program


def _base_average() -> Agreed:
    """The base itself, as it was before anything was carried."""
    program = share("base_average", tiers=_by("base", {"average": "2"}))
    for month, amount in ((1, 1000), (2, -400), (3, 100), (4, 100)):
        base(program, "A", month, amount)
    return program


def _rolling() -> Agreed:
    """The 45 days that end on the period's last day: from 15 January for February."""
    program = share("rolling", tiers=_by("turnover", {"rolling_days": "45"}))
    for day, amount in (("2026-01-14", 500), ("2026-01-15", 200), ("2026-02-28", 100)):
        program.activity("A", day, stakes=amount)
    return program


def _rolling_clients() -> Agreed:
    """A client counts once in the days, however often it played."""
    steps = [{"from": "0", "share": "0.10"}, {"from": "2", "share": "0.20"}]
    program = share("rolling_clients", tiers=_by("active_clients", {"rolling_days": "60"}, steps))
    for day in ("2026-01-20", "2026-02-10", "2026-02-11"):
        program.activity("A", day, stakes=100)
    program.activity("B", "2026-03-10", stakes=100)
    return program


def _two_deals() -> Agreed:
    """A deal sees its own facts only: its look-backs start empty."""
    program = Agreed("new_deal")
    program.partner("P0")
    tiers = _by("turnover", "previous")
    component = revshare(carryover=NO_CARRY, tiers=tiers)
    program.agree("P0", component, deal_id="D1", until="2026-02-28")
    program.agree("P0", component, deal_id="D2", since="2026-03-01")
    program.client("A", "P0")
    for month in (1, 2, 3, 4):
        base(program, "A", month, 1000)
    return program


@pytest.fixture(scope="module")
def found():
    return computed([
        _average(), _previous(), _base_average(), _rolling(), _rolling_clients(), _two_deals(),
    ])  # fmt: skip


def test_an_average_divides_by_n_also_when_the_partner_is_younger(found):
    # April 0; May 900/3 = 300 exactly; June 1000/3; July 1100/3
    assert paid(found, "average") == {
        "2026-04": 90, "2026-05": 20, "2026-06": 30, "2026-07": 30,
    }  # fmt: skip


def test_the_previous_period_finds_the_step_and_an_empty_one_is_0(found):
    # January 0; February 301; March 300; May 0 because April is empty
    assert paid(found, "previous") == {
        "2026-01": Decimal("30.10"), "2026-02": 90, "2026-03": 20, "2026-05": 10,
    }  # fmt: skip


def test_an_average_of_the_base_reads_the_periods_own_bases(found):
    # March: (1000 - 400) / 2 = 300; April: (-400 + 100) / 2 is below the first step
    assert paid(found, "base_average") == {"2026-01": 100, "2026-03": 20}


def test_rolling_days_end_on_the_last_day_of_the_period(found):
    # January 700; February 300, of which 200 on 15 January
    assert paid(found, "rolling") == {"2026-01": 210, "2026-02": 20}


def test_a_client_counts_once_in_rolling_days(found):
    assert paid(found, "rolling_clients") == {"2026-01": 10, "2026-02": 20, "2026-03": 20}


def test_a_new_deal_looks_back_on_nothing(found):
    assert paid(found, "new_deal") == {
        "2026-01": 100, "2026-02": 300, "2026-03": 100, "2026-04": 300,
    }  # fmt: skip


def test_the_printed_formula_gives_the_amount(found):
    assert wrong_formulas(found) == []
