"""The moments of a scenario in order: closes, looks at reviewed lines, and where expectations
stand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from commission_rules.compiler.errors import RuleError
from pipelines.lib.scenarios.moments import EVENING, LAST, MORNING, span_of, utc
from pipelines.lib.scenarios.people import Missing
from pipelines.lib.scenarios.stage import end_of
from pipelines.lib.scenarios.staged import Staged

CLOSE, PEEK, CHECK = 0, 1, 2
A_MOMENT = timedelta(microseconds=1)


@dataclass(frozen=True)
class Step:
    """`kind` CLOSE closes `calendar_id`, `period_id`; PEEK finds the line of review `index`;
    CHECK looks at expectations `checks`. `at` is UTC."""

    at: datetime
    kind: int
    calendar_id: str = ""
    period_id: str = ""
    index: int = -1
    checks: tuple[int, ...] = ()
    is_last: bool = False


def steps_of(staged: Staged) -> list[Step]:
    """All steps in order of time; the last one is a CHECK at the end. Raises `Missing`."""
    scenario, zone = staged.scenario, staged.zone
    steps = list(_closes(staged))
    for index, row in enumerate(staged.reviews):
        if row["target_kind"] == "line":
            steps.append(Step(row["recorded_at"] - A_MOMENT, PEEK, index=index))
    ats = [
        None if expected.at is None else utc(expected.at, zone, LAST)
        for expected in scenario.expect
    ]
    end = utc(scenario.as_of, zone, LAST) if scenario.as_of else end_of(staged)
    end = max([end, *(step.at for step in steps), *(at for at in ats if at)])
    for moment in sorted({at for at in ats if at is not None}):
        checks = tuple(index for index, at in enumerate(ats) if at == moment)
        steps.append(Step(moment, CHECK, checks=checks))
    last = tuple(index for index, at in enumerate(ats) if at is None)
    steps.sort(key=lambda step: (step.at, step.kind))
    return [*steps, Step(end, CHECK, checks=last, is_last=True)]


def _closes(staged: Staged) -> Iterator[Step]:
    """Each close, after those of the periods before it that are still open, at its moment."""
    periods: dict[str, list[str]] = {}
    for row in staged.settings["raw", "portal_periods"]:
        periods.setdefault(row["calendar_id"], []).append(row["period_id"])
    closed: dict[str, int] = {}
    for index, close in enumerate(staged.scenario.closes):
        calendar_id = close.calendar_id
        _, ends_on = span_of(close.period)
        at = (
            utc(close.at, staged.zone, EVENING)
            if close.at is not None
            else utc(ends_on + timedelta(days=1), staged.zone, MORNING)
        )
        number = periods[calendar_id].index(close.period)
        done = closed.get(calendar_id, 0)
        if number < done:
            raise Missing(
                _error(staged, index, f"{close.period} is closed already", "close in order, once")
            )
        if at <= utc(ends_on, staged.zone, LAST):
            raise Missing(
                _error(staged, index, f"{close.period} is not over yet", "close it later")
            )
        for period_id in periods[calendar_id][done : number + 1]:
            yield Step(at, CLOSE, calendar_id, period_id)
        closed[calendar_id] = number + 1


def _error(staged: Staged, index: int, what: str, todo: str) -> RuleError:
    return staged.source.error(("closes", index), what, todo)
