"""Outcomes for people and for programs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from commission_rules.compiler.currencies import digits_of
from pipelines.lib import portal_gateway
from pipelines.lib.errors import OpenbookError
from pipelines.lib.scenarios.found import Found, Row
from pipelines.lib.scenarios.judge import Judged, plain
from pipelines.lib.scenarios.run import Outcome

NUMBERS = (
    "step_no", "quantity", "quantity_unit", "modifier", "rate", "lower_rate", "base_amount",
    "source_amount", "source_currency_code", "fx_rate", "fx_on", "payable_from", "reason_code",
)  # fmt: skip
MOST = 6


class NoScenarios(OpenbookError):
    """A folder without a scenario file."""

    exit_code = 2


def listed(paths: Sequence[Path]) -> list[Path]:
    """Files as given; a folder stands for the files in it. Raises `NoScenarios`."""
    found: list[Path] = []
    for path in paths:
        own = _in_folder(path) if path.is_dir() else [path]
        if not own:
            raise NoScenarios(f"{path}: no scenario file in it – name a folder of YAML files")
        found += own
    return found


def _in_folder(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*.y*ml") if path.suffix in (".yaml", ".yml"))


def in_words(outcomes: Sequence[Outcome]) -> Iterator[str]:
    """What failed, with its explanation; then one line of numbers."""
    for outcome in outcomes:
        if outcome.state == "error":
            yield from (str(error) for error in outcome.errors)
        elif outcome.state == "failed":
            yield from _failed(outcome)
    states = [outcome.state for outcome in outcomes]
    passed, failed, errors = (states.count(name) for name in ("passed", "failed", "error"))
    yield f"{len(states)} scenario(s): {passed} passed, {failed} failed, {errors} could not run"


def _failed(outcome: Outcome) -> Iterator[str]:
    source, scenario = outcome.read.source, outcome.read.scenario
    yield f"{source.place}:{source.first_line}: {outcome.read.name}"
    if scenario is not None and scenario.refused is not None:
        yield f"  expected a refusal with `{scenario.refused}`, found none"
    for judged in outcome.judged:
        if judged.is_met:
            continue
        for wrong in judged.mismatches:
            yield (
                f"  line {judged.line}: {_where(judged)}{wrong.name}: "
                f"expected {wrong.expected}, found {wrong.found}"
            )
        yield from (f"    {text}" for text in explained(judged))
    yield from (f"  note: {note.what}" for note in outcome.notes)


def _where(judged: Judged) -> str:
    said = judged.expected.model_dump(exclude_none=True)
    names = ("period", "partner", "component", "level", "event", "client", "kind", "at")
    text = " ".join(str(said[name]) for name in names if name in said)
    return f"{text}: " if text else ""


def explained(judged: Judged) -> Iterator[str]:
    """The lines, unpaid events, differences and entries that an expectation looks at."""
    look = judged.look
    facts: dict[str, list[Row]] = {}
    for fact in look.facts:
        facts.setdefault(fact["line_id"], []).append(fact)
    for line in look.lines[:MOST]:
        yield _line(line)
        yield f"  formula: {formula(line, facts.get(line['line_id'], []))}"
        yield from (f"  {_fact(fact)}" for fact in facts.get(line["line_id"], []))
    if len(look.lines) > MOST:
        yield f"and {len(look.lines) - MOST} more lines"
    for event in look.unpaid[:MOST]:
        asked = f", asked {event['asked']}, found {event['found']}" if event["asked"] else ""
        yield (
            f"{_short(event['event_record_key'])} paid {event['direct_partner_id'] or 'nobody'} "
            f"nothing by {event['component_id'] or 'any component'}: {event['reason_code']}{asked}"
        )
    for row in look.differences[:MOST]:
        yield (
            f"difference of {row['origin_period_id']} {row['partner_id']} {row['component_id']}: "
            f"{row['amount_minor']} minor units of {row['currency_code']}, {row['reason_code']}"
            f"{' (waived)' if row['is_waived'] else ''}"
        )
    for row in look.entries[:MOST]:
        yield (
            f"entry of {row['period_id']} {row['partner_id']} {row['component_id']} "
            f"({row['entry_kind']}): {row['amount_minor'] or row['memo_minor']} minor units of "
            f"{row['currency_code']}, {row['reason_code'] or 'no reason'}"
        )
    if not (look.lines or look.unpaid or look.differences or look.entries):
        yield "nothing there: no line, no unpaid event, no entry"


def formula(line: Row, facts: Sequence[Row]) -> str:
    """The formula that a reader of the line is shown, with its numbers."""
    return portal_gateway.formula_of_rows(line, facts, digits_of(line["currency_code"]))


def _line(line: Row) -> str:
    numbers = ", ".join(f"{name} {plain(line[name])}" for name in NUMBERS if line[name] is not None)
    about = _short(line["event_record_key"]) if line["event_record_key"] else line["period_id"]
    return (
        f"{line['partner_id']} {line['component_id']} level {line['level']} {about} "
        f"{line['line_kind']} ({line['state']}): {plain(line['exact_amount'])} "
        f"{line['currency_code']} = {line['formula_code']} of {numbers}"
    )


def _fact(fact: Row) -> str:
    named = " ".join(str(fact[key]) for key in ("code", "subject") if fact[key])
    values = [
        f"{key} {plain(fact[key])}"
        for key in ("amount", "quantity", "rate", "asked", "found", "verdict")
        if fact[key] not in (None, "none")
    ]
    return f"{fact['section']} {named}: {', '.join(values)}"


def _short(key: str) -> str:
    return key.removeprefix("scenario:")


def as_plain(outcomes: Sequence[Outcome]) -> list[dict[str, Any]]:
    """Everything found, for a program that reads it; numbers as text."""
    return [
        {
            "file": outcome.read.source.place,
            "line": outcome.read.source.first_line,
            "name": outcome.read.name,
            "state": outcome.state,
            "errors": [
                {"file": e.place, "line": e.line, "what": e.what, "todo": e.todo}
                for e in outcome.errors
            ],
            "notes": [str(note) for note in outcome.notes],
            "expectations": [_judged(judged) for judged in outcome.judged],
            "found": _found(outcome.found) if outcome.found else {},
        }
        for outcome in outcomes
    ]


def _found(found: Found) -> dict[str, Any]:
    """All rows; lines with their formula."""
    facts: dict[str, list[Row]] = {}
    for fact in found.facts:
        facts.setdefault(fact["line_id"], []).append(fact)
    whole = asdict(found)
    whole["lines"] = [
        {**line, "formula": formula(line, facts.get(line["line_id"], []))} for line in found.lines
    ]
    plainly: dict[str, Any] = _json(whole)
    return plainly


def _judged(judged: Judged) -> dict[str, Any]:
    return {
        "line": judged.line,
        "expected": _json(judged.expected.model_dump(exclude_none=True)),
        "found": _json(judged.found),
        "is_met": judged.is_met,
        "mismatches": [asdict(wrong) for wrong in judged.mismatches],
        "explanation": [] if judged.is_met else list(explained(judged)),
    }


def _json(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(key): _json(part) for key, part in value.items() if key != "program_id"}
    if isinstance(value, list | tuple):
        return [_json(part) for part in value]
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, datetime | date):
        return value.isoformat()
    return value if isinstance(value, str | int | bool | None) else str(value)
