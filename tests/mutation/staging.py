"""What the compiler makes of every scenario, as one print each: a mutant of a Python module is
noticed by scenarios whose print it changes, or, if it changes none, by what is done with them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence

from commission_rules.compiler.errors import RuleErrors
from commission_rules.schema.scenario.reading import Read
from pipelines.lib.scenarios.people import Missing
from pipelines.lib.scenarios.stage import stage
from pipelines.lib.scenarios.steps import steps_of


def prints(reads: Sequence[Read]) -> dict[str, str]:
    """A print of what each scenario is laid out as, by place and name."""
    return {
        f"{read.source.place}: {read.name}": hashlib.sha256(
            "\n".join(_told(read, f"s{number:04}")).encode()
        ).hexdigest()
        for number, read in enumerate(reads, start=1)
    }


def _told(read: Read, program_id: str) -> Iterator[str]:
    if read.scenario is None:
        yield repr(read.errors)
        return
    staged, errors = stage(read, program_id)
    yield repr(errors)
    if staged is None:
        return
    try:
        for step in steps_of(staged):
            yield repr(step)
            yield repr(sorted(staged.rows(step.at, {}).items()))
    except (Missing, RuleErrors) as error:
        yield str(error)
