"""The commission of the period before as a metric (COMMISSIONS, Tiers): lines that read lines.

Within one build that would be a circle. So `raw.commission_totals` keeps what each deal earned in
each period; a build reads it, and `settle` writes it anew from the lines that came out and builds
again, until nothing moves. Each pass settles at least one more period, because a period reads
earlier ones only. Without terms that ask for the metric it costs one count.
"""

from __future__ import annotations

from typing import Any, Protocol

from pipelines.lib.errors import OpenbookError
from pipelines.lib.warehouse import table_exists

FIRST_MODEL = "int_tier_metrics__valued"  # reads the totals
LINES = "com_lines"  # the totals are made from it

# RULINGS, Tiers and metrics: every line of the deal, all components and levels, locked ones in,
# releases out.
_FOUND = """
create or replace temp table totals_found as
with asked as (
    select distinct program_id, deal_id from {intermediate}.int_metrics__asked
    where metric = 'commission'
)
select program_id, deal_id, calendar_id, period_id, sum(exact_amount)::decimal(38, 12) as amount
from {commissions}.com_lines
semi join asked using (program_id, deal_id)
where line_kind <> 'released'
group by all
having sum(exact_amount) <> 0
"""
_MOVED = """
select count(*) from (
    (from totals_found except from raw.commission_totals)
    union all (from raw.commission_totals except from totals_found)
)
"""


class NotSettled(OpenbookError):
    """Totals still move after as many passes as there are periods."""


class BuildBelow(Protocol):
    """Builds again what stands below the totals: up to the lines, or all of it."""

    def __call__(self, *, up_to_lines: bool) -> None: ...


def settle(
    con: Any,
    build_below: BuildBelow,
    *,
    intermediate: str = "intermediate",
    commissions: str = "commissions",
) -> int:
    """Bring `raw.commission_totals` and all lines to agree; how many passes that took.

    To be called after a build. `con` is a DuckDB connection; `intermediate` and `commissions` are
    the schemas in which that build wrote. Raises `NotSettled`, and what `build_below` raises.
    """
    asked = f"select count(*) from {intermediate}.int_metrics__asked where metric = 'commission'"  # noqa: S608
    if not table_exists(con, intermediate, "int_metrics__asked") or not _number(con, asked):
        return 0
    most = _number(con, "select count(*) from raw.portal_periods") + 1
    passes = 0
    while _renewed(con, intermediate, commissions):
        if passes == most:
            raise NotSettled(
                f"the commission of previous periods still moves after {most} passes: a line "
                "reads the total of its own or a later period; look at the steps and gates on "
                "`metric: commission` and report this"
            )
        passes += 1
        build_below(up_to_lines=True)
    if passes:
        build_below(up_to_lines=False)
    return passes


def _renewed(con: Any, intermediate: str, commissions: str) -> bool:
    """Write the totals of the lines as they are now; whether any of them is new."""
    con.execute(_FOUND.format(intermediate=intermediate, commissions=commissions))
    is_moved = bool(_number(con, _MOVED))
    if is_moved:
        con.execute("begin")
        con.execute("delete from raw.commission_totals")
        con.execute("insert into raw.commission_totals by name from totals_found")
        con.execute("commit")
    con.execute("drop table totals_found")
    return is_moved


def _number(con: Any, sql: str) -> int:
    found = con.execute(sql).fetchone()
    return int(found[0]) if found else 0
