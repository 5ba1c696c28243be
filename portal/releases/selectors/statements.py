# ruff: noqa: S608 - names in a statement are constants of this file; values are bound
"""What the Statements pages read: closed periods, and one of them line by component."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from portal.releases.lines import LINE_COLUMNS, Line, line_of
from portal.releases.money import Money
from portal.releases.reader import Release, Row

SHOWN_ENTRIES = 200


@dataclass(frozen=True, slots=True)
class Statement:
    """All entries booked to one partner in one closed period and currency."""

    statement_id: str
    calendar_id: str
    period_id: str
    starts_on: date
    ends_on: date
    closed_at: datetime
    lines: Money
    differences: Money
    adjustments: Money
    total: Money
    locked: Money
    entry_count: int
    digest: str
    previous_digest: str | None


@dataclass(frozen=True, slots=True)
class ComponentSum:
    """What the period's own lines of one component and level booked."""

    component_id: str
    component_type: str
    level: int
    deal_id: str
    amount: Money
    entry_count: int
    payable_from: date
    payable_until: date


@dataclass(frozen=True, slots=True)
class BookedEntry:
    """One difference or adjustment of the statement."""

    entry_no: int
    entry_kind: str
    origin_period_id: str
    line_id: str | None
    component_id: str | None
    level: int | None
    reason_code: str | None
    amount: Money
    event_on: date | None
    payable_from: date | None


@dataclass(frozen=True, slots=True)
class StatementPage:
    """A statement, what it adds up, and what it lists without booking it. `before`: what earlier
    statements of the currency booked in all, the last of them at `before_closed_at` (UTC)."""

    statement: Statement
    before: Money
    before_closed_at: datetime | None
    components: tuple[ComponentSum, ...]
    corrections: tuple[BookedEntry, ...]
    locked: tuple[Line, ...]


_COLUMNS = """statement_id, calendar_id, period_id, currency_code, starts_on, ends_on, closed_at,
    lines_minor, differences_minor, adjustments_minor, total_minor, locked_minor, entry_count,
    digest, previous_digest"""


def statement_list(release: Release, partner_id: str) -> tuple[Statement, ...]:
    """All statements of one partner, newest first. 1 query."""
    rows = release.rows(
        f"select {_COLUMNS} from pub_portal__statements where partner_id = $partner"
        " order by ends_on desc, calendar_id, currency_code",
        partner=partner_id,
    )
    return tuple(_statement(release, row) for row in rows)


def statement_one(
    release: Release, partner_id: str, *, calendar_id: str, period_id: str, currency_code: str
) -> Statement | None:
    """The head of one statement; None when the partner has no such. 1 query."""
    rows = release.rows(
        f"select {_COLUMNS} from pub_portal__statements where partner_id = $partner"
        " and calendar_id = $calendar and period_id = $period and currency_code = $currency",
        partner=partner_id, calendar=calendar_id, period=period_id, currency=currency_code,
    )  # fmt: skip
    return _statement(release, rows[0]) if rows else None


def statement_get(
    release: Release, partner_id: str, *, calendar_id: str, period_id: str, currency_code: str
) -> StatementPage | None:
    """One statement of one partner; None when it has no such. 2 queries."""
    row = release.row(
        f"""
        with mine as (
            select * from pub_portal__entries
            where partner_id = $partner and calendar_id = $calendar and period_id = $period
                and currency_code = $currency
        ),
        this as (
            select {_COLUMNS} from pub_portal__statements
            where partner_id = $partner and calendar_id = $calendar
                and period_id = $period and currency_code = $currency
        ),
        before as (
            select sum(total_minor)::bigint as minor, max(closed_at) as closed_at
            from pub_portal__statements
            where partner_id = $partner and currency_code = $currency
                and closed_at < (select closed_at from this)
        )
        select
            (select list(s) from this as s) as statements,
            (select minor from before) as before_minor,
            (select closed_at from before) as before_closed_at,
            (
                select list(c order by c.level, c.amount_minor desc, c.component_id) from (
                    select component_id, component_type, level, deal_id,
                        sum(amount_minor)::bigint as amount_minor, count(*) as entry_count,
                        min(payable_from) as payable_from, max(payable_from) as payable_until
                    from mine where entry_kind = 'line' group by all
                ) as c
            ) as components,
            (
                select list(e order by e.entry_no) from (
                    select * from mine where entry_kind <> 'line'
                    order by entry_no limit {SHOWN_ENTRIES}
                ) as e
            ) as corrections
        """,
        partner=partner_id, calendar=calendar_id, period=period_id, currency=currency_code,
    )  # fmt: skip
    if not row["statements"]:
        return None
    return StatementPage(
        statement=_statement(release, row["statements"][0]),
        before=release.money(row["before_minor"] or 0, currency_code),
        before_closed_at=row["before_closed_at"],
        components=tuple(
            ComponentSum(
                component_id=c["component_id"], component_type=c["component_type"],
                level=c["level"], deal_id=c["deal_id"], entry_count=c["entry_count"],
                amount=release.money(c["amount_minor"], currency_code),
                payable_from=c["payable_from"], payable_until=c["payable_until"],
            )
            for c in row["components"] or []
        ),
        corrections=tuple(_booked(release, e) for e in row["corrections"] or []),
        locked=_locked(release, partner_id, calendar_id, period_id, currency_code),
    )  # fmt: skip


ENTRY_COLUMNS = ("entry_no", "entry_kind", "origin_period_id", "event_on", "component_id", "level",
                 "client_ref", "reason_code", "exact_amount", "amount_minor", "currency_code",
                 "payable_from", "deal_id", "plan_id", "plan_version_no", "line_id", "entry_id",
                 "row_hash")  # fmt: skip


def statement_entries(
    release: Release, partner_id: str, *, calendar_id: str, period_id: str, currency_code: str
) -> Iterator[list[Row]]:
    """Every entry of a statement, in batches, for an export. 1 query."""
    return release.batches(
        f"select {', '.join(ENTRY_COLUMNS)} from pub_portal__entries where partner_id = $partner"
        " and calendar_id = $calendar and period_id = $period and currency_code = $currency",
        partner=partner_id, calendar=calendar_id, period=period_id, currency=currency_code,
    )  # fmt: skip


def _statement(release: Release, row: Row) -> Statement:
    values = dict(row)
    code = values.pop("currency_code")
    for name in ("lines", "differences", "adjustments", "total", "locked"):
        values[name] = release.money(values.pop(f"{name}_minor"), code)
    return Statement(**values)


def _booked(release: Release, row: Row) -> BookedEntry:
    return BookedEntry(
        entry_no=row["entry_no"], entry_kind=row["entry_kind"],
        origin_period_id=row["origin_period_id"], line_id=row["line_id"],
        component_id=row["component_id"], level=row["level"], reason_code=row["reason_code"],
        amount=release.money(row["amount_minor"], row["currency_code"]),
        event_on=row["event_on"], payable_from=row["payable_from"],
    )  # fmt: skip


def _locked(release: Release, partner_id: str, calendar_id: str, period_id: str,
            currency_code: str) -> tuple[Line, ...]:  # fmt: skip
    files = release.files("pub_portal__lines", [period_id])
    if not files:
        return ()
    rows = release.rows(
        f"select {LINE_COLUMNS} from read_parquet($files) where partner_id = $partner"
        " and calendar_id = $calendar and currency_code = $currency and state = 'locked'"
        f" order by event_on, line_id limit {SHOWN_ENTRIES}",
        files=files, partner=partner_id, calendar=calendar_id, currency=currency_code,
    )  # fmt: skip
    return tuple(line_of(release, row) for row in rows)
