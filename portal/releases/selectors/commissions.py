# ruff: noqa: S608 - names in a statement are constants of this file; values are bound
"""What the Commissions page reads: a period's lines, page by page, and events that paid nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from portal.releases.lines import LINE_COLUMNS, Line, line_of
from portal.releases.reader import Release, Row
from portal.releases.selectors.overview import Component, components_of

PAGE_ROWS = 50


@dataclass(frozen=True, slots=True)
class LineFilter:
    """What the list is narrowed to; empty is everything."""

    component_id: str = ""
    level: int | None = None
    symbol_group: str = ""
    state: str = ""
    client_ref: str = ""
    on_day: date | None = None


@dataclass(frozen=True, slots=True)
class LinePage:
    """One page of lines, newest first. `after` continues where it ends."""

    lines: tuple[Line, ...]
    after: str
    components: tuple[Component, ...]
    unpaid_count: int


@dataclass(frozen=True, slots=True)
class Unpaid:
    """An event that earned nothing for one component, and why."""

    event_id: str
    period_id: str
    component_id: str
    deal_id: str | None
    client_ref: str | None
    event_on: date
    occurred_at: datetime
    event_kind: str
    symbol: str | None
    quantity: Decimal | None
    amount: Decimal | None
    currency_code: str | None
    reason_code: str
    asked: str | None
    found: str | None
    file_name: str | None
    file_row: int | None


UNPAID_COLUMNS = """md5(event_record_key || '/' || component_id) as event_id, period_id,
    component_id, deal_id, client_ref, event_on, occurred_at, event_kind, symbol, quantity,
    amount, currency_code, reason_code, asked, found, file_name, file_row"""

_NARROW = """
    partner_id = $partner
    and ($component = '' or component_id = $component)
    and ($level is null or level = $level)
    and ($symbol_group = '' or symbol_group = $symbol_group)
    and ($state = '' or state = $state)
    and ($client = '' or client_ref = $client)
    and ($on_day::date is null or event_on = $on_day::date)
"""


def cursor_of(line: Line) -> str:
    """Where a page continues after this line."""
    return f"{line.event_on.isoformat()}.{line.line_id}"


def read_cursor(text: str) -> tuple[date, str] | None:
    """The day and line of a cursor; None when it is not one of ours."""
    day, _, line_id = text.partition(".")
    try:
        return (date.fromisoformat(day), line_id) if line_id else None
    except ValueError:
        return None


def lines_page(
    release: Release, partner_id: str, *, calendar_id: str, period_id: str,
    narrow: LineFilter, after: tuple[date, str] | None = None,
) -> LinePage:  # fmt: skip
    """A page of one partner's lines in one period. 2 queries."""
    files = release.files("pub_portal__lines", [period_id])
    rows: list[Row] = []
    if files:
        rows = release.rows(
            f"select {LINE_COLUMNS} from read_parquet($files) where {_NARROW}"
            " and calendar_id = $calendar"
            " and ($after_day::date is null"
            " or (event_on, line_id) < ($after_day::date, $after_line))"
            f" order by event_on desc, line_id desc limit {PAGE_ROWS + 1}",
            files=files, partner=partner_id, calendar=calendar_id,
            component=narrow.component_id, level=narrow.level, state=narrow.state,
            symbol_group=narrow.symbol_group, client=narrow.client_ref, on_day=narrow.on_day,
            after_day=after[0] if after else None, after_line=after[1] if after else "",
        )  # fmt: skip
    lines = tuple(line_of(release, row) for row in rows[:PAGE_ROWS])
    unpaid = release.files("pub_portal__unpaid_events", [period_id])
    count = (
        "(select count(*) from read_parquet($files) where partner_id = $partner)" if unpaid else "0"
    )
    values = {"files": unpaid} if unpaid else {}
    frame = release.row(
        "select (select list(c) from pub_portal__component_periods as c"
        " where c.partner_id = $partner and c.calendar_id = $calendar and c.period_id = $period)"
        f" as components, {count} as unpaid_count",
        partner=partner_id, calendar=calendar_id, period=period_id, **values,
    )  # fmt: skip
    return LinePage(
        lines=lines,
        after=cursor_of(lines[-1]) if len(rows) > PAGE_ROWS else "",
        components=components_of(release, frame["components"] or []),
        unpaid_count=frame["unpaid_count"],
    )


def lines_last(
    release: Release, partner_id: str, *, calendar_id: str, period_id: str, limit: int
) -> tuple[Line, ...]:
    """The newest lines of a period, without anything about it. 1 query."""
    files = release.files("pub_portal__lines", [period_id])
    if not files:
        return ()
    rows = release.rows(
        f"select {LINE_COLUMNS} from read_parquet($files)"
        " where partner_id = $partner and calendar_id = $calendar"
        " order by event_on desc, line_id desc limit $limit",
        files=files, partner=partner_id, calendar=calendar_id, limit=limit,
    )  # fmt: skip
    return tuple(line_of(release, row) for row in rows)


def unpaid_list(
    release: Release, partner_id: str, *, period_id: str, reason_code: str = "",
    client_ref: str = "", limit: int = 200,
) -> tuple[Unpaid, ...]:  # fmt: skip
    """Events of one period that paid the partner nothing, newest first. 1 query."""
    files = release.files("pub_portal__unpaid_events", [period_id])
    if not files:
        return ()
    rows = release.rows(
        f"select {UNPAID_COLUMNS} from read_parquet($files) where partner_id = $partner"
        " and ($reason = '' or reason_code = $reason) and ($client = '' or client_ref = $client)"
        " order by event_on desc, event_record_key, component_id limit $limit",
        files=files, partner=partner_id, reason=reason_code, client=client_ref, limit=limit,
    )  # fmt: skip
    return tuple(Unpaid(**row) for row in rows)
