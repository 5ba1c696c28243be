"""A book that can be closed: warehouse, ledger folder, and a portal that keeps heads."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb
import pytest

from pipelines.defs.ledger.close import Segment, close_period
from pipelines.defs.ledger.head import LedgerHead
from pipelines.defs.ledger.load import load_entries
from tests.dbt_project.statements import warehouse_of_lines as warehouse

CLOSES = {
    "2026-07": "2026-08-01T06:00:00",
    "2026-08": "2026-09-01T06:00:00",
    "2026-09": "2026-10-01T06:00:00",
    "2026-10": "2026-11-01T06:00:00",
}


@dataclass
class Book:
    """One program's warehouse and what a portal would remember of it."""

    path: Path
    ledger: Path
    heads: list[LedgerHead] = field(default_factory=list)

    def build(self, *select: str, as_of: str = "2026-10-28T12:00:00") -> None:
        """What a refresh does: the portal's heads and their segments in, then dbt."""
        with duckdb.connect(str(self.path)) as con:
            load_entries(con, self.heads, self.ledger)
            con.execute("delete from raw.portal_ledger_heads")
            warehouse.put(con, "raw", "portal_ledger_heads", [
                {"program_id": h.program_id, "calendar_id": h.calendar_id,
                 "period_id": h.period_id, "segment_sha256": h.segment_sha256,
                 "previous_sha256": h.previous_sha256 or "", "row_count": h.row_count,
                 "booked_at": h.booked_at, "booked_by": h.booked_by}
                for h in self.heads
            ])  # fmt: skip
        warehouse.build(self.path, *select, as_of=as_of)

    def close(self, period_id: str, *, at: str | None = None, **given: Any) -> Segment:
        """Close at the first morning after the period, or `at`."""
        given.setdefault("commit_head", self.heads.append)
        with duckdb.connect(str(self.path)) as con:
            return close_period(
                con,
                program_id=warehouse.PROGRAM,
                calendar_id="month",
                period_id=period_id,
                by="schedule",
                now=warehouse.at(at or CLOSES[period_id]),
                heads=list(self.heads),
                ledger=self.ledger,
                **given,
            )

    def lines(self, *rows: dict[str, Any]) -> None:
        warehouse.set_lines(self.path, rows)

    def put(self, table: str, *rows: dict[str, Any], schema: str = "raw") -> None:
        with duckdb.connect(str(self.path)) as con:
            warehouse.put(con, schema, table, rows)

    def ask(self, sql: str) -> list[dict[str, Any]]:
        return warehouse.ask(self.path, sql)


def opened(folder: Path) -> Book:
    """An empty program of months, July 2026 open."""
    path = folder / "warehouse.duckdb"
    warehouse.warehouse(path)
    return Book(path, folder / "ledger")


def july_closed(folder: Path, *select: str) -> Book:
    """July closed on 1 August with one line of 5.00 of client aa11bb22cc33."""
    book = opened(folder)
    book.lines(warehouse.line("a", 500))
    book.build(*select)
    book.close("2026-07")
    return book


@pytest.fixture
def book(tmp_path: Path) -> Book:
    """An empty program of months, July 2026 open."""
    return opened(tmp_path)
