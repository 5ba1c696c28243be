# ruff: noqa: S608 - schema and table names are our own
"""One proposal on the facts of closed periods: two programs side by side, then the difference."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipelines.lib import clock
from pipelines.lib.effects.deals import with_proposal
from pipelines.lib.effects.facts import load_tree
from pipelines.lib.errors import OpenbookError
from pipelines.lib.preview.baseline import kept_baseline
from pipelines.lib.warehouse import rows
from pipelines.settings import settings

if TYPE_CHECKING:
    from commission_rules.compiler import CompiledPlans
    from pipelines.lib.scenarios.warehouse import Memory

PERIODS = 3  # closed ones, of the deal's calendar
MANY_ROWS = 150_000
Row = dict[str, Any]

_TWIN = "~proposed"  # the proposed side is a program of its own beside the present one

_EARNED = """
select line.program_id, line.partner_id, line.calendar_id, line.period_id, line.currency_code,
    sum(line.amount_minor) filter (line.state <> 'locked')::bigint as earned_minor,
    sum(line.amount_minor) filter (line.state = 'locked')::bigint as locked_minor,
    count(*)::bigint as line_count
from warehouse.commissions.com_lines as line
inner join warehouse.raw.portal_periods as period
    using (program_id, calendar_id, period_id)
where period.closed_at is not null and period.ends_on >= $start
group by all
"""


class Refused(OpenbookError):
    """The rules do not let these terms be: the compiler's words."""


def effect_of(program_id: str, question: Mapping[str, Any]) -> Row:
    """What the proposal would have moved, as JSON; amounts are text in the line's currency.

    `question`: as `with_proposal` takes it, and valid_from. Terms that start in the open period or
    later are tried on the last closed periods; earlier ones on every closed period that they touch,
    since that is what a close would correct.

    Raises `Refused`, `NoFacts`, `WarehouseBusy`.
    """
    from pipelines.lib.scenarios.warehouse import Memory

    memory = Memory()
    deals, is_branch = load_tree(memory, program_id, question["partner_id"])
    if _rows_of(memory) > MANY_ROWS:  # below it a second thread costs more than it gives
        memory.con.execute("set threads = 2")
    asked = {**question, "program_id": program_id, "asked_at": clock.now().replace(tzinfo=None)}
    valid_from = date.fromisoformat(question["valid_from"])
    periods, is_early = _periods(memory, program_id, question["calendar_id"], valid_from)
    rules = _Rules(program_id)
    rules.terms(with_proposal(deals, asked, valid_from))  # would they take it on its own day?
    if not periods:
        return _answer([], [], is_early)
    start = valid_from if is_early else periods[0]["starts_on"]
    changed = with_proposal(deals, asked, start)
    try:
        proposed = rules.terms(changed)
    except Refused as refusal:
        return _answer(periods, [], is_early, not_tried=str(refusal))
    _set_twin_beside(memory, program_id)
    _fill_terms(memory, [rules.terms(deals), _of_twin(proposed)])
    memory.con.execute("delete from raw.portal_deals")
    memory.insert("raw", "portal_deals", [*deals, *map(_renamed, changed)])
    memory.build_lines(_moment())
    sides: dict[bool, list[Row]] = {False: [], True: []}
    for row in rows(memory.con, _EARNED, {"start": start}):
        sides[row["program_id"].endswith(_TWIN)].append(row)
    moved = _compared(memory, sides[False], sides[True])
    return _answer(periods, moved, is_early, is_branch=is_branch)


def _periods(
    memory: Memory, program_id: str, calendar_id: str, valid_from: date
) -> tuple[list[Row], bool]:
    closed = rows(
        memory.con,
        "select period_id, starts_on, ends_on from warehouse.raw.portal_periods "
        "where program_id = $program and calendar_id = $calendar and closed_at is not null "
        "order by starts_on",
        {"program": program_id, "calendar": calendar_id},
    )
    touched = [period for period in closed if period["ends_on"] >= valid_from]
    return touched or closed[-PERIODS:], bool(touched)


class _Rules:
    """The program's plans, read once for all versions of its deals."""

    def __init__(self, program_id: str) -> None:
        self._program_id = program_id
        plans = settings().plans
        files = sorted(plans.rglob("*.yaml"))
        with _refusing():
            self._compiled = _compiled(
                plans, tuple((path, path.stat().st_mtime_ns, path.stat().st_size) for path in files)
            )

    def terms(self, deals: Sequence[Row]) -> dict[str, list[Row]]:
        """The program's tables of `terms` for these deals. Raises `Refused`."""
        from commission_rules.compiler import resolve

        with _refusing():
            tables = resolve(self._compiled, list(deals), languages=())
        return {
            name: [row for row in found if row["program_id"] == self._program_id]
            for name, found in tables.items()
        }


