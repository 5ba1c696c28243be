"""All scenarios and random programs, kept built: a mutant rebuilds what it moves, no more.

A scenario with closes stands once per moment, with the books that the engine as it is has kept. So
what differs at its first moments is certain; what comes after a close that a mutant changes, or
waits for the commission of the period before, is run anew before it counts.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch

from commission_rules.schema.scenario.reading import Read
from pipelines.lib.scenarios import run, warehouse
from pipelines.lib.scenarios.books import Books
from pipelines.lib.scenarios.found import BY_MOMENT, found_now
from pipelines.lib.scenarios.judge import judge
from pipelines.lib.scenarios.run import _Running
from pipelines.lib.scenarios.steps import CHECK, Step
from pipelines.lib.scenarios.warehouse import Memory, ModelFailed
from tests.mutation.engine import changed
from tests.mutation.mutants import Mutant
from tests.mutation.standing import Standing

SETTLING = "commission"  # as a metric its programs are built in passes
AT_ONCE = 15  # scenarios that are run anew together


@dataclass
class Moment:
    """Scenarios at their step of one number, by program."""

    number: int
    standing: Standing
    programs: dict[str, _Running]


class Prepared:
    """Warehouses of all scenarios that are not refused, one for each step."""

    def __init__(self, reads: Sequence[Read]) -> None:
        self.settling = {read.name for read in reads if _settles(read)}
        started = (
            run._start(run.Outcome(read, f"s{number:04}"))
            for number, read in enumerate(reads, start=1)
            if read.scenario is not None and read.scenario.refused is None
        )
        running = [one for one in started if one]
        nodes = warehouse.nodes()  # once: files of the project may change meanwhile
        self.moments: list[Moment] = []
        with tempfile.TemporaryDirectory() as folder:
            books = Books(Path(folder))
            for number in range(max(len(one.steps) for one in running)):
                group = [one for one in running if number < len(one.steps)]
                memory = Memory(nodes)
                run._step(memory, books, group, number)
                standing = Standing(memory, max(one.steps[number].at for one in group))
                programs = {one.staged.program_id: one for one in group}
                self.moments.append(Moment(number, standing, programs))
        self.failing = [one.outcome.read.name for one in running if one.outcome.state != "passed"]

    def killer(self, mutant: Mutant) -> str:
        """The scenario that notices the mutant; "" when none does."""
        nodes = changed(self.moments[0].standing.nodes, mutant)
        doubtful: dict[str, _Running] = {}  # by program: noticed first, then what may notice
        maybe: dict[str, _Running] = {}
        for moment in self.moments:
            try:
                with moment.standing.with_nodes(nodes):
                    for program_id, is_noticed in self._looks(moment):
                        one = moment.programs[program_id]
                        is_certain = program_id not in maybe and not self._waits(one)
                        if is_noticed and is_certain:
                            return f"scenario: {one.outcome.read.name}"
                        (doubtful if is_noticed else maybe)[program_id] = one
            except ModelFailed as error:
                return f"a model that fails: {str(error)[:80]}"
        again = list({**doubtful, **maybe}.values())
        return _run_anew([one.outcome.read for one in again], nodes)

    def _looks(self, moment: Moment) -> Iterator[tuple[str, bool]]:
        """Programs that came out new at a moment, and whether an expectation fails there."""
        standing = moment.standing
        new = standing.programs().intersection(moment.programs)
        every = standing.is_hit(tuple(BY_MOMENT.values()))  # what they say of other moments
        checks: dict[str, Step] = {}
        for program_id in sorted(moment.programs if every else new):
            step = moment.programs[program_id].steps[moment.number]
            if step.kind == CHECK:
                checks[program_id] = step
            elif program_id in new:
                yield program_id, False
        found = found_now(standing.memory, {p: step.at for p, step in checks.items()})
        for program_id, step in checks.items():
            one = moment.programs[program_id]
            if found[program_id].lacking or not _holds(one, step, found):
                yield program_id, True
            elif program_id in new and self._waits(one):
                yield program_id, False

    def _waits(self, one: _Running) -> bool:
        return one.outcome.read.name in self.settling


def _holds(one: _Running, step: Step, found: dict[str, run.Found]) -> bool:
    own, expect = found[one.staged.program_id], one.staged.scenario.expect
    return all(judge(expect[index], index, 0, own).is_met for index in step.checks)


def _run_anew(reads: Sequence[Read], nodes: dict[str, warehouse.Node]) -> str:
    with patch.object(warehouse, "nodes", lambda: nodes):
        for at in range(0, len(reads), AT_ONCE):
            for outcome in run.run_scenarios(reads[at : at + AT_ONCE]):
                if outcome.state != "passed":
                    return f"scenario: {outcome.read.name}"
    return ""


def _settles(read: Read) -> bool:
    return any(
        tiers.get("metric") == SETTLING
        for plan in (read.scenario.all_plans().values() if read.scenario else ())
        if isinstance(plan, dict)
        for tiers in _dicts(plan)
    )


def _dicts(value: object) -> list[dict[str, object]]:
    """Every mapping inside of a plan."""
    if isinstance(value, dict):
        return [value, *(found for inner in value.values() for found in _dicts(inner))]
    if isinstance(value, list | tuple):
        return [found for inner in value for found in _dicts(inner)]
    return []
