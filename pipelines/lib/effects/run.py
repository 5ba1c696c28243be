# ruff: noqa: S608 - schema and table names are our own
"""One proposal on the facts of closed periods: the models twice, then the difference."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from pipelines.lib import clock
from pipelines.lib.effects.deals import with_proposal
from pipelines.lib.effects.facts import load_tree
from pipelines.lib.errors import OpenbookError
from pipelines.lib.preview.baseline import kept_baseline
from pipelines.lib.warehouse import rows
from pipelines.settings import settings

if TYPE_CHECKING:
    from pipelines.lib.scenarios.warehouse import Memory

PERIODS = 3  # closed ones, of the deal's calendar
Row = dict[str, Any]

_EARNED = """
select line.partner_id, line.calendar_id, line.period_id, line.currency_code,
    sum(line.amount_minor) filter (line.state <> 'locked')::bigint as earned_minor,
    sum(line.amount_minor) filter (line.state = 'locked')::bigint as locked_minor,
    count(*)::bigint as line_count
from warehouse.commissions.com_lines as line
inner join warehouse.raw.portal_periods as period
    using (program_id, calendar_id, period_id)
where line.program_id = $program and period.closed_at is not null and period.ends_on >= $start
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
    memory.con.execute("set threads = 2")  # many rows, unlike a scenario's
    deals, is_branch = load_tree(memory, program_id, question["partner_id"])
    asked = {**question, "program_id": program_id, "asked_at": clock.now().replace(tzinfo=None)}
    valid_from = date.fromisoformat(question["valid_from"])
    periods, is_early = _periods(memory, program_id, question["calendar_id"], valid_from)
    _terms(with_proposal(deals, asked, valid_from))  # would the rules take it on its own day?
    if not periods:
        return _answer([], [], is_early)
    start = valid_from if is_early else periods[0]["starts_on"]
    try:
        proposed = _terms(with_proposal(deals, asked, start))
    except Refused as refusal:
        return _answer(periods, [], is_early, not_tried=str(refusal))
    before = _earned(memory, program_id, start, _terms(deals), deals)
    now = _earned(memory, program_id, start, proposed, with_proposal(deals, asked, start))
    moved = _compared(memory, before, now)
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


def _terms(deals: Sequence[Row]) -> Mapping[str, Sequence[Row]]:
    from commission_rules.compiler import RuleErrors
    from pipelines.defs import rules

    try:
        tables, _hash = rules.compiled_terms(settings().plans, deals)
    except RuleErrors as refused:
        said = " ".join(f"{error.what} – {error.todo}." for error in refused.errors[:2])
        raise Refused(f"The rules refuse these terms: {said}") from None
    return tables


def _earned(
    memory: Memory,
    program_id: str,
    start: date,
    terms: Mapping[str, Sequence[Row]],
    deals: Sequence[Row],
) -> list[Row]:
    """What each partner earns by period under `terms`."""
    from pipelines.defs.rules import TABLES
    from pipelines.defs.rules.load import arrow_of

    con = memory.con
    for name, columns in TABLES.items():
        shape = ", ".join(f'"{column}"::{kind} as "{column}"' for column, kind in columns.items())
        con.register("compiled_rows", arrow_of(name, columns, terms.get(name, ())))
        con.execute(f"create or replace table terms.{name} as select {shape} from compiled_rows")
        con.unregister("compiled_rows")
    con.execute("delete from raw.portal_deals")
    memory.insert("raw", "portal_deals", deals)
    con.execute("delete from raw.commission_totals")
    memory.build_lines(_moment())
    return rows(con, _EARNED, {"program": program_id, "start": start})


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
