# ruff: noqa: S608 - schema and column names are our own
"""Published against proposed lines, added up: whose money moves, and by how much."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

import duckdb

from pipelines.lib.warehouse import rows, table_exists

KEY = ("program_id", "partner_id", "calendar_id", "period_id", "currency_code")


@dataclass(frozen=True)
class Difference:
    """What one partner earns in one period and currency, in minor units; locked money apart.

    `component_id` is '' unless asked for by component. `line_count` counts lines that appear,
    vanish or change their amount. `is_closed`: the period is booked, so the difference would be
    an entry of the open one.
    """

    program_id: str
    partner_id: str
    calendar_id: str
    period_id: str
    component_id: str
    currency_code: str
    digits: int
    published_minor: int
    proposed_minor: int
    locked_difference_minor: int
    line_count: int
    is_closed: bool

    @property
    def difference_minor(self) -> int:
        return self.proposed_minor - self.published_minor

    @property
    def size(self) -> Decimal:
        """How much moves, in major units."""
        moved = abs(self.difference_minor) + abs(self.locked_difference_minor)
        return Decimal(moved).scaleb(-self.digits)


@dataclass(frozen=True)
class Total:
    """The sum of the differences in one currency, in minor units."""

    currency_code: str
    digits: int
    published_minor: int
    proposed_minor: int
    locked_difference_minor: int
    line_count: int

    @property
    def difference_minor(self) -> int:
        return self.proposed_minor - self.published_minor


def differences(
    con: duckdb.DuckDBPyConnection,
    *,
    proposed: str,
    published: str = "commissions",
    by_component: bool = False,
    program_id: str | None = None,
    period_id: str | None = None,
) -> list[Difference]:
    """Compare `com_lines` of two schemas; only what differs, the largest first."""
    grain = [*KEY, "component_id"] if by_component else list(KEY)
    sides = " union all ".join(
        f"select {', '.join(KEY)}, component_id, line_id, {then} as then_minor, "
        f"{now} as now_minor, {locked_then} as locked_then, {locked_now} as locked_now "
        f"from {schema}.com_lines"
        for schema, then, now, locked_then, locked_now in (
            (published, _earned(), "0", _locked(), "0"),
            (proposed, "0", _earned(), "0", _locked()),
        )
    )
    found = rows(
        con,
        f"""
        with sides as ({sides}),
        lines as (
            select {", ".join(KEY)}, component_id, line_id,
                sum(then_minor)::bigint as then_minor, sum(now_minor)::bigint as now_minor,
                sum(locked_now - locked_then)::bigint as locked_difference_minor,
                sum(now_minor) <> sum(then_minor) or sum(locked_now) <> sum(locked_then)
                    as is_moved
            from sides
            where ($program is null or program_id = $program)
                and ($period is null or period_id = $period)
            group by {", ".join(KEY)}, component_id, line_id
        )
        select {", ".join(grain)}, sum(then_minor)::bigint as published_minor,
            sum(now_minor)::bigint as proposed_minor,
            sum(locked_difference_minor)::bigint as locked_difference_minor,
            count(*) filter (where is_moved) as line_count
        from lines group by {", ".join(grain)} having count(*) filter (where is_moved) > 0
        """,
        {"program": program_id, "period": period_id},
    )
    digits, closed = _digits(con), _closed(con)
    told = [
        Difference(
            **{"component_id": "", **row},
            digits=digits.get(row["currency_code"], 2),
            is_closed=(row["program_id"], row["calendar_id"], row["period_id"]) in closed,
        )
        for row in found
    ]
    return sorted(told, key=lambda row: (-row.size, row.program_id, row.partner_id, row.period_id))


def totals(found: Iterable[Difference]) -> list[Total]:
    """One total per currency, by its code."""
    by: dict[str, list[Difference]] = {}
    for row in found:
        by.setdefault(row.currency_code, []).append(row)
    return [_total(code, by[code]) for code in sorted(by)]


def _total(code: str, found: Sequence[Difference]) -> Total:
    return Total(
        code,
        found[0].digits,
        sum(row.published_minor for row in found),
        sum(row.proposed_minor for row in found),
        sum(row.locked_difference_minor for row in found),
        sum(row.line_count for row in found),
    )


def _earned() -> str:
    return "case when state = 'locked' then 0 else amount_minor end"


def _locked() -> str:
    return "case when state = 'locked' then amount_minor else 0 end"


def _digits(con: duckdb.DuckDBPyConnection) -> dict[str, int]:
    if not table_exists(con, "staging", "currencies"):
        return {}
    found = con.execute("select currency_code, digits from staging.currencies").fetchall()
    return {str(code): int(digits) for code, digits in found}


def _closed(con: duckdb.DuckDBPyConnection) -> set[tuple[str, str, str]]:
    found = con.execute(
        "select program_id, calendar_id, period_id from raw.portal_periods "
        "where closed_at is not null"
    ).fetchall()
    return {(str(program), str(calendar), str(period)) for program, calendar, period in found}
