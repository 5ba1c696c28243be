# ruff: noqa: S608 - table and column names are our own
"""What came since the last close of a calendar and can have moved a line of a closed period.

Each change has one reason of the list (COMMISSIONS, Differences). What only reaches the open period
is no cause of a difference and is not looked at.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from pipelines.lib.causes.past import PEOPLE, Past, Row
from pipelines.lib.causes.steps import MOST_STEPS, Case, lay_steps
from pipelines.lib.warehouse import rows

RECORDS = ("clicks", "conversions", "activity", "trades", "accounts", "attributions")
MOST_RECORDS = 2_000_000  # versions times states that are worked out in memory


_CASES = """
create or replace temp table cause_cases as
select
    periods.program_id, periods.calendar_id, max(periods.closed_at) as seen_at,
    max(periods.ends_on) as closed_until, any_value(programs.time_zone) as time_zone,
    any_value(programs.rate_set) as rate_set
from statements.sta_periods as periods
inner join raw.portal_programs as programs using (program_id)
where periods.is_closed and list_contains($programs, periods.program_id)
group by periods.program_id, periods.calendar_id
"""
_LOCAL = "cast(({at} at time zone 'UTC') at time zone cases.time_zone as date)"
_FEEDS = {  # feed: (day, kind, what it takes back, client)
    "clicks": (_LOCAL.format(at="found.occurred_at"), "'click'", "null", "null"),
    "conversions": (
        _LOCAL.format(at="found.occurred_at"), "found.conversion_type", "found.refunds",
        "found.client_id",
    ),
    "activity": ("found.activity_on", "'activity'", "null", "found.client_id"),
    "trades": (_LOCAL.format(at="found.closed_at"), "'trade'", "null", "found.client_id"),
    "accounts": ("date '0001-01-01'", "'account'", "null", "found.client_id"),
    "attributions": ("found.valid_from", "'attribution'", "null", "found.client_id"),
}  # fmt: skip


def _changed(feed: str) -> str:
    day, kind, refunds, client = _FEEDS[feed]
    return f"""
        select cases.*, '{feed}' as feed, found.record_key, {day} as event_on, {kind} as kind,
            {refunds} as refunds, {client} as client_id, found.is_removed,
            found.first_recorded_at, found.recorded_at
        from cause_cases as cases inner join raw.{feed} as found using (program_id)
        where found.is_current and found.recorded_at > cases.seen_at
    """


def _days(feed: str) -> str:
    """Days on which earlier versions stood."""
    return f"""
        select cases.program_id, cases.calendar_id, found.record_key, {_FEEDS[feed][0]} as event_on
        from cause_cases as cases
        inner join changed on
            cases.program_id = changed.program_id and cases.calendar_id = changed.calendar_id
            and changed.feed = '{feed}'
        inner join raw.{feed} as found on
            changed.program_id = found.program_id and changed.record_key = found.record_key
            and not found.is_current
    """


# A client of whom nothing was known at the close comes with its first facts: that somebody has it
# is no change. What was delivered first and taken back since never counted.
_RECORDS = f"""
with
changed as ({" union all ".join(map(_changed, RECORDS))}),
earlier as ({" union all ".join(_days(f) for f in RECORDS if f != "accounts")}),
first_days as (
    select program_id, calendar_id, record_key, min(event_on) as event_on from earlier group by all
),
known as (
    select distinct moved.program_id, moved.calendar_id, moved.client_id
    from changed as moved
    inner join (
        {
    " union all ".join(
        f"select program_id, client_id, first_recorded_at from raw.{feed} where is_current"
        for feed in RECORDS
        if feed != "clicks"
    )
}
    ) as facts using (program_id, client_id)
    where moved.feed = 'attributions' and facts.first_recorded_at <= moved.seen_at
),
reaching as (
    select changed.*,
        least(
            changed.event_on, coalesce(first_days.event_on, changed.event_on),
            coalesce(
                (
                    select min({_LOCAL.format(at="sales.occurred_at").replace("cases", "changed")})
                    from raw.conversions as sales
                    where sales.program_id = changed.program_id
                        and sales.event_id = changed.refunds and sales.is_current
                ),
                changed.event_on
            )
        ) as reaches_from
    from changed left join first_days using (program_id, calendar_id, record_key)
)
select
    reaching.program_id, reaching.calendar_id, reaching.record_key,
    case
        when reaching.feed = 'attributions' and known.client_id is not null
            then 'attribution_changed'
        when reaching.feed = 'attributions' then 'late_event'
        when reaching.is_removed then 'event_removed'
        when reaching.first_recorded_at <= reaching.seen_at then 'event_amended'
        when reaching.kind in ('chargeback', 'refund') then reaching.kind
        else 'late_event'
    end as reason_code,
    case
        when reaching.feed in ('accounts', 'attributions')
            then {_LOCAL.format(at="reaching.recorded_at").replace("cases", "reaching")}
        else reaching.event_on
    end as cause_on
from reaching left join known using (program_id, calendar_id, client_id)
where reaching.reaches_from <= reaching.closed_until
"""
_RULES = f"""
select cases.program_id, cases.calendar_id, 'rule_corrected' as reason_code,
    max(versions.recorded_on) as cause_on
from cause_cases as cases inner join terms.plan_versions as versions using (program_id)
where versions.recorded_on > {_LOCAL.format(at="cases.seen_at")}
    and versions.valid_from <= cases.closed_until