@lru_cache(maxsize=2)
def _compiled(plans: Path, _files: tuple[tuple[Path, int, int], ...]) -> CompiledPlans:
    """The plans of a folder, compiled again when one of its files changed."""
    from commission_rules.compiler import compile_rules

    return compile_rules(plans)


@contextmanager
def _refusing() -> Iterator[None]:
    """The compiler's errors as `Refused`, in its words."""
    from commission_rules.compiler import RuleErrors

    try:
        yield
    except RuleErrors as refused:
        said = " ".join(f"{error.what} – {error.todo}." for error in refused.errors[:2])
        raise Refused(f"The rules refuse these terms: {said}") from None


def _rows_of(memory: Memory) -> int:
    found = rows(
        memory.con,
        "select (select count(*) from warehouse.raw.trades)"
        " + (select count(*) from warehouse.raw.activity) as n",
    )
    return int(found[0]["n"])


def _set_twin_beside(memory: Memory, program_id: str) -> None:
    """Each fact once more, as the twin's: one pass of the models then answers for both sides."""
    con = memory.con
    tables = con.execute(
        "select table_name from duckdb_columns() where database_name = 'warehouse' "
        "and schema_name = 'raw' and column_name = 'program_id' and table_name <> 'portal_deals'"
    ).fetchall()
    for (table,) in tables:
        con.execute(
            f"insert into warehouse.raw.{table} "
            f"select * replace ($twin as program_id) from warehouse.raw.{table}",
            {"twin": f"{program_id}{_TWIN}"},
        )


def _of_twin(terms: Mapping[str, Sequence[Row]]) -> dict[str, list[Row]]:
    return {name: [_renamed(row) for row in found] for name, found in terms.items()}


def _renamed(row: Row) -> Row:
    return {**row, "program_id": f"{row['program_id']}{_TWIN}"}


def _fill_terms(memory: Memory, sides: Sequence[Mapping[str, Sequence[Row]]]) -> None:
    from pipelines.defs.rules import TABLES
    from pipelines.defs.rules.load import arrow_of

    con = memory.con
    for name, columns in TABLES.items():
        found = [row for side in sides for row in side.get(name, ())]
        if not found:
            continue
        shape = ", ".join(f'"{column}"::{kind} as "{column}"' for column, kind in columns.items())
        con.register("compiled_rows", arrow_of(name, columns, found))
        con.execute(f"insert into terms.{name} by name select {shape} from compiled_rows")
        con.unregister("compiled_rows")


def _moment() -> datetime:
    """The moment of the last build, so that both sides know what it knew."""
    baseline = kept_baseline()
    return (baseline.as_of if baseline else clock.now()).replace(tzinfo=None)


def _compared(memory: Memory, before: Sequence[Row], now: Sequence[Row]) -> list[Row]:
    digits = {
        str(row["currency_code"]): int(row["digits"])
        for row in rows(
            memory.con, "select currency_code, digits from warehouse.staging.currencies"
        )
    }
    sides: dict[tuple[str, ...], list[Row]] = {}
    nothing: Row = {"earned_minor": 0, "locked_minor": 0, "line_count": 0}
    for side, found in enumerate((before, now)):
        for row in found:
            key = (row["partner_id"], row["calendar_id"], row["period_id"], row["currency_code"])
            sides.setdefault(key, [nothing, nothing])[side] = row
    told = []
    for (partner_id, _calendar, period_id, code), (old, new) in sorted(sides.items()):
        scale = -digits.get(code, 2)
        was, becomes = (
            Decimal(one["earned_minor"] or 0).scaleb(scale) for one in (old, new)
        )  # fmt: skip
        locked = Decimal((new["locked_minor"] or 0) - (old["locked_minor"] or 0)).scaleb(scale)
        if was != becomes or locked:
            told.append({
                "partner_id": partner_id, "period_id": period_id, "currency_code": code,
                "before": str(was), "after": str(becomes), "difference": str(becomes - was),
                "locked_difference": str(locked),
            })  # fmt: skip
    return told


def _answer(
    periods: Sequence[Row],
    moved: Sequence[Row],
    is_early: bool,
    *,
    not_tried: str = "",
    is_branch: bool = False,
) -> Row:
    totals: dict[str, Decimal] = {}
    for row in moved:
        code = row["currency_code"]
        totals[code] = totals.get(code, Decimal(0)) + Decimal(row["difference"])
    return {
        "periods": [period["period_id"] for period in periods],
        "is_back_dated": is_early,
        "rows": list(moved),
        "totals": [{"currency_code": k, "difference": str(v)} for k, v in sorted(totals.items())],
        "not_tried": not_tried,
        "is_branch": is_branch,
    }
