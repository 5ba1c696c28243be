# ruff: noqa: S608 - names in a statement are constants of this file; values are bound
"""What Reports read: lines of any days, filtered, grouped by any two, drilled to lines."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from portal.releases.lines import LISTED_COLUMNS, ListedLine, listed_line_of
from portal.releases.money import Money
from portal.releases.reader import Period, Release, Row
from portal.releases.selectors.report_traits import TRAITS, lines_sql, traits_asked, values_sql

# Dimension → its column. Only these names ever reach a statement.
DIMENSIONS = {
    "period": "period_id", "day": "event_on", "component": "component_id", "level": "level",
    "symbol_group": "symbol_group", "symbol": "symbol", "country": "country", "brand": "brand",
    "product": "product", "client": "client_ref", "link": "link_code", "sub1": "sub1",
    **{name: name for name in TRAITS}, "state": "state", "deal": "deal_id",
}  # fmt: skip
FILTERS = tuple(name for name in DIMENSIONS if name not in ("period", "day"))
SHOWN_GROUPS = 300
SHOWN_LINES = 40


@dataclass(frozen=True, slots=True)
class Question:
    """What a report asks: days (both included), filters by dimension, up to two groupings."""

    from_day: date
    to_day: date
    currency_code: str
    by: str = "component"
    then: str = ""
    filters: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Group:
    """One row of a report; `then` is empty on a first-level row."""

    by: Any
    then: Any
    is_sub: bool
    line_count: int
    client_count: int
    lots: Decimal
    commission: Money
    locked: Money
    example_line_id: str
    example_period_id: str


@dataclass(frozen=True, slots=True)
class Answer:
    """A report: its groups, total, the days' amounts by first group, and what can be filtered."""

    groups: tuple[Group, ...]
    total: Group | None
    days: tuple[tuple[date, Any, int], ...]
    options: dict[str, tuple[Any, ...]]
    lines: tuple[ListedLine, ...]
    is_cut: bool
    is_summed: bool = False  # from sums by period: clients, symbols and days are not told apart


# What a cell of the cube holds: lines that agree in every dimension, brought together once.
_CELL = """
    count(*) as line_count,
    sum(quantity) filter (quantity_unit = 'lots') as lots,
    sum(amount_minor)::bigint as amount_minor,
    max(amount_minor) as largest,
    max_by(line_id, amount_minor) as example_line_id
"""
_SUMS = """
    coalesce(sum(line_count), 0)::bigint as line_count,
    count(distinct client_ref) as client_count,
    coalesce(sum(lots), 0) as lots,
    coalesce(sum(amount_minor) filter (state <> 'locked'), 0)::bigint as commission_minor,
    coalesce(sum(amount_minor) filter (state = 'locked'), 0)::bigint as locked_minor,
    max_by(example_line_id, largest) as example_line_id,
    max_by(period_id, largest) as example_period_id
"""
# The same cells from the release's own sums by period: no client, symbol or day is told apart.
SUMMED = ("period", "component", "level", "symbol_group", "state", "deal")
_SUMMED_CELLS = f"""
    select {
    ", ".join(
        c if n in SUMMED else f"null as {c}" for n, c in DIMENSIONS.items() if n not in TRAITS
    )
},
        line_count, case when quantity_unit = 'lots' then quantity end as lots, amount_minor,
        amount_minor as largest, example_line_id
    from pub_portal__component_periods
    where partner_id = $partner and currency_code = $currency
        and period_id in (select unnest($periods))
"""
DAYS_SHOWN = 92  # of more days nobody sees each: they are not told apart


def report_get(release: Release, partner_id: str, question: Question) -> Answer:
    """One partner's report. 1 query; 2 when it is drilled down to lines."""
    files = _files(release, question)
    if not files:
        return Answer((), None, (), {}, (), is_cut=False)
    narrow, values = _narrow(question)
    values |= {"files": files, "partner": partner_id}
    by = _column(question.by)
    then = DIMENSIONS[question.then] if question.then else ""
    days_by = by if question.by not in ("day", "period", "client", "line", "") else "component_id"
    sets = f"(({by}), ({by}, {then}), ())" if then else f"(({by}), ())"
    second = f"{then} as g2, grouping({then})" if then else "null as g2, 1"
    options = ", ".join(
        f"list(distinct {DIMENSIONS[name]}) filter ({DIMENSIONS[name]} is not null) as {name}"
        for name in FILTERS if name != "client" and name not in TRAITS
    )  # fmt: skip
    traits = _traits(question)
    is_summed = _is_summed(release, question)
    if is_summed:
        del values["files"], values["from_day"], values["to_day"]
        values["periods"] = [p.period_id for p in _touched(release, question)]
    is_by_day = (question.to_day - question.from_day).days < DAYS_SHOWN
    has_days = is_by_day or "day" in (question.by, question.then)
    cell = ", ".join(
        c for n, c in DIMENSIONS.items()
        if (has_days or n != "day") and (n not in TRAITS or n in traits)
    )  # fmt: skip
    days = f"""(
        select list(d order by d.event_on) from (
            select event_on, {days_by} as series, sum(line_count)::bigint as line_count,
                (sum(amount_minor) filter (state <> 'locked'))::bigint as amount_minor
            from found group by all
        ) as d
    )""" if is_by_day else "[]"  # fmt: skip
    cells = _SUMMED_CELLS if is_summed else f"""
        select {cell}, {_CELL}
        from {lines_sql(release, traits)}
        where partner_id = $partner and currency_code = $currency
            and event_on between $from_day and $to_day
        group by all
    """  # fmt: skip
    row = release.row(
        f"""
        with cells as materialized ({cells}),
        found as materialized (select * from cells where {narrow}),
        grouped as (
            select {by} as g1, grouping({by}) as no_g1, {second} as no_g2, {_SUMS}
            from found group by grouping sets {sets}
        ),
        shown as (
            select * from grouped
            order by no_g1 desc, {_order(question)} limit {SHOWN_GROUPS + 1}
        )
        select
            (select list(g) from shown as g) as groups,
            {days} as days,
            (select list(o) from (select {options} from cells) as o) as options,
            {values_sql(release)} as traits
        """,
        **values,
    )  # fmt: skip
    found = row["groups"] or []
    groups = [_group(release, g, question) for g in found]
    lines: tuple[ListedLine, ...] = ()
    if question.by == "line" or question.then == "line":
        since = {"from_day": _newest(row["days"], question)}
        lines = _lines(release, narrow, values | since, traits)
    return Answer(
        groups=tuple(g for g, raw in zip(groups, found, strict=True) if not raw["no_g1"]),
        total=next((g for g, raw in zip(groups, found, strict=True) if raw["no_g1"]), None),
        days=tuple((d["event_on"], d["series"], d["amount_minor"] or 0) for d in row["days"] or []),
        options={
            name: tuple(sorted(values, key=str))
            for name, values in ((row["options"] or [{}])[0] | (row["traits"] or [{}])[0]).items()
            if values
        },
        lines=lines,
        is_cut=len(found) > SHOWN_GROUPS,
        is_summed=is_summed,
    )


