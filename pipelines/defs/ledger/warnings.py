"""What a person should know when a period closes (COMMISSIONS: named when a period closes)."""

from __future__ import annotations

from typing import Any

FILES = """
    select feed, state, count(*)
    from raw.files
    where program_id = $program and state in ('quarantined', 'blocked')
    group by all order by all
"""
ROWS = """
    select feed, count(*)
    from raw.quarantine
    where program_id = $program and state = 'open' and file_row is not null
    group by all order by all
"""
WAITING = """
    select reason_code, count(distinct event_record_key)
    from commissions.com_unpaid_events
    where program_id = $program and reason_code like 'unmatched%' and event_on <= $ends_on
    group by all order by all
"""
UNAPPROVED = """
    select count(*)
    from raw.portal_adjustments
    where program_id = $program and (approved_by is null or approved_by = author)
"""


def warnings_of(con: Any, program_id: str, calendar_id: str, period_id: str) -> tuple[str, ...]:
    """Blocked files, quarantined rows, waiting records, adjustments without a second person."""
    ends_on = con.execute(
        "select ends_on from statements.sta_periods "
        "where program_id = ? and calendar_id = ? and period_id = ?",
        [program_id, calendar_id, period_id],
    ).fetchone()[0]
    notes = [
        f"{feed}: {count} file(s) {state}; see `openbook quarantine list`"
        for feed, state, count in con.execute(FILES, {"program": program_id}).fetchall()
    ]
    notes += [
        f"{feed}: {count} row(s) in quarantine; see `openbook quarantine list`"
        for feed, count in con.execute(ROWS, {"program": program_id}).fetchall()
    ]
    waiting = con.execute(WAITING, {"program": program_id, "ends_on": ends_on}).fetchall()
    notes += [f"{count} record(s) wait: {reason}" for reason, count in waiting]
    open_count = con.execute(UNAPPROVED, {"program": program_id}).fetchone()[0]
    if open_count:
        notes.append(f"{open_count} adjustment(s) wait for a second person and were not booked")
    return tuple(notes)
