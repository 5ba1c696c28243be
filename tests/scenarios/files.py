"""The scenario files, read once."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from commission_rules.schema.scenario.reading import Read, read_files

FOLDER = Path(__file__).resolve().parents[2] / "commission_rules" / "scenarios"
# What the page says and the engine does not compute yet, by the scenario's name. A scenario that
# passes again must leave this list: the test fails then.
WAITING = {}


@lru_cache(maxsize=1)
def reads() -> list[Read]:
    """All scenarios of all files, in order."""
    return read_files(sorted(FOLDER.rglob("*.yaml")))


def name_of(read: Read) -> str:
    """The file and the sentence, as a test's id."""
    return f"{Path(read.source.place).relative_to(FOLDER)}: {read.name}"
