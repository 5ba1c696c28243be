# ruff: noqa: S608 - schema and table names are our own
"""What each cause moved of each line of a closed period: worked out, and stored for the close.

RULINGS, Money and booking: several causes between two closes are applied in the order of the list
of reasons, each booking its own part.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import duckdb

from pipelines.lib.causes.changes import MOST_RECORDS, cases_of, deals_of, size_of
from pipelines.lib.causes.past import Past
from pipelines.lib.causes.states import State, fill, keep, states_of
from pipelines.lib.causes.steps import Case
from pipelines.lib.errors import OpenbookError
from pipelines.lib.scenarios.warehouse import Memory, ModelFailed
from pipelines.lib.warehouse import minor_unit

# The first model that reads the parts: it and what is below it are built again.
FIRST_MODEL = "sta_difference_totals"
_KEYS = "program_id, calendar_id, period_id, line_id"


@dataclass(frozen=True)
class Parted:
    """`count` parts were stored; `notes` say which program was left whole and why."""

    count: int = 0
    notes: tuple[str, ...] = ()


def part_differences(
    con: Any,
    past: Past,
    as_of: datetime,
    programs: Collection[str],
    memory: Memory | None = None,
) -> Parted:
    """Write `raw.difference_parts` of some programs anew.

    In: a warehouse whose statements were built after the last head; `as_of` is the moment (UTC
    without a zone) for which they were built; `memory` works the states out (default: a new one,
    made when it is needed). Where no calendar has two causes to tell apart this costs a few counts.
    When it stored something, `FIRST_MODEL` and what is below it have to be built again.
    """
    forget_parts(con, programs)
    notes: list[str] = []
    found = [
        states_of(case, past, deals_of(con, case.program_id))
        for case in cases_of(con, past, programs, as_of.date())
    ]
    count = 0
    for group in _groups([own for own in found if own]):
        names = {own[0].case.program_id for own in group}
        most = max(len(own) for own in group)
        if size_of(con, names) * most > MOST_RECORDS:
            notes += [
                f"{name}: too many records to part differences among their causes; each stands "
                "whole under its nearest cause"
                for name in sorted(names)
            ]
            continue
        memory = memory or Memory()
        count += _parted(memory, con, as_of, group, notes)
    return Parted(count, tuple(notes))


def forget_parts(con: Any, programs: Collection[str]) -> None:
    """Take the parts of some programs out."""
    con.execute(
        "delete from raw.difference_parts where list_contains($programs, program_id)",
        {"programs": sorted(programs)},
    )


def _groups(found: Sequence[list[State]]) -> Iterator[list[list[State]]]:
    """Cases that are worked out together: of a program one at a time, and rates may be shared."""
    together: dict[str, list[State]] = {}
    for states in found:
        case = states[0].case
        is_alone = any(step.reason == "rate_late" for step in case.steps)
        if is_alone or case.program_id in together:
            yield [states]
        else:
            together[case.program_id] = states
    if together:
        yield list(together.values())


def _parted(
    memory: Memory, con: Any, as_of: datetime, group: Sequence[list[State]], notes: list[str]
) -> int:
    """Work the states of some cases out together; one that cannot be stands alone."""
    try:
        amounts = _worked_out(memory, con, as_of, group)
    except (ModelFailed, OpenbookError, duckdb.Error) as error:
        if len(group) == 1:
            what = str(error).partition("\n")[0]
            notes.append(f"{group[0][0].case.program_id}: differences stand whole ({what})")
            return 0
        return sum(_parted(memory, con, as_of, [own], notes) for own in group)
    con.register("parts_found", amounts)
    con.execute("insert into raw.difference_parts by name from parts_found")
    con.unregister("parts_found")
    return int(amounts.num_rows)


def _worked_out(memory: Memory, con: Any, as_of: datetime, group: Sequence[list[State]]) -> Any:
    """The parts of some cases of different programs, as an Arrow table of `difference_parts`."""
    cases = [own[0].case for own in group]
    keep(memory, con, {case.program_id for case in cases})
    _begin(memory, con, cases)
    for number in range(max(len(own) for own in group)):
        fill(memory, [own[number] for own in group if number < len(own)])
        memory.build_bookable(as_of)
        _remember(memory)
    memory.con.execute(_LAST_STATES)
    return memory.con.execute(_PARTS).to_arrow_table()


# State -1 is what is booked; a memo has no exact amount of its own.
_BOOKED = f"""
select entries.program_id, entries.calendar_id, entries.origin_period_id as period_id,
    entries.line_id, -1 as state,
    sum(
        entries.exact_amount
        + entries.memo_minor::decimal(38, 12) * {minor_unit("coalesce(currencies.digits, 2)")}
    )::decimal(38, 12) as exact_amount,
    sum(entries.amount_minor + entries.memo_minor)::bigint as amount_minor
from statements.sta_entries as entries
left join staging.currencies as currencies using (currency_code)
where entries.entry_kind in ('line', 'difference', 'waived')
    and list_contains($programs, entries.program_id)
    and list_contains($calendars, entries.calendar_id)
group by all
"""
_NOW = """
select lines.program_id, lines.calendar_id, lines.period_id, lines.line_id,
    lines.exact_amount::decimal(38, 12) as exact_amount, lines.amount_minor::bigint as amount_minor
