"""Whether a mutant is noticed: by scenarios first, then by the random programs of CI.

A mutant of the SQL is tried on warehouses that stand built (`prepared`, `drawn`). One of a Python
module has a process of its own: there only the scenarios are run that it lays out otherwise
(`staging`).
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from tests.mutation.mutants import Mutant

if TYPE_CHECKING:  # nothing of the product is imported before a mutant of it is installed
    from commission_rules.schema.scenario.reading import Read
    from tests.mutation.drawn import Drawn
    from tests.mutation.prepared import Prepared

CHUNK = 60  # scenarios that share a warehouse


@dataclass(frozen=True)
class Verdict:
    """What noticed a mutant; nothing did when `killer` is empty."""

    name: str
    killer: str

    @property
    def is_killed(self) -> bool:
        """Whether something noticed it."""
        return bool(self.killer)


def verdict(mutant: Mutant) -> Verdict:
    """Try a mutant of the SQL."""
    return Verdict(mutant.name, prepared().killer(mutant) or _drawn().killer(mutant))


def verdict_alone(mutant: Mutant, known: Path) -> Verdict:
    """Try a mutant that is installed in this process; `known` are the prints without it."""
    before = json.loads(known.read_text(encoding="utf-8"))
    killer = next(_by_scenarios(mutant, before), "")
    return Verdict(mutant.name, killer or next(_by_properties(), ""))


@lru_cache(maxsize=1)
def prepared() -> Prepared:
    """All scenarios, built once a process."""
    from tests.mutation.prepared import Prepared

    return Prepared(_reads())


@lru_cache(maxsize=1)
def _drawn() -> Drawn:
    from tests.mutation.drawn import Drawn

    return Drawn()


def write_prints(path: Path) -> None:
    """What the compiler as it is makes of the scenarios."""
    from tests.mutation.staging import prints

    path.write_text(json.dumps(prints(_reads())), encoding="utf-8")


def _reads() -> list[Read]:
    from tests.scenarios.files import WAITING, reads

    return [read for read in reads() if read.name not in WAITING]


def _by_scenarios(mutant: Mutant, before: Mapping[str, str]) -> Iterator[str]:
    from tests.mutation.staging import prints

    reads = _reads()
    now = prints(reads)
    moved = [
        read for read, (place, found) in zip(reads, now.items(), strict=True)
        if before.get(place) != found
    ]  # fmt: skip
    if not moved:  # it changes what is done later, with what is laid out the same
        moved = [read for read in reads if _folder(read) in mutant.first]
    is_refused = [read.scenario is not None and read.scenario.refused is not None for read in moved]
    cheap = [read for read, refused in zip(moved, is_refused, strict=True) if refused]
    rest = [read for read, refused in zip(moved, is_refused, strict=True) if not refused]
    rest.sort(key=lambda read: _folder(read) not in mutant.first)
    for chunk in (cheap, *(rest[at : at + CHUNK] for at in range(0, len(rest), CHUNK))):
        yield from _failing(chunk)


def _folder(read: Read) -> str:
    return Path(read.source.place).parent.name


def _failing(reads: Sequence[Read]) -> Iterator[str]:
    from pipelines.lib.scenarios.run import run_scenarios

    for outcome in run_scenarios(reads) if reads else ():
        if outcome.state != "passed":
            yield f"scenario: {outcome.read.name}"


def _by_properties() -> Iterator[str]:
    from pipelines.lib.scenarios.warehouse import ModelFailed
    from tests.properties import programs, warehouse
    from tests.properties.batches import check, drawn
    from tests.properties.test_lines import COUNTS

    for kind, count in COUNTS.items():
        drafts = drawn(getattr(programs, kind), count, 1)
        try:
            failing = check(warehouse.Warehouse(), drafts)
        except (AssertionError, ModelFailed) as error:
            yield f"{kind}: {str(error)[:80]}"
            continue
        for name in failing:
            yield f"property: {kind} {name.removeprefix('s')}"
