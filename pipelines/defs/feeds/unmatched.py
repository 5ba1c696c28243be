"""Unmatched records: sound, loaded, and waiting for the account, client or click they name.

Source: FEEDS, Promises 4.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import duckdb

_UNMATCHED = """
with clients as (
    select client_id from raw.attributions
    where program_id = $program and is_current and not is_removed
    union
    select client_id from raw.conversions
    where program_id = $program and is_current and not is_removed
        and conversion_type = 'registration'
),
accounts as (
    select account_id from raw.accounts
    where program_id = $program and is_current and not is_removed
),
clicks as (
    select click_id from raw.clicks
    where program_id = $program and is_current and not is_removed
),
waiting as (
    select 'trades' as feed, 'account' as parent, closed_at::date as day
    from raw.trades
    where program_id = $program and is_current and not is_removed and client_id is null
        and account_id not in (select account_id from accounts)
    union all
    select 'accounts', 'client', opened_on
    from raw.accounts
    where program_id = $program and is_current and not is_removed
        and client_id not in (select client_id from clients)
    union all
    select 'activity', 'client', activity_on
    from raw.activity
    where program_id = $program and is_current and not is_removed
        and client_id not in (select client_id from clients)
    union all
    select 'conversions', 'client', occurred_at::date
    from raw.conversions
    where program_id = $program and is_current and not is_removed
        and client_id not in (select client_id from clients)
    union all
    select 'conversions', 'click', occurred_at::date
    from raw.conversions
    where program_id = $program and is_current and not is_removed and click_id is not null
        and click_id not in (select click_id from clicks)
)
select feed, parent, count(*), min(day) from waiting group by all order by all
"""


@dataclass(frozen=True)
class Unmatched:
    """How many records of a feed wait for a parent, and since which day (null: no day)."""

    feed: str
    parent: str  # account, client or click
    record_count: int
    oldest_on: date | None


def unmatched(con: duckdb.DuckDBPyConnection, program_id: str) -> list[Unmatched]:
    """What waits in one program; days are UTC."""
    rows = con.execute(_UNMATCHED, {"program": program_id}).fetchall()
    return [Unmatched(*row) for row in rows]
