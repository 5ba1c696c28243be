"""Run scenarios: all of them together in one warehouse, each a program of its own."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb

from commission_rules.compiler.errors import RuleError, RuleErrors
from commission_rules.schema.scenario.expectations import Expectation
from commission_rules.schema.scenario.facts import Review
from commission_rules.schema.scenario.reading import Read, read_files
from pipelines.lib.errors import OpenbookError
from pipelines.lib.scenarios.books import Books
from pipelines.lib.scenarios.found import Found, found_now
from pipelines.lib.scenarios.judge import Judged, judge
from pipelines.lib.scenarios.look import Look
from pipelines.lib.scenarios.past import StagedPast
from pipelines.lib.scenarios.people import Missing, deal_ids
from pipelines.lib.scenarios.stage import stage
from pipelines.lib.scenarios.staged import Staged
from pipelines.lib.scenarios.steps import CHECK, CLOSE, PEEK, Step, steps_of
from pipelines.lib.scenarios.warehouse import Memory, ModelFailed, nodes_for_looks

ENGINES = ("duckdb",)


class NoEngine(OpenbookError):
    """An engine that is not there."""

    exit_code = 2


@dataclass
class Outcome:
    """What became of one scenario: `errors` when it could not run, else what was judged."""

    read: Read
    program_id: str
    errors: list[RuleError] = field(default_factory=list)
    notes: tuple[RuleError, ...] = ()
    judged: list[Judged] = field(default_factory=list)
    found: Found | None = None
    is_refused_as_expected: bool = False

    @property
    def state(self) -> str:
        """passed, failed or error."""
        if self.is_refused_as_expected:
            return "passed"
        if self.errors:
            return "error"
        wanted = self.read.scenario.refused if self.read.scenario else None
        if wanted is not None or not all(one.is_met for one in self.judged):
            return "failed"
        return "passed"


@dataclass
class _Running:
    outcome: Outcome
    staged: Staged
    steps: list[Step]
    line_ids: dict[str, str] = field(default_factory=dict)

    def fail(self, *errors: RuleError) -> None:
        self.outcome.errors.extend(errors)
        self.steps = []


def run_files(paths: Sequence[Path], engine: str = "duckdb") -> list[Outcome]:
    """Run all scenarios of some files. Raises `NoEngine`."""
    return run_scenarios(read_files(paths), engine)


def run_scenarios(reads: Sequence[Read], engine: str = "duckdb") -> list[Outcome]:
    """Run scenarios; each outcome says what was found, or which errors kept it from running."""
    if engine not in ENGINES:
        raise NoEngine(f"no engine {engine} – choose one of {', '.join(ENGINES)}")
    outcomes: list[Outcome] = []
    running: list[_Running] = []
    for number, read in enumerate(reads, start=1):
        outcome = Outcome(read, f"s{number:04}")
        outcomes.append(outcome)
        started = _start(outcome)
        if started:
            running.append(started)
    if running:
        with tempfile.TemporaryDirectory() as folder:
            _advance(Memory(nodes_for_looks()), Books(Path(folder)), running)
    for outcome in outcomes:
        _settle_refusal(outcome)
    return outcomes


def _start(outcome: Outcome) -> _Running | None:
    staged, errors = stage(outcome.read, outcome.program_id)
    if staged is None:
        outcome.errors = errors
        return None
    outcome.notes = staged.plans.notes
    try:
        return _Running(outcome, staged, steps_of(staged))
    except Missing as missing:
        outcome.errors = list(missing.errors)
        return None


def _advance(memory: Memory, books: Books, running: list[_Running]) -> None:
    """All scenarios go through their moments together, step by step."""
    for number in range(max(len(one.steps) for one in running)):
        group = [one for one in running if number < len(one.steps)]
        _step(memory, books, group, number)


def _step(memory: Memory, books: Books, group: list[_Running], number: int) -> None:
    rows = []
    alive = []
    for one in group:
        try:
            rows.append(one.staged.rows(one.steps[number].at, one.line_ids))
            alive.append(one)
        except RuleErrors as error:
            one.fail(*(_placed(one.staged, found) for found in error.errors))
    if not alive:
        return
    try:
        memory.fill(rows)
        books.load(memory.con, {one.staged.program_id for one in alive})
        as_of = max(one.steps[number].at for one in alive)
        memory.build(as_of)
        _part(memory, books, [one for one in alive if _tells_causes(one, number)], number, as_of)
    except (ModelFailed, duckdb.Error) as error:  # some rows do not fit
        if len(alive) == 1:
            what = str(error).partition("\n")[0]
            alive[0].fail(_whole(alive[0].staged, what, "the engine cannot compute this"))
            return
        half = len(alive) // 2  # find the scenario that stops the others
        _step(memory, books, alive[:half], number)
        _step(memory, books, alive[half:], number)
        return
    _look(memory, [one for one in alive if one.steps[number].kind != CLOSE], number)
    for one in alive:
        if one.steps and one.steps[number].kind == CLOSE:
            _close(memory, books, one, one.steps[number])


def _part(
    memory: Memory, books: Books, group: list[_Running], number: int, as_of: datetime
) -> None:
    """Part the differences that are booked or looked at now."""
    known = {one.staged.program_id: (one.staged, one.steps[number].at) for one in group}
    books.part(memory, StagedPast(known), set(known), as_of)


def _tells_causes(one: _Running, number: int) -> bool:
    step = one.steps[number]
    expect = one.staged.scenario.expect
    asked = {name for index in step.checks for name in expect[index].model_fields_set}
    return step.kind == CLOSE or bool(asked & {"pending", "waived"})


def _close(memory: Memory, books: Books, one: _Running, step: Step) -> None:
    if _forfeits(one.staged):  # what was built is as of the latest of all that run together
        memory.build_alone("sta_forfeitures", step.at)
    try:
        books.close(memory.con, one.staged.program_id, step.calendar_id, step.period_id, step.at)
    except OpenbookError as error:
        one.fail(_whole(one.staged, str(error), "correct the closes"))


def _forfeits(staged: Staged) -> bool:
    plans = staged.plans.plans.values()
    versions = (version for plan in plans for version in plan.plan.versions)
    return any(version.forfeit_after_days is not None for version in versions)


def _look(memory: Memory, group: list[_Running], number: int) -> None:
    moments = {one.staged.program_id: one.steps[number].at for one in group}
    if not moments:
        return
    found = found_now(memory, moments)
    for one in group:
        own, step = found[one.staged.program_id], one.steps[number]
        if own.lacking:
            one.fail(*(_lacking(one.staged, row) for row in own.lacking))
        elif step.kind == PEEK:
            _peek(one, own, step)
        elif step.kind == CHECK:
            _check(one, own, step)


def _check(one: _Running, found: Found, step: Step) -> None:
    scenario, source = one.staged.scenario, one.staged.source
    for index in step.checks:
        line = source.line(("expect", index))
        one.outcome.judged.append(judge(scenario.expect[index], index, line, found))
    if step.is_last:
        one.outcome.found = found
        one.outcome.judged.sort(key=lambda judged: judged.index)


def _peek(one: _Running, found: Found, step: Step) -> None:
    """Find the line that a review names: as an expectation selects it."""
    row = one.staged.reviews[step.index]
    number = int(row["review_id"].removeprefix("R-"))
    facts = enumerate(one.staged.scenario.facts)
    reviews = [(index, fact) for index, fact in facts if isinstance(fact, Review)]
    index, review = reviews[number - 1]
    named = review.line.model_dump(exclude_none=True) if review.line else {}
    lines = Look(found, Expectation.model_validate({"lines": "1", **named})).lines
    if len(lines) != 1:
        what = f"{len(lines)} lines are meant by this review"
        error = one.staged.source.error(("facts", index, "line"), what, "name exactly one")
        one.fail(error)
        return
    one.line_ids[row["review_id"]] = lines[0]["line_id"]


def _lacking(staged: Staged, row: Mapping[str, Any]) -> RuleError:
    what = (
        f"no exchange rate for {row['event_record_key'].removeprefix('scenario:')}"
        f" ({row['currency_code']}, {row['source_currency_code']}): the run is blocked"
    )
    todo = "give `rates` dated before the day and at most 7 days old"
    return staged.source.error(("facts",), what, todo)


def _placed(staged: Staged, error: RuleError) -> RuleError:
    """An error of a deal stands where the scenario writes the deal, or its partner."""
    if error.place == staged.source.place:
        return error
    for index, deal_id in enumerate(deal_ids(staged.scenario.deals or ())):
        if error.deal_id == deal_id:
            return staged.source.error(("deals", index), error.what, error.todo)
    for index, partner in enumerate(staged.scenario.partners):
        if error.deal_id == f"D-{partner.id}":
            return staged.source.error(("partners", index), error.what, error.todo)
    return staged.source.error((), error.what, error.todo)


def _whole(staged: Staged, what: str, todo: str) -> RuleError:
    return staged.source.error((), what, todo)


def _settle_refusal(outcome: Outcome) -> None:
    """A scenario that expects a refusal passes when an error has the words."""
    scenario = outcome.read.scenario
    if scenario is not None and scenario.refused is not None:
        said = "\n".join(map(str, outcome.errors)).lower()
        outcome.is_refused_as_expected = bool(said) and scenario.refused.lower() in said
