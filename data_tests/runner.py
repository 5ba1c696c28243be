"""What a check answered: the one shape in which both gates speak."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class CheckResult:
    """One expectation on one program's rows.

    `failed_rows` counts all; `sample` holds at most 20 of them (no personal data: they come from
    canonical rows). `passed` is False exactly when the gate must block.
    """

    gate: str  # "gate_1" or "gate_2"
    program_id: str
    subject: str  # feed or table
    check_name: str
    passed: bool
    failed_rows: int = 0
    sample: tuple[dict[str, str], ...] = field(default_factory=tuple)
    message: str = ""