group by all
"""
# Recorded on the day of the close itself, after it: no entry is priced by it, lines are.
_RULES_OF_THE_DAY = f"""
select distinct cases.program_id, cases.calendar_id, versions.recorded_on
from cause_cases as cases inner join terms.plan_versions as versions using (program_id)
where versions.recorded_on = {_LOCAL.format(at="cases.seen_at")}
    and versions.valid_from <= cases.closed_until
    and not exists (
        select 1 from statements.sta_entries as entries
        where entries.program_id = versions.program_id and entries.plan_id = versions.plan_id
            and entries.plan_version_no = versions.version_no
    )
    and exists (
        select 1 from statements.sta_bookable_lines as lines
        where lines.program_id = versions.program_id and lines.plan_id = versions.plan_id
            and lines.plan_version_no = versions.version_no
            and lines.calendar_id = cases.calendar_id and lines.event_on <= cases.closed_until
    )
"""
_DAY_OF_RULES = f"""
select 1 from cause_cases as cases inner join terms.plan_versions as versions using (program_id)
where versions.recorded_on = {_LOCAL.format(at="cases.seen_at")} limit 1
"""
_RATES = """
select cases.program_id, cases.calendar_id, 'rate_late' as reason_code,
    max(rates.rate_on) as cause_on
from cause_cases as cases inner join raw.fx_rates as rates using (rate_set)
where rates.recorded_at > cases.seen_at and rates.rate_on < cases.closed_until
group by all
"""
_REVIEWS = """
select cases.program_id, cases.calendar_id, 'review_rejected' as reason_code,
    max(cast(reviews.recorded_at as date)) as cause_on
from cause_cases as cases inner join raw.portal_reviews as reviews using (program_id)
where reviews.recorded_at > cases.seen_at and reviews.state = 'rejected'
group by all
"""
_CLAWBACKS = """
select distinct program_id from terms.deal_versions where clawback_days is not null
"""


def cases_of(con: Any, past: Past, programs: Collection[str], today: date) -> list[Case]:
    """Calendars whose closed lines have more than one cause to tell apart.

    `con` is a warehouse with `statements.sta_periods`. Facts of one reason are told apart only
    where a plan takes nothing back after some days: there each fact's age decides.
    """
    con.execute(_CASES, {"programs": sorted(programs)})
    cases = {
        (row["program_id"], row["calendar_id"]): Case(**row)
        for row in rows(con, "select * from cause_cases order by all")
    }
    if not cases:
        return []
    records: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in rows(con, _RECORDS):
        records[row["program_id"], row["calendar_id"]].append(row)
    others: dict[tuple[str, str], dict[str, date]] = defaultdict(dict)
    for sql in (_RULES, _RATES, _REVIEWS):
        for row in rows(con, sql):
            others[row["program_id"], row["calendar_id"]][row["reason_code"]] = row["cause_on"]
    if con.execute(_DAY_OF_RULES).fetchone():
        for row in rows(con, _RULES_OF_THE_DAY):
            key = (row["program_id"], row["calendar_id"])
            cases[key].rules_on = row["recorded_on"] - timedelta(days=1)
            others[key].setdefault("rule_corrected", row["recorded_on"])
    clawing = {row["program_id"] for row in rows(con, _CLAWBACKS)}
    found = []
    for key, case in cases.items():
        moved_on = _people_moved(con, past, case, today)
        if moved_on:
            others[key]["attribution_changed"] = moved_on
        most = _most_steps(con, case.program_id) if case.program_id in clawing else 0
        lay_steps(case, records[key], others[key], most)
        if len(case.steps) > 1:
            found.append(case)
    return found


def size_of(con: Any, programs: Collection[str]) -> int:
    """How many versions of records programs have."""
    counts = " + ".join(
        f"(select count(*) from raw.{feed} where list_contains($programs, program_id))"
        for feed in RECORDS
    )
    return int(con.execute(f"select {counts}", {"programs": sorted(programs)}).fetchone()[0])


def deals_of(con: Any, program_id: str) -> list[Row]:
    """The deals of a program as they are known now."""
    return rows(
        con, "select * from raw.portal_deals where program_id = ? order by all", [program_id]
    )


def _most_steps(con: Any, program_id: str) -> int:
    """Into how many steps the facts of a program may be told apart."""
    return min(MOST_STEPS, MOST_RECORDS // max(size_of(con, [program_id]), 1))


def _people_moved(con: Any, past: Past, case: Case, today: date) -> date | None:
    """The day on which relations or deals of closed days were changed; keeps those before."""
    case.past = dict(past.people(case.program_id, case.seen_at))
    days = []
    for name in PEOPLE:
        now = rows(con, f"select * from raw.{name} where program_id = ?", [case.program_id])
        before = {_told(row, case.closed_until) for row in case.past[name]}
        after = {_told(row, case.closed_until): row["recorded_at"] for row in now}
        if before - {None} != set(after) - {None}:
            new = [at for told, at in after.items() if told not in before and at is not None]
            days.append(max(new).date() if new else today)
    return max(days, default=None)


_UNTOLD = ("recorded_at", "author", "reason", "valid_to", "program_id")


def _told(row: Row, until: date) -> tuple[tuple[str, str], ...] | None:
    """What a row says of the days up to one."""
    if row["valid_from"] > until:
        return None
    said = {
        key: f"{value.normalize():f}" if isinstance(value, Decimal) else str(value)
        for key, value in row.items()
        if key not in _UNTOLD and value is not None
    }
    return (*sorted(said.items()), ("until", str(min(row["valid_to"], until))))
