"""Each cause books what it moved: the oracle's parts, and parts that add up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from pipelines.defs.rules import TABLES
from pipelines.lib.causes import FIRST_MODEL, part_differences
from tests.oracle.causes import parts_of
from tests.oracle.engine import compute
from tests.oracle.facts import Rows
from tests.oracle.ledger import Ledger
from tests.properties import programs
from tests.properties.batches import drawn
from tests.properties.booking import Books
from tests.properties.draft import compiled
from tests.properties.test_ledger import DIGITS, FIRST, KINDS, LATER, SECOND
from tests.properties.test_lines import SEED
from tests.properties.warehouse import Warehouse

MANY = 6  # each program is worked out once per cause, by both engines
# Differences of lines that are booked or worth something now.
FOUND = """
    select program_id, reason_code, origin_period_id, partner_id, deal_id, component_id,
        currency_code, amount_minor
    from statements.sta_differences
    where calendar_id = 'month' and amount_minor <> 0
"""
TOTALS = """
    select totals.line_id, totals.exact_amount, totals.amount_minor,
        sum(parts.exact_amount) as parts_exact, sum(parts.amount_minor) as parts_minor
    from statements.sta_difference_totals as totals
    inner join statements.sta_differences as parts
        using (program_id, calendar_id, origin_period_id, line_id)
    group by all
    having sum(parts.exact_amount) <> totals.exact_amount
        or sum(parts.amount_minor) <> totals.amount_minor
"""


class NothingElse:
    """Of random programs people and rules stand still between two closes."""

    def __init__(self, warehouse: Warehouse) -> None:
        self.warehouse = warehouse

    def people(self, program_id: str, moment: datetime) -> Mapping[str, Sequence[dict[str, Any]]]:
        return {
            name: self.warehouse.ask(f"select * from raw.{name} where program_id = ?", [program_id])
            for name in ("portal_relations", "portal_deals")
        }

    def terms(
        self, program_id: str, day: date | None, deals: Sequence[dict[str, Any]]
    ) -> Mapping[str, Sequence[dict[str, Any]]]:
        """The first close of these programs knew every version, whenever it was recorded."""
        return {
            name: self.warehouse.ask(
                f"select * from terms.{name} where program_id = ?", [program_id]
            )
            for name in TABLES
        }


@pytest.mark.parametrize(
    "kind", [*KINDS, *(pytest.param(k, marks=pytest.mark.long) for k in LATER)]
)
def test_each_cause_books_what_the_oracle_says(
    warehouse: Warehouse, tmp_path: Path, kind: str
) -> None:
    """January is closed; records come late, change, vanish, are taken back or rejected."""
    drafts = drawn(getattr(programs, kind), MANY, SEED)
    early, late = compiled(drafts, phase=1), compiled(drafts, phase=2)
    books = Books(warehouse, tmp_path)
    books.refresh(early, FIRST)
    books.close(drafts, "2026-01", FIRST)
    for rows in late.values():
        rows["plan", "closes"] = [  # type: ignore[index]
            {"calendar_id": "month", "period_id": "2026-01", "booked_at": FIRST}
        ]
    books.refresh(late, SECOND)
    found = part_differences(warehouse.con, NothingElse(warehouse), SECOND, list(drafts))
    assert found.notes == ()
    warehouse.build_from(FIRST_MODEL, SECOND)
    assert warehouse.ask(TOTALS) == []

    theirs: dict[str, Counter[Any]] = {program_id: Counter() for program_id in drafts}
    for row in warehouse.ask(FOUND):
        program_id, *values = row.values()
        theirs[program_id][tuple(values)] += 1
    ours = {program_id: _parts(early[program_id], late[program_id]) for program_id in drafts}
    differ = {
        name: (list(theirs[name] - own), list(own - theirs[name]))
        for name, own in ours.items()
        if theirs[name] != own
    }
    assert differ == {}


def _parts(early: Rows, late: Rows) -> Counter[Any]:
    ledger = Ledger("month")
    ledger.close("2026-01", compute(early, FIRST).lines, DIGITS)
    return Counter(
        (p.reason, p.origin, p.partner_id, p.deal_id, p.component_id, p.currency, p.minor)
        for p in parts_of(ledger, early, late, SECOND, DIGITS)
    )
