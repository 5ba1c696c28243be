"""What the compiler refuses: all errors at once, each with its place and what to do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class RuleError:
    """One error. `place` is a file (or `deal D-104 of larkspur`), `line` counts from 1."""

    place: str
    line: int
    what: str
    todo: str
    program_id: str = ""
    deal_id: str = ""

    def __str__(self) -> str:
        where = f"{self.place}:{self.line}" if self.line else self.place
        return f"{where}: {self.what} – {self.todo}"


class RuleErrors(Exception):
    """Every error that was found; `str()` is one line for each.

    `rules_hash` is set when the plans compiled and only deals are refused: then the programs that
    `errors` name are refused, and the others' terms hold.
    """

    def __init__(self, errors: Sequence[RuleError], rules_hash: str = "") -> None:
        self.errors = sorted(set(errors))
        self.rules_hash = rules_hash
        super().__init__("\n".join(map(str, self.errors)))
