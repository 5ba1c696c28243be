"""Passes over the commission of the period before, on totals and lines small enough to see."""

from __future__ import annotations

from decimal import Decimal

import duckdb
import pytest

from pipelines.lib.settle import NotSettled, settle

TABLES = """
create schema raw; create schema intermediate; create schema commissions;
create table raw.portal_periods (period_id varchar);
insert into raw.portal_periods values ('1'), ('2'), ('3');
create table raw.commission_totals (program_id varchar, deal_id varchar, calendar_id varchar,
    period_id varchar, amount decimal(38, 12));
create table intermediate.int_metrics__asked (program_id varchar, deal_id varchar, metric varchar);
create table commissions.com_lines (program_id varchar, deal_id varchar, calendar_id varchar,
    period_id varchar, line_kind varchar, exact_amount decimal(38, 12));
"""
# Each period earns 1 and what the period before came to.
LINES = """
create or replace table commissions.com_lines as
select 'p', 'd', 'month', periods.period_id, 'earned', 1 + coalesce(totals.amount, 0)
from raw.portal_periods as periods
left join raw.commission_totals as totals
    on periods.period_id::integer = totals.period_id::integer + {step}
"""
NAMES = "(program_id, deal_id, calendar_id, period_id, line_kind, exact_amount)"


class Small:
    """A warehouse of three periods, and the passes that were made over it."""

    def __init__(self, step: int = 1) -> None:
        self.con = duckdb.connect()
        self.con.execute(TABLES)
        self.step = step
        self.asked = [True]
        self.build(up_to_lines=True)
        self.asked = []

    def build(self, *, up_to_lines: bool) -> None:
        self.asked.append(up_to_lines)
        sql = LINES.format(step=self.step)
        self.con.execute(sql.replace("com_lines as", f"com_lines {NAMES} as"))

    def ask(self, metric: str = "commission") -> Small:
        self.con.execute(
            "insert into intermediate.int_metrics__asked values ('p', 'd', ?)", [metric]
        )
        return self

    def totals(self) -> dict[str, Decimal]:
        found = self.con.execute("select period_id, amount from raw.commission_totals").fetchall()
        return {str(period): amount for period, amount in found}


def test_without_terms_that_ask_nothing_is_written_or_built() -> None:
    small = Small().ask("net_revenue")
    assert settle(small.con, small.build) == 0
    assert (small.totals(), small.asked) == ({}, [])


def test_three_periods_that_read_each_other_take_a_pass_each_and_all_is_built_once() -> None:
    small = Small().ask()
    assert settle(small.con, small.build) == 3
    assert small.totals() == {"1": 1, "2": 2, "3": 3}
    assert small.asked == [True, True, True, False]


def test_what_stands_still_is_not_built_again() -> None:
    small = Small().ask()
    settle(small.con, small.build)
    small.asked = []
    assert settle(small.con, small.build) == 0
    assert small.asked == []


def test_totals_that_are_out_of_date_are_found_out() -> None:
    small = Small().ask()
    small.con.execute("insert into raw.commission_totals values ('p', 'd', 'month', '2', 700)")
    small.build(up_to_lines=True)
    settle(small.con, small.build)
    assert small.totals() == {"1": 1, "2": 2, "3": 3}


def test_a_released_line_counts_where_it_was_locked() -> None:
    small = Small().ask()
    small.con.execute("delete from raw.portal_periods where period_id <> '1'")
    small.build(up_to_lines=True)
    small.con.execute(
        "insert into commissions.com_lines values "
        "('p', 'd', 'month', '1', 'locked', 40), ('p', 'd', 'month', '2', 'released', 40), "
        "('p', 'e', 'month', '1', 'earned', 9)"
    )
    settle(small.con, lambda *, up_to_lines: None)
    assert small.totals() == {"1": 41}


def test_a_line_that_reads_its_own_period_is_said_to_never_stand_still() -> None:
    small = Small(step=0).ask()
    with pytest.raises(NotSettled, match="after 4 passes"):
        settle(small.con, small.build)
