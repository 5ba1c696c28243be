"""What a person sees while it runs: a live line per step on a terminal, plain lines elsewhere."""

from __future__ import annotations

import sys
from types import TracebackType

from rich.console import Console
from rich.status import Status

from pipelines.lib.refresh_result import RefreshResult, Step

MARKS = {"published": "✓", "unchanged": "=", "blocked": "✗"}


class Progress:
    """Use as `with Progress() as show: refresh(on_step=show)`; quiet when `is_quiet`."""

    def __init__(self, is_quiet: bool = False) -> None:
        self.console = Console(file=sys.stderr, highlight=False, soft_wrap=True)
        self.is_quiet = is_quiet
        self._status: Status | None = None

    def __enter__(self) -> Progress:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stop()

    def __call__(self, step: Step) -> None:
        """Show that a step began or ended."""
        if self.is_quiet:
            return
        self._stop()
        if step.seconds is not None:
            self.say(f"{step.name:<18}{step.seconds:6.1f} s  {step.detail}".rstrip())
        elif self.console.is_terminal:
            self._status = self.console.status(f"{step.name} …")
            self._status.start()

    def say(self, text: str) -> None:
        """One plain line."""
        if not self.is_quiet:
            self.console.print(text, markup=False)

    def outcome(self, result: RefreshResult) -> None:
        """One line per program, and why where a release was held."""
        for found in result.programs.values():
            digest = (found.digest or "no release")[:12]
            line = f"{MARKS[found.outcome]} {found.program_id:<16}{found.outcome:<11}{digest}"
            self.say(f"{line}  {found.reason}".rstrip())

    def _stop(self) -> None:
        if self._status is not None:
            self._status.stop()
            self._status = None
