"""The warehouse in memory of scenarios, filled with many random programs and their ledgers.

One statement costs milliseconds, a dbt run half a minute; that incremental models give what these
full statements give is held in tests/dbt_project/commissions/test_incremental.py.
"""

from __future__ import annotations

from collections.abc import Iterable

from pipelines.lib.scenarios.sql import LAYERS
from pipelines.lib.scenarios.tables import LEDGER
from pipelines.lib.scenarios.warehouse import Memory
from tests.dbt_project.statements.compiled import nodes
from tests.oracle.facts import Rows

__all__ = ["LAYERS", "Warehouse"]


class Warehouse(Memory):
    """Tables of `raw` and `terms`, and what the models make of them."""

    def __init__(self) -> None:
        super().__init__(nodes(LAYERS))

    def fill(self, programs: Iterable[Rows]) -> None:
        """Replace everything by the rows of these programs (`plan` is what the oracle reads)."""
        for name in LEDGER:
            self.con.execute(f"drop table if exists raw.{name}")
        tables = [{t: own for t, own in rows.items() if t[0] != "plan"} for rows in programs]
        super().fill(tables)
