"""What events are worth before levels: models up to `int_event_prices__capped`, in memory."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from typing import Any

from tests.dbt_project.statements.compiled import AS_OF, nodes
from tests.fixtures.warehouse_program import Program
from tests.properties.warehouse import LAYERS, Warehouse

MOMENT = datetime.fromisoformat("2026-12-31T12:00:00")


class Events(Warehouse):
    """The warehouse of some programs, built as far as the named models need."""

    def __init__(self, programs: Iterable[Program], *models: str) -> None:
        super().__init__()
        self.fill(program.rows for program in programs)
        for key in _needed(models or ("int_event_prices__capped",)):
            self._make(key)

    def _make(self, key: str) -> None:
        node = nodes(LAYERS)[key]
        schema = node.relation.split(".")[1].strip('"')
        self.con.execute(f"create schema if not exists {schema}")
        if node.kind == "seed":
            self.con.execute(node.sql)
            return
        sql = node.sql.replace(AS_OF, MOMENT.isoformat())
        what = "view" if node.materialized == "view" else "table"
        self.con.execute(f"create or replace {what} {node.relation} as {sql}")

    def prices(self, program_id: str, column: str = "exact_amount") -> dict[str, Any]:
        """One column of the prices of a program by the event's native id."""
        rows = self.ask(
            f"select record_key, {column} as found from intermediate.int_event_prices__capped "
            f"where program_id = '{program_id}' order by record_key"
        )
        return {row["record_key"].removeprefix("test:"): row["found"] for row in rows}

    def total(self, program_id: str) -> Decimal:
        return sum(self.prices(program_id).values(), Decimal(0))


def _needed(models: Iterable[str]) -> list[str]:
    found = nodes(LAYERS)
    wanted: set[str] = set()
    rest = [key for key in found if key.rsplit(".", 1)[-1] in models]
    assert rest, f"no model is called {models}"
    while rest:
        key = rest.pop()
        if key in found and key not in wanted and found[key].kind in ("model", "seed"):
            wanted.add(key)
            rest += found[key].needs
    return [key for key in found if key in wanted]
