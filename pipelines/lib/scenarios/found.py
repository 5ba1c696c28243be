# ruff: noqa: S608 - relations are the project's own
"""What the warehouse says of each program at a moment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from pipelines.lib.scenarios.warehouse import Memory

Row = dict[str, Any]
PLAIN = {
    "facts": "commissions.com_line_facts",
    "unpaid": "commissions.com_unpaid_events",
    "entries": "statements.sta_entries",
    "differences": "statements.sta_differences",
    "statements": "statements.sta_statements",
    "components": "terms.deal_components",
    "attributions": "intermediate.int_attributions__resolved",
}
BY_MOMENT = {"lines": "com_lines", "balances": "sta_balances"}
LACKING = "fx_rates_are_known"


@dataclass
class Found:
    """Rows of one program; lines and balances as of its own moment."""

    lines: list[Row] = field(default_factory=list)
    facts: list[Row] = field(default_factory=list)
    unpaid: list[Row] = field(default_factory=list)
    entries: list[Row] = field(default_factory=list)
    differences: list[Row] = field(default_factory=list)
    statements: list[Row] = field(default_factory=list)
    balances: list[Row] = field(default_factory=list)
    components: list[Row] = field(default_factory=list)
    attributions: list[Row] = field(default_factory=list)
    lacking: list[Row] = field(default_factory=list)


def found_now(memory: Memory, moments: Mapping[str, datetime]) -> dict[str, Found]:
    """Everything found, by program; `moments` gives each program's moment."""
    found = {program_id: Found() for program_id in moments}
    for name, relation in PLAIN.items():
        _sort_out(memory, f"select * from warehouse.{relation}", name, found)
    _sort_out(memory, f"({memory.node(LACKING).sql})", "lacking", found)
    for name, model in BY_MOMENT.items():
        _sort_out(memory, memory.model_at(model, moments), name, found)
    return found


def _sort_out(memory: Memory, sql: str, name: str, found: Mapping[str, Found]) -> None:
    inner = sql if sql.startswith("(") else f"({sql})"
    rows = memory.ask(
        f"select * from {inner} where list_contains($programs, program_id)",
        {"programs": list(found)},
    )
    for row in rows:
        getattr(found[row["program_id"]], name).append(row)
