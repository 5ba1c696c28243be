"""Scenarios that are looked at once, kept built: a mutant rebuilds what stands below it alone."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path

from commission_rules.schema.scenario.reading import Read
from pipelines.lib.scenarios.books import Books
from pipelines.lib.scenarios.found import Found, found_now
from pipelines.lib.scenarios.judge import judge
from pipelines.lib.scenarios.stage import stage
from pipelines.lib.scenarios.staged import Staged
from pipelines.lib.scenarios.steps import CHECK, Step, steps_of
from pipelines.lib.scenarios.warehouse import Memory, ModelFailed
from tests.mutation.engine import changed
from tests.mutation.mutants import Mutant

SETTLING = "commission"  # as a metric its programs are built in passes


class Prepared:
    """A warehouse of all scenarios that nothing is closed in and that look once."""

    def __init__(self, reads: Sequence[Read]) -> None:
        self.scenarios: dict[str, tuple[Staged, Step]] = {}
        for number, read in enumerate(reads, start=1):
            if read.scenario is None or read.scenario.refused is not None:
                continue
            staged, _ = stage(read, f"s{number:04}")
            steps = steps_of(staged) if staged else []
            if staged and len(steps) == 1 and steps[0].kind == CHECK and not _settles(read):
                self.scenarios[staged.program_id] = (staged, steps[0])
        self.memory = Memory()
        self.original = self.memory.nodes
        self.as_of = max(step.at for _, step in self.scenarios.values())
        self.memory.fill([staged.rows(step.at, {}) for staged, step in self.scenarios.values()])
        with tempfile.TemporaryDirectory() as folder:
            Books(Path(folder)).load(self.memory.con, set(self.scenarios))
        self.memory.build(self.as_of)
        self.stale: frozenset[str] = frozenset()

    def killer(self, mutant: Mutant) -> str:
        """The scenario that notices the mutant; "" when none does."""
        nodes = changed(self.original, mutant)
        hit = [node.name for key, node in nodes.items() if node is not self.original[key]]
        keys = frozenset[str]().union(*(self.memory.below(name) for name in hit))
        self.memory.nodes = nodes
        try:
            self.memory._run(keys | self.stale, self.as_of)
            found = found_now(self.memory, {p: s.at for p, (_, s) in self.scenarios.items()})
        except ModelFailed as error:
            return f"a model that fails: {str(error)[:80]}"
        finally:
            self.memory.nodes = self.original
            self.stale = keys
        told = (self._noticed(program_id, own) for program_id, own in found.items())
        return next(filter(None, told), "")

    def _noticed(self, program_id: str, found: Found) -> str:
        staged, step = self.scenarios[program_id]
        if found.lacking:
            return f"scenario: {staged.scenario.name}"
        for index in step.checks:
            if not judge(staged.scenario.expect[index], index, 0, found).is_met:
                return f"scenario: {staged.scenario.name}"
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