from {lines} as lines
inner join {periods} as periods using (program_id, calendar_id, period_id)
"""


def _begin(memory: Memory, con: Any, group: Sequence[Case]) -> None:
    """Steps, what is booked, and the lines as they are, from the warehouse."""
    own = memory.con
    own.execute(
        "create or replace temp table part_steps (program_id varchar, calendar_id varchar, "
        "state integer, seen_at timestamp, reason_code varchar, cause_record_key varchar, "
        "cause_on date, is_own_day boolean)"
    )
    own.execute("create or replace temp table part_states (program_id varchar, state integer)")
    for case in group:
        own.executemany(
            "insert into part_steps values (?, ?, ?, ?, ?, ?, ?, ?)",
            [
                [case.program_id, case.calendar_id, number, case.seen_at, step.reason,
                 step.record_key, step.on, step.is_own_day]
                for number, step in enumerate(case.steps)
            ],
        )  # fmt: skip
    values = {
        "programs": [case.program_id for case in group],
        "calendars": [case.calendar_id for case in group],
    }
    periods = """(
        select * from statements.sta_periods where is_closed
        and list_contains($programs, program_id) and list_contains($calendars, calendar_id)
    )"""
    tables = {
        "part_periods": (f"select {_KEYS.replace(', line_id', '')} from {periods}"),
        "part_amounts": _BOOKED,
        "part_now": _NOW.format(lines="statements.sta_bookable_lines", periods=periods),
    }
    for name, sql in tables.items():
        own.register("incoming", con.execute(sql, values).to_arrow_table())
        own.execute(f"create or replace temp table {name} as from incoming")
        own.unregister("incoming")


def _remember(memory: Memory) -> None:
    """Keep the lines of closed periods of the states that were just built."""
    lines = _NOW.format(lines="statements.sta_bookable_lines", periods="part_periods")
    memory.con.execute(
        "insert into part_amounts by name select amounts.*, states.last as state "
        f"from ({lines}) as amounts inner join states using (program_id)"
    )
    memory.con.execute("insert into part_states select program_id, last from states")


_LAST_STATES = f"""
create or replace temp table last_states as
select program_id, max(state) as state from part_steps group by all;
insert into part_states from last_states;
insert into part_amounts by name
select {_KEYS}, exact_amount, amount_minor, state
from part_now inner join last_states using (program_id)
"""
# A step whose state could not be worked out is let in with the next one. A line that came and went
# between two closes (nothing booked, nothing now) books nothing. What a cause moved below the minor
# unit goes with the next part of the line.
_PARTS = f"""
with
amounts as (
    select part_amounts.* from part_amounts
    semi join part_steps using (program_id, calendar_id)
),
steps as (
    select steps.*,
        lag(state, 1, -1) over (partition by program_id, calendar_id order by state) as state_before
    from part_steps as steps
    where (program_id, state) in (select (program_id, state) from part_states)
),
ends as (
    select program_id, calendar_id, max(state) as state, count(*) as n from steps group by all
),
moved as (
    select {_KEYS}
    from amounts inner join ends using (program_id, calendar_id)
    group by program_id, calendar_id, period_id, line_id, ends.state, ends.n
    having (count(distinct amount_minor) > 1 or count(*) < ends.n + 1)
        and count(*) filter (amounts.state in (-1, ends.state) and amount_minor <> 0) > 0
),
each as (
    select moved.*, steps.state, steps.seen_at, steps.reason_code, steps.cause_record_key,
        steps.cause_on, steps.is_own_day,
        coalesce(after.exact_amount, 0) - coalesce(before.exact_amount, 0) as exact_amount,
        coalesce(after.amount_minor, 0) - coalesce(before.amount_minor, 0) as amount_minor
    from moved
    inner join steps using (program_id, calendar_id)
    left join amounts as after
        on moved.program_id = after.program_id and moved.calendar_id = after.calendar_id
        and moved.period_id = after.period_id and moved.line_id = after.line_id
        and after.state = steps.state
    left join amounts as before
        on moved.program_id = before.program_id and moved.calendar_id = before.calendar_id
        and moved.period_id = before.period_id and moved.line_id = before.line_id
        and before.state = steps.state_before
),
placed as (
    select *,
        coalesce(
            min(case when amount_minor <> 0 then state end) over (
                partition by {_KEYS} order by state
                rows between current row and unbounded following
            ),
            max(case when amount_minor <> 0 then state end) over (partition by {_KEYS})
        ) as part_state
    from each
),
parts as (
    select {_KEYS}, part_state, sum(exact_amount) as exact_amount,
        sum(amount_minor) as amount_minor
    from placed where part_state is not null group by all
)
select parts.program_id, parts.calendar_id, parts.period_id as origin_period_id, parts.line_id,
    row_number() over (
        partition by parts.program_id, parts.calendar_id, parts.period_id, parts.line_id
        order by parts.part_state
    )::integer as part_no,
    steps.seen_at, steps.reason_code, steps.cause_record_key, steps.cause_on, steps.is_own_day,
    parts.exact_amount::decimal(38, 12) as exact_amount, parts.amount_minor::bigint as amount_minor
from parts inner join steps
    on parts.program_id = steps.program_id and parts.calendar_id = steps.calendar_id
    and parts.part_state = steps.state
order by all
"""
