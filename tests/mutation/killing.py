"""Whether a mutant is noticed: by scenarios first, only as many as it takes, then properties.

What nothing is closed in stands built in one warehouse, and a mutant of the SQL rebuilds what is
below it (`prepared`); then all scenarios run as they always do, those that the mutant names first.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

from tests.mutation.engine import changed
from tests.mutation.mutants import Mutant

if TYPE_CHECKING:
    from tests.mutation.prepared import Prepared

CHUNK = 90  # scenarios that share a warehouse after those that the mutant names


@dataclass(frozen=True)
class Verdict:
    """What noticed a mutant; nothing did when `killer` is empty."""

    name: str
    killer: str

    @property
    def is_killed(self) -> bool:
        """Whether something noticed it."""
        return bool(self.killer)


def verdict(mutant: Mutant | None) -> Verdict:
    """Run scenarios and then properties until one notices; without a mutant none may."""
    name = mutant.name if mutant else "the engine as it is"
    if mutant is not None and mutant.is_sql:
        killer = _prepared().killer(mutant) or next(_by_scenarios(mutant), "")
    else:
        killer = next(_by_scenarios(mutant), "")
    return Verdict(name, killer or next(_by_properties(mutant), ""))


@lru_cache(maxsize=1)
def _prepared() -> Prepared:
    from tests.mutation.prepared import Prepared
    from tests.scenarios.files import WAITING, reads

    return Prepared([read for read in reads() if read.name not in WAITING])


def _by_scenarios(mutant: Mutant | None) -> Iterator[str]:
    from pipelines.lib.scenarios import run, warehouse
    from tests.scenarios.files import FOLDER, WAITING, reads

    waiting = [read for read in reads() if read.name not in WAITING]
    first = mutant.first if mutant else ()

    def is_first(place: str) -> bool:
        return Path(place).relative_to(FOLDER).parts[0] in first

    near = [read for read in waiting if is_first(read.source.place)]
    far = [read for read in waiting if not is_first(read.source.place)]
    chunks = [near] + [far[at : at + CHUNK] for at in range(0, len(far), CHUNK)]
    nodes = changed(_scenario_nodes(), mutant)
    with patch.object(warehouse, "nodes", lambda: nodes):
        for chunk in filter(None, chunks):
            for outcome in run.run_scenarios(chunk):
                if outcome.state != "passed":
                    yield f"scenario: {outcome.read.name}"


def _by_properties(mutant: Mutant | None) -> Iterator[str]:
    from pipelines.lib.scenarios.warehouse import ModelFailed
    from tests.properties import programs, warehouse
    from tests.properties.batches import check, drawn
    from tests.properties.test_lines import COUNTS, KNOWN

    nodes = changed(_scenario_nodes(), mutant)
    with patch.object(warehouse, "nodes", lambda layers: nodes):
        for kind, count in COUNTS.items():
            drafts = drawn(getattr(programs, kind), count, 1)
            try:
                failing = check(warehouse.Warehouse(), drafts)
            except (AssertionError, ModelFailed) as error:
                yield f"{kind}: {str(error)[:80]}"
                continue
            for name in failing:
                if (kind, name) not in KNOWN:
                    yield f"property: {kind} {name.removeprefix('s')}"


@lru_cache(maxsize=1)
def _scenario_nodes() -> dict[str, Any]:
    from pipelines.lib.scenarios.sql import nodes

    return nodes()
