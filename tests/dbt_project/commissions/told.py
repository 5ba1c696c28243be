"""Programs told in a test, computed in memory by the project's own SQL (compiled once)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any

from tests.fixtures.warehouse_program import Program
from tests.properties.warehouse import Warehouse

AS_OF = datetime.fromisoformat("2026-10-28T12:00:00")


@lru_cache(maxsize=1)
def _warehouse() -> Warehouse:
    return Warehouse()


class Told:
    """What the warehouse says of a program."""

    def __init__(self, warehouse: Warehouse) -> None:
        self.warehouse = warehouse

    def ask(self, sql: str) -> list[tuple[Any, ...]]:
        """Rows of a query as tuples."""
        return [tuple(row.values()) for row in self.warehouse.ask(sql)]

    def lines(self, *columns: str, where: str = "true") -> list[tuple[Any, ...]]:
        """Columns of the lines, dates and times as text, in the order of time."""
        names = ", ".join(columns)
        return self.ask(
            f"select {names} from commissions.com_lines where {where} "
            "order by event_on, occurred_at, event_record_key, step_no, partner_id, level"
        )

    def amounts(self, *columns: str, where: str = "true") -> dict[Any, Decimal]:
        """Exact amounts by one or several columns of the line."""
        names = ", ".join(columns)
        rows = self.ask(
            f"select {names}, sum(exact_amount) from commissions.com_lines "
            f"where {where} group by {names}"
        )
        return {row[0] if len(columns) == 1 else row[:-1]: row[-1] for row in rows}

    def reasons(self) -> dict[str, str]:
        """Why events earned nothing, by the event's native id."""
        return dict(
            self.ask(
                "select replace(event_record_key, 'test:', ''), reason_code "
                "from commissions.com_unpaid_events"
            )
        )


def told(*programs: Program, as_of: datetime = AS_OF) -> Told:
    """Compute programs; what an earlier call computed is replaced."""
    warehouse = _warehouse()
    warehouse.fill(_rows(programs))
    warehouse.build(as_of)
    return Told(warehouse)


def _rows(programs: Iterable[Program]) -> list[Any]:
    return [program.rows for program in programs]
