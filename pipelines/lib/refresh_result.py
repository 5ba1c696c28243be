"""What a refresh did: per program, per check, per step."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Literal

from data_tests.runner import CheckResult

Outcome = Literal["published", "unchanged", "blocked"]


@dataclass(frozen=True)
class Step:
    """One step as it begins (`seconds` is None) or ends; `detail` is one short line."""

    name: str
    seconds: float | None = None
    detail: str = ""


OnStep = Callable[[Step], None]


@contextmanager
def step(
    on_step: OnStep | None, name: str, seconds_by_name: dict[str, float] | None = None
) -> Iterator[list[str]]:
    """Tell that a step begins and, with its seconds, that it ended; what the caller appends is its
    detail. A step that raises has no end. `seconds_by_name` keeps them as well.
    """
    show = on_step or (lambda told: None)
    show(Step(name))
    started, detail = time.monotonic(), list[str]()
    yield detail
    seconds = time.monotonic() - started
    if seconds_by_name is not None:
        seconds_by_name[name] = round(seconds, 3)
    show(Step(name, seconds, ", ".join(detail)))


@dataclass(frozen=True)
class ProgramOutcome:
    """What became of one program. `digest` is the release that readers see now, if any."""

    program_id: str
    outcome: Outcome
    digest: str | None = None
    reason: str = ""


@dataclass
class RefreshResult:
    """Everything one refresh has to tell; `built` is False when nothing had to be done."""

    as_of: str = ""
    built: bool = False
    programs: dict[str, ProgramOutcome] = field(default_factory=dict)
    checks: list[CheckResult] = field(default_factory=list)
    manifests: dict[str, dict[str, Any]] = field(default_factory=dict)
    files: list[Any] = field(default_factory=list)  # the door's result per file
    nodes: list[Any] = field(default_factory=list)  # dbt's result per model
    seconds: dict[str, float] = field(default_factory=dict)

    @property
    def blocked(self) -> list[ProgramOutcome]:
        return [found for found in self.programs.values() if found.outcome == "blocked"]

    def failed_checks(self, program_id: str) -> list[CheckResult]:
        """The checks that keep a program's release from being renewed."""
        return [c for c in self.checks if c.program_id == program_id and not c.passed]
