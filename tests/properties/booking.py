"""Close periods of many programs in one warehouse, and read what the ledger says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from pipelines.defs.ledger.close import close_period
from pipelines.defs.ledger.head import HEAD_COLUMNS, LedgerHead
from pipelines.defs.ledger.load import load_entries
from tests.oracle.facts import Rows
from tests.oracle.ledger import Entry
from tests.properties.warehouse import Warehouse


class Books:
    """The heads of all programs, as the portal would keep them."""

    def __init__(self, warehouse: Warehouse, folder: Path) -> None:
        self.warehouse = warehouse
        self.folder = folder
        self.heads: list[LedgerHead] = []

    def refresh(self, rows: Mapping[str, Rows], as_of: datetime) -> None:
        """What a refresh does: facts in, the heads and their segments in, models built."""
        con = self.warehouse.con
        self.warehouse.fill(rows.values())
        con.execute("drop table if exists raw.ledger_segments")
        load_entries(con, self.heads, self.folder)
        for head in self.heads:
            values = [getattr(head, name) for name in HEAD_COLUMNS]
            values = ["" if value is None else value for value in values]
            places = ", ".join("?" for _ in HEAD_COLUMNS)
            names = ", ".join(HEAD_COLUMNS)
            con.execute(f"insert into raw.portal_ledger_heads ({names}) values ({places})", values)
        self.warehouse.build(as_of)

    def close(self, programs: Iterable[str], period_id: str, now: datetime) -> None:
        """Close a month of every program; the heads count at once, the warehouse follows at the
        next refresh."""
        for program_id in programs:
            known = [head for head in self.heads if head.program_id == program_id]
            close_period(
                self.warehouse.con,
                program_id=program_id,
                calendar_id="month",
                period_id=period_id,
                by="test",
                now=now,
                heads=known,
                commit_head=self.heads.append,
                ledger=self.folder,
            )


ENTRIES = """
    select program_id, entry_kind, period_id, origin_period_id, partner_id, deal_id, component_id,
        currency_code, amount_minor, payable_from
    from raw.ledger_entries where entry_kind in ('line', 'difference')
"""
DIFFERENCES = """
    select program_id, 'difference' as entry_kind, '' as period_id, origin_period_id, partner_id,
        deal_id, component_id, currency_code, amount_minor, payable_from
    from statements.sta_differences
    where calendar_id = 'month' and not is_waived and amount_minor <> 0
"""


def found(warehouse: Warehouse, sql: str) -> dict[str, Counter[Any]]:
    """Rows of the warehouse by program, counted."""
    by_program: dict[str, Counter[Any]] = {}
    for row in warehouse.ask(sql):
        program_id, *values = row.values()
        by_program.setdefault(program_id, Counter())[tuple(values)] += 1
    return by_program


def expected(entries: Iterable[Entry]) -> Counter[Any]:
    """The oracle's entries in the same form."""
    return Counter(
        (
            entry.kind, entry.period, entry.origin, entry.bookable.partner_id,
            entry.bookable.deal_id, entry.bookable.component_id, entry.bookable.currency,
            entry.minor, entry.bookable.payable_from,
        )
        for entry in entries
    )  # fmt: skip
