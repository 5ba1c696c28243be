# ruff: noqa: S608 - schema, table and column names are our own
"""A program as it would be with only the first causes let in: tables of a warehouse in memory.

What the program knows is copied once (`keep`); each state is filled from that copy. A fact of a
later cause is taken back to the version that the last close knew, or to nothing; relations, deals,
rules, rates and reviews to what was known then.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from commission_rules.compiler.errors import RuleErrors
from pipelines.lib.causes.changes import RECORDS
from pipelines.lib.causes.past import PEOPLE, Past, Row
from pipelines.lib.causes.steps import Case
from pipelines.lib.scenarios.tables import create_tables
from pipelines.lib.scenarios.warehouse import Memory
from pipelines.lib.warehouse import rows

Terms = Mapping[str, Sequence[Row]]
_NOT_READ = (
    "ledger_entries", "ledger_segments", "files", "quarantine", "touched_partitions",
    "commission_totals", "difference_parts",
)  # fmt: skip


@dataclass(frozen=True)
class State:
    """A case with its steps up to `last` (from 0) let in. None: terms and people as they are."""

    case: Case
    last: int
    terms: Terms | None
    people: Mapping[str, Sequence[Row]] | None

    def lacks(self, reason: str) -> bool:
        """Whether the case has that cause and it is still taken back."""
        places = [n for n, step in enumerate(self.case.steps) if step.reason == reason]
        return bool(places) and places[-1] > self.last


def states_of(case: Case, past: Past, deals_now: Sequence[Row]) -> list[State]:
    """All states but the last, which is the program as it is. One whose deals and rules do not fit
    each other is left out: its cause is then let in with the next one."""
    found = []
    for last in range(len(case.steps) - 1):
        bare = State(case, last, None, None)
        lacks_people, lacks_rules = bare.lacks("attribution_changed"), bare.lacks("rule_corrected")
        people = case.past if lacks_people else None
        terms: Terms | None = None
        if lacks_people or lacks_rules:
            deals = case.past["portal_deals"] if lacks_people else deals_now
            day = (case.rules_on or case.seen_on) if lacks_rules else None
            try:
                terms = past.terms(case.program_id, day, deals)
            except RuleErrors:
                continue
        found.append(State(case, last, terms, people))
    return found


def keep(memory: Memory, con: Any, programs: Collection[str]) -> None:
    """Copy what the models read of some programs from a warehouse: `kept` and `kept_terms`."""
    create_tables(memory.con)
    theirs, ours = _columns(con), _columns(memory.con)
    for schema, beside in (("raw", "kept"), ("terms", "kept_terms")):
        memory.con.execute(f"drop schema if exists {beside} cascade")
        memory.con.execute(f"create schema {beside}")
        for table in [name for of, name in ours if of == schema and name not in _NOT_READ]:
            there = [
                name for name in ours[schema, table] if name in theirs.get((schema, table), ())
            ]
            if not there:
                continue
            chosen = ", ".join(f'"{name}"' for name in there)
            own = " where list_contains($programs, program_id)" if "program_id" in there else ""
            values = {"programs": sorted(programs)} if own else None
            told = con.execute(f"select {chosen} from {schema}.{table}{own}", values)
            memory.con.register("incoming", told.to_arrow_table())
            memory.con.execute(f"create table {beside}.{table} as from incoming")
            memory.con.unregister("incoming")


def fill(memory: Memory, states: Sequence[State]) -> None:
    """Replace everything by one state of each program."""
    con = memory.con
    create_tables(con)
    _say_states(con, states)
    for (schema, table), names in _columns(con).items():
        if schema == "kept" and table not in _LATER:
            sql = _RECORDS if table in RECORDS else _PEOPLE if table in PEOPLE else _WHOLE
            _copy(con, "raw", table, names, sql.format(table=table))
        elif schema == "kept_terms":
            _copy(con, "terms", table, names, _TERMS.format(table=table))
    columns = _columns(con)
    for table, sql in _LATER.items():
        if ("kept", table) in columns:
            _copy(con, "raw", table, columns["kept", table], sql)
    for state in states:
        for name, told in (state.people or {}).items():
            memory.insert("raw", name, told)
        for name, told in (state.terms or {}).items():
            if told:
                memory.insert("terms", name, told)


_WHOLE = "select * from kept.{table}"
_PEOPLE = """
select * from kept.{table} semi join (from states where not has_people) using (program_id)
"""
_TERMS = """
select * from kept_terms.{table} semi join (from states where not has_terms) using (program_id)
"""
_RECORDS = """
select found.* replace (
    found.version_no = max(found.version_no) over (
        partition by found.program_id, found.record_key
    ) as is_current
)
from kept.{table} as found
inner join states as state using (program_id)
left join states_steps as steps using (program_id, record_key)
where found.recorded_at <= state.seen_at or steps.step_no is null or steps.step_no <= state.last
"""
_LATER = {
    "activity_fees": """
        select * from kept.activity_fees
        semi join raw.activity using (program_id, record_key, version_no)
    """,
    "fx_rates": """
        select rates.* from kept.fx_rates as rates
        anti join states as state
            on rates.rate_set = state.rate_set and state.lacks_rates
            and rates.recorded_at > state.seen_at
    """,
    "portal_reviews": """
        select reviews.* from kept.portal_reviews as reviews
        anti join states as state
            on reviews.program_id = state.program_id and state.lacks_reviews
            and reviews.recorded_at > state.seen_at and reviews.state = 'rejected'
    """,
}


def _say_states(con: Any, states: Sequence[State]) -> None:
    con.execute(
        "create or replace temp table states (program_id varchar, seen_at timestamp, "
        "rate_set varchar, last integer, lacks_rates boolean, lacks_reviews boolean, "
        "has_terms boolean, has_people boolean)"
    )
    con.execute(
        "create or replace temp table states_steps "
        "(program_id varchar, record_key varchar, step_no integer)"
    )
    for state in states:
        case = state.case
        con.execute(
            "insert into states values (?, ?, ?, ?, ?, ?, ?, ?)",
            [case.program_id, case.seen_at, case.rate_set, state.last, state.lacks("rate_late"),
             state.lacks("review_rejected"), state.terms is not None, state.people is not None],
        )  # fmt: skip
        con.execute(
            "insert into states_steps select $program, unnest($keys), unnest($steps)",
            {"program": case.program_id, "keys": list(case.step_of),
             "steps": list(case.step_of.values())},
        )  # fmt: skip


def _copy(con: Any, schema: str, table: str, names: Sequence[str], sql: str) -> None:
    chosen = ", ".join(f'"{name}"' for name in names)
    con.execute(f"insert into {schema}.{table} ({chosen}) select {chosen} from ({sql})")


def _columns(con: Any) -> dict[tuple[str, str], list[str]]:
    """Columns by schema and table, in their order."""
    found: dict[tuple[str, str], list[str]] = {}
    for row in rows(
        con,
        "select schema_name, table_name, column_name from duckdb_columns() "
        "where database_name = current_database() order by schema_name, table_name, column_index",
    ):
        found.setdefault((row["schema_name"], row["table_name"]), []).append(row["column_name"])
    return found