EXPORT_COLUMNS = ("event_on", "period_id", "component_id", "level", "client_ref", "symbol",
                  "symbol_group", "product", "brand", "country", "link_code", "sub1", "quantity",
                  "quantity_unit", "modifier", "rate", "lower_rate", "base_amount",
                  "exact_amount", "amount_minor", "currency_code", "state", "reason_code",
                  "payable_from", "file_name", "file_row", "line_id")  # fmt: skip


def report_lines(release: Release, partner_id: str, question: Question) -> Iterator[list[Row]]:
    """All lines of a report, in batches, for an export: filtered, not ordered. 1 query."""
    files = _files(release, question)
    if not files:
        return iter(())
    narrow, values = _narrow(question)
    return release.batches(
        f"select {', '.join(EXPORT_COLUMNS)} from {lines_sql(release, _traits(question))}"
        " where partner_id = $partner and currency_code = $currency"
        f" and event_on between $from_day and $to_day and {narrow}",
        files=files, partner=partner_id, **values,
    )  # fmt: skip


def _touched(release: Release, question: Question) -> list[Period]:
    """The periods that have one of the days, of whatever calendar."""
    return [
        period
        for period in release.periods
        if period.starts_on <= question.to_day and period.ends_on >= question.from_day
    ]


def _files(release: Release, question: Question) -> list[str]:
    """Lines of the periods that the days touch."""
    touched = {period.period_id for period in _touched(release, question)}
    return release.files("pub_portal__lines", sorted(touched))


def _is_summed(release: Release, question: Question) -> bool:
    """Whether sums by period answer it: many days, whole periods, and nothing finer asked."""
    return (
        (question.to_day - question.from_day).days >= DAYS_SHOWN
        and {question.by, question.then or question.by, *question.filters} <= {*SUMMED}
        and all(
            question.from_day <= period.starts_on and period.ends_on <= question.to_day
            for period in _touched(release, question)
        )
    )


def _traits(question: Question) -> list[str]:
    return traits_asked((question.by, question.then, *question.filters))


def _column(name: str) -> str:
    return DIMENSIONS.get(name, "component_id")


def _order(question: Question) -> str:
    largest = "max(commission_minor) over (partition by no_g1, g1) desc, g1"
    by = "g1 desc" if question.by in ("day", "period") else largest
    then = "g2" if question.then in ("day", "period") else "commission_minor desc, g2"
    return f"{by}, no_g2 desc, {then}"


def _narrow(question: Question) -> tuple[str, dict[str, Any]]:
    parts = ["true"]
    values: dict[str, Any] = {
        "currency": question.currency_code, "from_day": question.from_day,
        "to_day": question.to_day,
    }  # fmt: skip
    for name, value in question.filters.items():
        if name in FILTERS:
            parts.append(f"{DIMENSIONS[name]}::varchar = $f_{name}")
            values[f"f_{name}"] = value
    return " and ".join(parts), values


def _group(release: Release, row: Row, question: Question) -> Group:
    code = question.currency_code
    return Group(
        by=row["g1"], then=row["g2"] if not row["no_g2"] and question.then else None,
        is_sub=bool(question.then) and not row["no_g2"], line_count=row["line_count"],
        client_count=row["client_count"], lots=row["lots"],
        commission=release.money(row["commission_minor"], code),
        locked=release.money(row["locked_minor"], code),
        example_line_id=row["example_line_id"], example_period_id=row["example_period_id"],
    )  # fmt: skip


def _newest(days: list[Row] | None, question: Question) -> date:
    """The day from which on there are enough lines to show: older ones need not be read."""
    counts: dict[date, int] = {}
    for row in days or []:
        counts[row["event_on"]] = counts.get(row["event_on"], 0) + row["line_count"]
    seen = 0
    for day in sorted(counts, reverse=True):
        seen += counts[day]
        if seen >= SHOWN_LINES:
            return day
    return question.from_day


def _lines(
    release: Release, narrow: str, values: dict[str, Any], traits: list[str]
) -> tuple[ListedLine, ...]:
    rows = release.rows(
        f"select {LISTED_COLUMNS} from {lines_sql(release, traits)} where partner_id = $partner"
        f" and currency_code = $currency and event_on between $from_day and $to_day and {narrow}"
        f" order by event_on desc, amount_minor desc limit {SHOWN_LINES}",
        **values,
    )
    return tuple(listed_line_of(release, row) for row in rows)
