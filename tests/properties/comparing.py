"""Compare what the warehouse computed with what the oracle says, program by program."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from tests.oracle.engine import compute
from tests.oracle.facts import Rows
from tests.oracle.lines import Line, Result
from tests.properties.warehouse import Warehouse

LINES = """
    select program_id, partner_id, deal_id, component_id, level, line_kind, event_record_key,
        period_id, calendar_id, event_on, exact_amount, amount_minor, currency_code, rounding,
        payable_from, state, origin_line_id, line_id
    from commissions.com_lines
"""
UNPAID = """
    select program_id, event_record_key, component_id
    from commissions.com_unpaid_events where component_id <> 'cpa'
"""
NOTHING = """
    union all
    select program_id, event_record_key, component_id
    from commissions.com_lines
    where exact_amount = 0 and level = 0 and line_kind = 'earned' and event_record_key is not null
"""
Key = tuple[Any, ...]
Found = dict[Any, list[tuple[Any, ...]]]


def differences(
    warehouse: Warehouse, programs: Mapping[str, Rows], as_of: datetime
) -> dict[str, list[str]]:
    """What differs, in words, by program; build the warehouse first."""
    theirs = lines_of(warehouse, programs)
    unpaid: dict[str, set[tuple[str, str]]] = {program_id: set() for program_id in programs}
    for row in warehouse.ask(UNPAID + NOTHING):
        unpaid[row["program_id"]].add((row["event_record_key"], row["component_id"]))
    found = {}
    for program_id, rows in programs.items():
        try:
            result = compute(rows, as_of)
        except Exception as error:  # one program must not hide the others
            found[program_id] = [f"the oracle cannot: {error!r}"]
            continue
        ours: Found = {}
        for line in result.lines:
            ours.setdefault(key_of(line), []).append(_value(line))
        problems = _compared(theirs[program_id], ours)
        problems += _unpaid(unpaid[program_id], result, theirs[program_id])
        if problems:
            found[program_id] = problems
    return found


def lines_of(warehouse: Warehouse, program_ids: Iterable[str]) -> dict[str, Found]:
    """The lines of the warehouse that are not 0, by program and identity."""
    found: dict[str, Found] = {program_id: {} for program_id in program_ids}
    all_rows = warehouse.ask(LINES)
    by_id = {row["line_id"]: row for row in all_rows}
    for row in (row for row in all_rows if row["exact_amount"]):
        found[row["program_id"]].setdefault(_key(row, by_id), []).append(_row_value(row))
    return {name: {k: sorted(v, key=str) for k, v in own.items()} for name, own in found.items()}


def _key(row: dict[str, Any], by_id: Mapping[str, dict[str, Any]]) -> Key:
    """A line's identity as both engines can say it (the lines of a CPA's steps stand together); of
    an override or a release, that of the line
    that it is computed from is a part."""
    about = row["event_record_key"] or str(row["event_on"])
    origin = by_id.get(row["origin_line_id"] or "")
    if row["line_kind"] in ("override", "released") and origin:
        about = origin["event_record_key"] or str(origin["event_on"])
    of_chain = row["level"] > 0 and row["event_record_key"] is None
    has_origin = (row["line_kind"] in ("override", "released") or of_chain) and origin
    return (
        row["partner_id"], row["deal_id"], row["component_id"], row["level"], row["line_kind"],
        about, _key(origin, by_id) if has_origin and origin else None,
    )  # fmt: skip


def key_of(line: Line) -> Key:
    """The same of the oracle's line."""
    identity = list(line.identity)
    origin = identity[8] if line.kind != "rebate" else None
    return (*identity[:6], None if origin is None else _key_of_identity(origin))


def _key_of_identity(identity: Key) -> Key:
    origin = identity[8] if identity[4] != "rebate" else None
    return (*identity[:6], None if origin is None else _key_of_identity(origin))


def _row_value(row: dict[str, Any]) -> tuple[Any, ...]:
    minor = row["amount_minor"] if row["rounding"] == "line" else None
    return (
        Decimal(row["exact_amount"]).normalize(), minor, row["currency_code"], row["rounding"],
        row["calendar_id"], row["period_id"], row["event_on"], row["payable_from"], row["state"],
    )  # fmt: skip


def _value(line: Line) -> tuple[Any, ...]:
    minor = line.minor if line.rounding == "line" else None
    return (
        line.exact.normalize(), minor, line.currency, line.rounding, line.calendar_id,
        line.period_id, line.event_on, line.payable_from, line.state,
    )  # fmt: skip


def _compared(theirs: Found, ours: Found) -> list[str]:
    return [
        f"line {key}: warehouse {_show(theirs.get(key))}, oracle {_show(ours.get(key))}"
        for key in sorted({*theirs, *ours}, key=str)
        if sorted(theirs.get(key, []), key=str) != sorted(ours.get(key, []), key=str)
    ]


def _show(values: list[tuple[Any, ...]] | None) -> str:
    told = ("(" + ", ".join(str(part) for part in value) + ")" for value in values or ())
    return " and ".join(told) or "none"


def _unpaid(theirs: set[tuple[str, str]], result: Result, found: Found) -> list[str]:
    """An event that earned nothing is listed with a reason; one that earned is not."""
    paid = {(key[5], key[2]) for key in found if key[3] == 0 and key[4] == "earned"}
    events = {key[5] for key in found}
    listed = {event for event, _ in theirs}
    return [
        *(f"unpaid {key}: listed, and paid" for key in sorted(theirs & paid)),
        *(
            f"unpaid {event}: {reason}, not listed"
            for (event, _), reason in sorted(result.unpaid.items())
            if event not in events | listed
        ),
    ]
