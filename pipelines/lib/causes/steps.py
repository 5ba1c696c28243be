"""The causes of a calendar's differences as steps, in the order in which they are let in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from commission_rules.schema.scenario.reasons import OF_DIFFERENCES as REASONS
from pipelines.lib.causes.past import Row

MOST_STEPS = 24  # facts that are looked at one by one; more go by their day, then by their reason


@dataclass(frozen=True)
class Step:
    """One cause, or all of one reason: what is let in together. `record_key` names a lone fact;
    `is_own_day` says that `on` is the day of each fact in it."""

    reason: str
    on: date
    record_key: str | None = None
    is_own_day: bool = False


@dataclass
class Case:
    """One calendar of a program that has closed periods, with its causes in their order."""

    program_id: str
    calendar_id: str
    seen_at: datetime
    closed_until: date
    time_zone: str
    rate_set: str
    steps: tuple[Step, ...] = ()
    step_of: dict[str, int] = field(default_factory=dict)  # record → place in `steps`
    past: dict[str, Sequence[Row]] = field(default_factory=dict)  # people at the last close
    rules_on: date | None = None  # the day whose rules the close knew, where it is not its own

    @property
    def seen_on(self) -> date:
        """The day of the last close in the program's zone."""
        return self.seen_at.replace(tzinfo=UTC).astimezone(ZoneInfo(self.time_zone)).date()


def lay_steps(case: Case, records: Sequence[Row], others: dict[str, date], most: int = 0) -> None:
    """Causes in the order of the list; facts of one reason together, or, up to `most` of them, each
    by its day and record id, or else by their day."""
    facts = sorted(
        (REASONS.index(row["reason_code"]), row["cause_on"], row["record_key"]) for row in records
    )
    by_fact = len(facts) <= most
    by_day = by_fact or len({fact[:2] for fact in facts}) <= most
    steps: list[Step] = []
    for rank, reason in enumerate(REASONS):
        for _, on, key in (fact for fact in facts if fact[0] == rank):
            last = steps[-1] if steps and steps[-1].reason == reason else None
            if last is None or by_fact or (by_day and last.on != on):
                steps.append(Step(reason, on, key if by_fact else None, by_day))
            elif not by_day:
                steps[-1] = Step(reason, on)
            case.step_of[key] = len(steps) - 1
        if reason in others:
            steps.extend(_beside(steps, reason, others[reason]))
    case.steps = tuple(steps)


def _beside(steps: Sequence[Step], reason: str, on: date) -> Iterator[Step]:
    """A cause that is no record; with records of its reason it is let in with the last of them."""
    if not steps or steps[-1].reason != reason:
        yield Step(reason, on)
