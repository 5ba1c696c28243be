"""Programs whose terms are plans: compiled by the product, then computed by its SQL in memory."""

from __future__ import annotations

import json
import tempfile
from calendar import monthrange
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

from commission_rules.compiler import compile_rules, resolve
from tests.commission_rules.builders import title, version
from tests.fixtures.warehouse_program import FOREVER, Program
from tests.properties.warehouse import Warehouse

Data = dict[str, Any]
AS_OF = datetime(2026, 12, 20)  # noqa: DTZ001 - UTC without zone, as the warehouse has it


class Agreed(Program):
    """A program that agrees on plans; `rows_of` compiles them."""

    def __init__(self, program_id: str, currency: str = "EUR") -> None:
        super().__init__(program_id, currency)
        self.plans: dict[str, Data] = {}
        self.deals: list[Data] = []

    def more_years(self, last_year: int) -> None:
        """Add the months of the years after 2026."""
        for year in range(2027, last_year + 1):
            for month in range(1, 13):
                self._add(
                    "raw", "portal_periods", calendar_id="month", is_open=False,
                    period_id=f"{year}-{month:02}", period_no=(year - 2026) * 12 + month,
                    starts_on=date(year, month, 1),
                    ends_on=date(year, month, monthrange(year, month)[1]),
                )  # fmt: skip

    def agree(
        self,
        partner_id: str,
        *components: Data,
        deal_id: str | None = None,
        since: str = "2026-01-01",
        until: str = FOREVER,
        brand: str | None = None,
        currency: str | None = None,
        plan_currency: str | None = None,
        versions: Iterable[Data] = (),
        **common: Any,
    ) -> str:
        """A deal on a plan of its own with these components; returns the deal's id.

        `versions` stands in place of components for a plan of several versions.
        """
        deal = deal_id or f"deal-{partner_id}"
        plan_id = deal.lower().replace("-", "_")
        self.plans[plan_id] = {
            "title": title(plan_id),
            "currency": plan_currency or self.currency,
            "calendar": "month",
            "versions": list(versions) or [version(*components, **common)],
        }
        self.deals.append(
            {
                "program_id": self.program_id, "deal_id": deal, "deal_version_no": 1,
                "partner_id": partner_id, "brand": brand, "plan_id": plan_id,
                "currency_code": currency or plan_currency or self.currency, "calendar_id": "month",
                "valid_from": date.fromisoformat(since), "valid_to": date.fromisoformat(until),
                "overrides": None,
            }
        )  # fmt: skip
        return deal


def rows_of(programs: Iterable[Agreed]) -> list[dict[tuple[str, str], list[Data]]]:
    """Rows of `raw` and `terms` of the programs; raises RuleErrors for what is refused."""
    programs = list(programs)
    with tempfile.TemporaryDirectory() as folder:
        for program in programs:
            (Path(folder) / program.program_id).mkdir()
            for name, plan in program.plans.items():
                path = Path(folder) / program.program_id / f"{name}.yaml"
                path.write_text(json.dumps(plan))
        compiled = compile_rules(Path(folder))
    terms = resolve(compiled, [deal for p in programs for deal in p.deals], languages=("en",))
    found = []
    for program in programs:
        rows: dict[tuple[str, str], list[Data]] = dict(program.rows)
        for table, own in terms.items():
            rows["terms", table] = [r for r in own if r["program_id"] == program.program_id]
        found.append(rows)
    return found


@lru_cache(maxsize=1)
def warehouse() -> Warehouse:
    """One warehouse for all tests of a run: dbt compiles once."""
    return Warehouse()


def computed(programs: Iterable[Agreed], as_of: datetime = AS_OF) -> Warehouse:
    """Compute everything about these programs and nothing else."""
    found = warehouse()
    found.fill(rows_of(programs))
    found.build(as_of)
    return found


def paid(
    found: Warehouse, program_id: str, *columns: str, where: str = "true"
) -> dict[Any, Decimal]:
    """Exact amounts of a program's lines that are not 0, by one or several columns."""
    names = ", ".join(columns or ("period_id",))
    rows = found.ask(
        f"select {names}, sum(exact_amount) as amount from commissions.com_lines "
        f"where program_id = '{program_id}' and {where} group by {names} "
        "having sum(exact_amount) <> 0"
    )
    single = len(columns or ("period_id",)) == 1
    return {
        (next(iter(row.values())) if single else tuple(row.values())[:-1]): row["amount"]
        for row in rows
    }
